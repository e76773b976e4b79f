import { placedRecords } from '../evidence/entries.ts'
import { keyOf } from '../evidence/natural-key.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { gatePullRequest } from './gate-pull-request.ts'

const DAY_MS = 86_400_000

/** From when merges are looked for: a day before the last audit ended, or where the log began; a merge may be seen late. */
export function collectSince(log: Pick<VerifiedLog, 'entries'>, branch: string): string | undefined {
  let since: string | undefined
  for (const record of placedRecords(log)) {
    if (record.kind === 'log.created') since = record.occurredAt
    if (record.kind === 'audit.window' && record.data.branch === branch)
      since = new Date(Date.parse(record.occurredAt) - DAY_MS).toISOString()
  }
  return since
}

/**
 * What the forge says about every merged pull request that the log does not have yet: what an earlier run missed is caught
 * up with.
 *
 * @throws Refusal where the list cannot be read whole; ForgeRefused, ForgeUnreachable
 */
export async function collectMerged(
  repository: RepositoryName,
  repositoryId: string,
  branch: string,
  log: Pick<VerifiedLog, 'entries'>,
  { forge }: { readonly forge: Forge },
): Promise<readonly PullRequestFacts[]> {
  const since = collectSince(log, branch)
  if (since === undefined) return []
  const listed = await forge.mergedPullRequests(repository, branch, since)
  if (!listed.known)
    throw new Refusal(
      exitStatus.notDetermined,
      `Merged pull requests cannot be listed: ${listed.why}`,
      'Run it again later.',
    )
  const known = new Set(log.entries.map(({ record }) => record.predicate.key))
  const collected: PullRequestFacts[] = []
  for (const { number } of listed.value) {
    if (known.has(keyOf.merged(repositoryId, number))) continue
    const { facts } = await gatePullRequest({ ...repository, number }, { post: false }, { forge })
    collected.push(facts)
  }
  return collected
}
