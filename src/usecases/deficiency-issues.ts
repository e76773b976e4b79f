import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { RepositoryName } from '../ports/forge.ts'
import type { Issues, ListedIssue } from '../ports/issues.ts'
import { type DeficiencyIssue, deficiencyIssue, deficiencyOfIssue } from '../report/deficiency-issue.ts'
import { mendingDue } from '../rules/deficiencies/mending-due.ts'

export interface KeptIssue {
  readonly deficiency: string
  readonly kind: 'opened' | 'updated' | 'closed' | 'reopened' | 'unchanged'
  /** undefined for a trial that would open it. */
  readonly number: number | undefined
}

export interface KeptIssues {
  readonly issues: readonly KeptIssue[]
  /** What a person should be told, one sentence each. */
  readonly notes: readonly string[]
  /** `unread`: it is not known which issues there are. `unwritten`: some of them say what is out of date. */
  readonly fault: 'unread' | 'unwritten' | undefined
}

/**
 * Keeps one issue for each deficiency of a program: opened for an open one, its text kept up, closed when the record is closed.
 * An issue is ours by its marker and its author: anybody may write the marker.
 *
 * Nothing is tried again after a refusal by permission; other issues are still written where one is not.
 *
 * @param author asks for the login of the account that the token posts as
 * @param dryRun says what would be done
 */
export async function keepDeficiencyIssues(
  model: ProgramModel,
  repository: RepositoryName,
  { author: ask, dryRun }: { readonly author: () => Promise<string | undefined>; readonly dryRun: boolean },
  forge: Issues,
): Promise<KeptIssues> {
  const unread = (why: string): KeptIssues => ({
    issues: [],
    notes: [`No issue was written: ${why}.`],
    fault: 'unread',
  })
  let author: string | undefined
  let listed: readonly ListedIssue[]
  try {
    author = await ask()
    if (author === undefined) return unread('the account that this token posts as is not known')
    listed = await forge.issuesBy(repository, author)
  } catch (error) {
    return unread(wordsOf(error))
  }
  const login = author.toLowerCase()
  const own = new Map<string, ListedIssue>()
  for (const issue of listed) {
    const id = deficiencyOfIssue(issue.body)
    // Of two about one deficiency, which a lost answer may leave, the first is kept.
    if (id !== undefined && issue.author?.toLowerCase() === login && !own.has(id)) own.set(id, issue)
  }
  const issues: KeptIssue[] = []
  const notes: string[] = []
  const program = model.programs[0]?.value
  const deficiencies = [...model.deficiencies.values()].map(({ value }) => value)
  for (const deficiency of deficiencies.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const issue = own.get(deficiency.id)
    own.delete(deficiency.id)
    const wanted = deficiencyIssue(deficiency, mendingDue(deficiency, program).due, model)
    const kind = whatToDo(issue, wanted)
    if (kind === undefined) continue
    try {
      const number = dryRun || kind === 'unchanged' ? issue?.number : await write(forge, repository, issue, wanted)
      issues.push({ deficiency: deficiency.id, kind, number })
    } catch (error) {
      notes.push(`The issue of ${deficiency.id} was not written: ${wordsOf(error)}.`)
    }
  }
  const fault = notes.length > 0 ? 'unwritten' : undefined
  for (const [id, { number, state }] of own)
    if (state === 'open')
      notes.push(`Issue #${number} is about ${id}, which the program does not have: it is left open.`)
  return { issues, notes, fault }
}

/** undefined: nothing, and nothing to be said. */
function whatToDo(issue: ListedIssue | undefined, wanted: DeficiencyIssue): KeptIssue['kind'] | undefined {
  if (issue === undefined) return wanted.state === 'open' ? 'opened' : undefined
  if (issue.state !== wanted.state) return wanted.state === 'closed' ? 'closed' : 'reopened'
  return issue.title === wanted.title && sameText(issue.body, wanted.body) ? 'unchanged' : 'updated'
}

/** The forge may give lines back with another ending. */
const sameText = (a: string, b: string) => a.replaceAll('\r\n', '\n').trimEnd() === b.trimEnd()

async function write(
  forge: Issues,
  repository: RepositoryName,
  issue: ListedIssue | undefined,
  wanted: DeficiencyIssue,
): Promise<number> {
  if (issue === undefined) return forge.openIssue(repository, wanted)
  await forge.editIssue({ ...repository, number: issue.number }, wanted)
  return issue.number
}

function wordsOf(error: unknown): string {
  if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return error.message
  throw error
}
