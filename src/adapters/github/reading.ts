import type { Readable, Reading } from '../../model/facts.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'

/** A list that could not be read whole is no list. */
export const readingOf = <T>(read: () => Promise<readonly T[] | NotKnown>): Promise<Reading<T>> => readableOf(read)

/** What was read, or the sentence of the fault. Other errors pass through. */
export async function readableOf<T>(read: () => Promise<T | NotKnown>): Promise<Readable<T>> {
  try {
    const value = await read()
    return value instanceof NotKnown ? notKnown(value.why) : { known: true, value }
  } catch (error) {
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return notKnown(sentenceOf(error))
    throw error
  }
}

/** Read, but not to be relied on. */
export class NotKnown {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** A sentence has at most 1,000 characters in the schema of facts. */
export const notKnown = (why: string): { readonly known: false; readonly why: string } => ({
  known: false,
  why: [...why].slice(0, 1000).join(''),
})

/** Permissions that a workflow's own token can never have. */
const noWorkflowHas =
  /^(?:members|administration|secrets|environments|actions-variables|secret-scanning-alerts|vulnerability-alerts|organization-[a-z-]+): /

export function sentenceOf(error: ForgeRefused | ForgeUnreachable): string {
  if (!(error instanceof ForgeRefused) || error.permission === undefined) return `${error.message}.`
  if (error.permission === 'metadata: read')
    return `${error.message}, which every token has: whoever it belongs to may not, or the plan does not have it.`
  return noWorkflowHas.test(error.permission)
    ? `${error.message}, which only the token of a GitHub App or a person can have.`
    : `${error.message}: add it to \`permissions:\` of the workflow.`
}
