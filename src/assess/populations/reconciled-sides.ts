import { sha256Hex } from '../../evidence/attachments.ts'
import { dayOf } from '../../model/days.ts'
import type { BranchEvidence } from './place-commits.ts'
import type { BranchState, CommitRow, SideRow } from './reconciliation.ts'

/** How a merge stands by the verdict that it was recorded with. */
export function mergeStanding({
  pull,
  verdict,
}: {
  readonly pull: number
  readonly verdict: string
}): Pick<CommitRow, 'standing' | 'why'> {
  if (verdict === 'approved') return { standing: 'matched', why: `pull request #${pull}, approved` }
  if (verdict === 'not-determined')
    return { standing: 'not-determined', why: `whether pull request #${pull} was approved could not be determined` }
  return { standing: 'deviation', why: `pull request #${pull} was merged while the gate said ${verdict}` }
}

export function pullRows({ evidence, positions, placed, timezone }: BranchState): readonly SideRow[] {
  const newest = placed.at(-1)?.at ?? ''
  return evidence.merges.map((record): SideRow => {
    const { pull, title, mergedAt, landed, mergeSha } = record.data
    const own = [...new Set([...landed, mergeSha])]
    const row = {
      side: 'pull request',
      key: `#${pull}`,
      title,
      day: dayOf(mergedAt, timezone),
      record: record.index,
      isMirrored: false,
    } as const
    const here = own.filter((sha) => positions.has(sha))
    const claimed = here.filter((sha) => evidence.bringers.get(sha) === record)
    if (here.length === 0)
      return mergedAt > newest
        ? {
            ...row,
            standing: 'not-determined',
            why: 'merged after the newest commit that was counted: count again at a newer one, or the branch was wound back',
          }
        : { ...row, standing: 'deviation', why: 'recorded as merged, and none of its commits is on the branch' }
    if (claimed.length === 0) {
      const other = evidence.bringers.get(here[0] ?? '')
      return {
        ...row,
        standing: 'deviation',
        why: `record ${other?.index} says that pull request #${other?.data.pull} brought the same commit`,
      }
    }
    if (here.length < own.length)
      return {
        ...row,
        standing: 'deviation',
        why: `only ${here.length} of its ${own.length} commits are on the branch`,
      }
    const { standing, why } = mergeStanding(record.data)
    return { standing, why, ...row, isMirrored: true }
  })
}

export function aroundRows({ evidence, positions, timezone }: BranchState): readonly SideRow[] {
  return evidence.unreviewed.map((record): SideRow => {
    const { commit, reason } = record.data
    const isHere = positions.has(commit)
    return {
      side: 'around review',
      key: commit,
      title: reason,
      day: dayOf(record.occurredAt, timezone),
      record: record.index,
      standing: record.result === 'not-determined' && isHere ? 'not-determined' : 'deviation',
      why: isHere ? 'went around review' : 'an audit saw it on the branch, and it is not there any more',
      isMirrored: isHere,
    }
  })
}

export function requestRows({ changes, evidence, timezone }: BranchState): readonly SideRow[] {
  const named = new Map<string, BranchEvidence['merges'][number]>()
  for (const merge of evidence.merges)
    for (const id of merge.data.changeRequests) if (!named.has(id)) named.set(id, merge)
  const known = new Set<string>(changes.map(({ id }) => id))
  const own = changes.map((request): SideRow => {
    const merge = named.get(request.id)
    const row = {
      side: 'change request',
      key: request.id,
      title: request.title,
      day: request.requestedAt.includes('T') ? dayOf(request.requestedAt, timezone) : request.requestedAt,
      record: merge?.index,
      isMirrored: false,
    } as const
    if (merge !== undefined)
      return { ...row, standing: 'matched', why: `carried out by pull request #${merge.data.pull}` }
    const why = {
      draft: 'still a draft, so that nothing was to be merged',
      cancelled: 'cancelled, so that nothing was to be merged',
      submitted: 'submitted; no pull request that the log knows carried it out',
    }[request.status]
    return { ...row, standing: 'explained', why }
  })
  const strange = [...named]
    .filter(([id]) => !known.has(id))
    .map(
      ([id, merge]): SideRow => ({
        side: 'change request',
        key: id,
        title: merge.data.title,
        day: dayOf(merge.data.mergedAt, timezone),
        record: merge.index,
        standing: 'deviation',
        why: `pull request #${merge.data.pull} names it, and the program has no such change request`,
        isMirrored: false,
      }),
    )
  const without = evidence.merges
    .filter(({ data }) => data.changeRequests.length === 0)
    .map(
      ({ index, data }): SideRow => ({
        side: 'without request',
        key: `#${data.pull}`,
        title: data.title,
        day: dayOf(data.mergedAt, timezone),
        record: index,
        standing: 'explained',
        why: 'it names no change request; whether it needed one is for the rules of the gate',
        isMirrored: false,
      }),
    )
  return [...own, ...strange, ...without]
}

