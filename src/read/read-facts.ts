import type { DeploymentFacts, PullRequestFacts } from '../model/facts.ts'
import * as validators from './facts-validators.gen.js'

export type FactsReading<T> =
  | { readonly ok: true; readonly facts: T }
  /** What is wrong, for a person, each with a JSON pointer. */
  | { readonly ok: false; readonly faults: readonly string[] }

/** Longest text that is read: facts of the largest pull request stay far below. */
export const factsLimitBytes = 64 * 1024 * 1024

/** Reads a snapshot in the form of `schemas/pull-request-facts.json`; anything else is refused whole. */
export const readPullRequestFacts = (text: string): FactsReading<PullRequestFacts> =>
  read<PullRequestFacts>(text, validators.PullRequestFacts)

/** Reads a snapshot in the form of `schemas/deployment-facts.json`. */
export const readDeploymentFacts = (text: string): FactsReading<DeploymentFacts> =>
  read<DeploymentFacts>(text, validators.DeploymentFacts)

/** Reads a snapshot of either form, as its `schema` says. */
export function readAnyFacts(text: string): FactsReading<PullRequestFacts | DeploymentFacts> {
  const schema = /^countersign\/(pull-request|deployment)-facts\/v1$/.exec(schemaOf(text))?.[1]
  if (schema === 'pull-request') return readPullRequestFacts(text)
  if (schema === 'deployment') return readDeploymentFacts(text)
  return { ok: false, faults: ['/schema does not say of which form it is'] }
}

function schemaOf(text: string): string {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null && 'schema' in data ? String(data.schema) : ''
  } catch {
    return ''
  }
}

const maxFaults = 10

function read<T>(text: string, validate: typeof validators.PullRequestFacts): FactsReading<T> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { ok: false, faults: ['it is not JSON'] }
  }
  if (validate(data)) return { ok: true, facts: data as T }
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message }) =>
      `${instancePath === '' ? 'the whole' : instancePath}: ${message ?? 'is not as the schema says'}`,
  )
  return { ok: false, faults: [...new Set(faults)].slice(0, maxFaults) }
}
