import { continues } from '../evidence/audit-branch.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History, HistoryCommit } from '../ports/history.ts'

export interface AuditSinceRequest {
  readonly repository: RepositoryName
  readonly branch: string
  /** A commit that the branch was at, or the first day (YYYY-MM-DD, UTC) that is looked at. */
  readonly since: { readonly revision: string } | { readonly day: string }
  /** Login of the only account that posts the status of the gate. */
  readonly poster: string
}

export interface AuditPorts {
  readonly forge: Forge
  readonly history: History
}

/** The branch as the forge has it: a clone may be behind, and what it lacks must not pass unseen. */
export async function presentTip(
  { repository, branch }: AuditSinceRequest,
  { forge, history }: AuditPorts,
): Promise<string> {
  const tip = await forge.branchTip(repository, branch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `The forge has no branch ${branch}`, 'Check `protectedBranch`.')
  if ((await history.resolve(tip)) !== tip)
    throw new Refusal(
      exitStatus.notDetermined,
      `${branch} is at ${tip}, which is not in this clone`,
      'Fetch the branch.',
    )
  return tip
}

/** Commit after which is looked; undefined: from the first. */
export async function startOf(
  { repository, branch, since }: AuditSinceRequest,
  { forge, history }: AuditPorts,
): Promise<string | undefined> {
  if ('revision' in since) {
    const found = await history.resolve(since.revision)
    if (found !== undefined) return found
    const remedy = 'Give a commit that the branch was at, or a day as YYYY-MM-DD; fetch all of it (`fetch-depth: 0`).'
    throw new Refusal(exitStatus.notDetermined, `git knows no commit ${since.revision}`, remedy)
  }
  // Dates in commits are chosen by whoever writes them: only the server knows where the branch was.
  const tip = await forge.branchTipAt(repository, branch, `${since.day}T00:00:00Z`)
  if (tip.known) return tip.value ?? undefined
  const what = `Where ${branch} was on ${since.day} is not known: ${tip.why.replace(/\.$/, '')}`
  throw new Refusal(exitStatus.notDetermined, what, 'Give a commit with --since instead.')
}

/** undefined: the branch does not continue what the server saw it at. */
export async function commitsBetween(
  from: string | undefined,
  to: string,
  { branch, since }: AuditSinceRequest,
  history: History,
): Promise<readonly HistoryCommit[] | undefined> {
  if (await history.isShallow())
    throw new Refusal(exitStatus.notDetermined, 'The clone is shallow', 'Fetch all of it (`fetch-depth: 0`).')
  const isHere = from === undefined || (await history.resolve(from)) === from
  const commits = isHere ? await history.firstParent(to, from) : []
  if (isHere && (from === undefined || continues(commits, from, to))) return commits
  if ('day' in since) return undefined
  const what = `${branch} does not continue ${since.revision}: it was never its tip, or the branch was rewritten`
  throw new Refusal(exitStatus.notDetermined, what, 'Give a commit on the first-parent line of the branch.')
}