export function deploymentRows({ log, positions, timezone }: BranchState): readonly SideRow[] {
  return log.flatMap((record): readonly SideRow[] => {
    if (record.kind !== 'deployment') return []
    const { environment, sha, verdict, changes, createdAt, rollback } = record.data
    const row = {
      side: 'deployment',
      key: record.key,
      title: `${sha.slice(0, 12)} to ${environment}${rollback ? ' (rollback)' : ''}`,
      day: dayOf(createdAt, timezone),
      record: record.index,
      isMirrored: false,
    } as const
    const strange = changes.filter(({ mergeSha }) => !positions.has(mergeSha))
    if (!positions.has(sha))
      return [{ ...row, standing: 'deviation', why: 'the deployed commit is not on the protected branch' }]
    if (strange.length > 0) {
      const which = strange
        .slice(0, 3)
        .map(({ mergeSha }) => mergeSha.slice(0, 12))
        .join(', ')
      return [{ ...row, standing: 'deviation', why: `it brought commits that are not on the branch: ${which}` }]
    }
    if (verdict === 'approved') return [{ ...row, standing: 'matched', why: 'a commit of the branch, approved' }]
    return [
      {
        ...row,
        standing: verdict === 'not-determined' ? 'not-determined' : 'deviation',
        why: `deployed with the verdict ${verdict}`,
      },
    ]
  })
}

/** Each audit counted again from git: how many commits it looked at, and which. */
export function auditRows({ log, branch, positions, placed, timezone }: BranchState): readonly SideRow[] {
  return log.flatMap((record): readonly SideRow[] => {
    if (record.kind !== 'audit.window' || record.data.branch !== branch) return []
    const { from, to, commits, commitsDigest } = record.data
    const row = {
      side: 'audit',
      key: record.key,
      title: `${from.slice(0, 12)} to ${to.slice(0, 12)}`,
      day: dayOf(record.occurredAt, timezone),
      record: record.index,
      isMirrored: false,
    } as const
    const [start, end] = [positions.get(from), positions.get(to)]
    if (start === undefined || end === undefined)
      return [{ ...row, standing: 'deviation', why: 'the commits between which it looked are not on the branch' }]
    const again = placed.slice(start + 1, end + 1)
    const isSame = again.length === commits && sha256Hex(again.map(({ sha }) => `${sha}\n`).join('')) === commitsDigest
    return [
      isSame
        ? { ...row, standing: 'matched', why: `${commits} commits, the same in git` }
        : {
            ...row,
            standing: 'deviation',
            why: `it counted ${commits} commits; git has ${again.length} there, or others`,
          },
    ]
  })
}

export function elsewhereRows({ log, branch, timezone }: BranchState): readonly SideRow[] {
  return log.flatMap((record): readonly SideRow[] =>
    record.kind === 'change.merged' && record.data.baseRef !== branch
      ? [
          {
            side: 'pull request',
            key: `#${record.data.pull}`,
            title: record.data.title,
            day: dayOf(record.data.mergedAt, timezone),
            record: record.index,
            standing: 'explained',
            why: `merged into ${record.data.baseRef}`,
            isMirrored: false,
          },
        ]
      : [],
  )
}
