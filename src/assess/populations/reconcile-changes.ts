import { addDuration, type Day, dayOf, instantOf, millisecondsOf, startOfDay } from '../../model/days.ts'
import { datedRecords } from '../../model/log-record.ts'
import { auditedTime, gapsIn } from '../audit-coverage.ts'
import { correctionInWords, correctionsOf } from '../corrections.ts'
import { branchEvidence, placeCommits } from './place-commits.ts'
import { type Gap, monthOf, monthsBetween } from './population.ts'
import {
  aroundRows,
  auditRows,
  deploymentRows,
  elsewhereRows,
  mergeStanding,
  pullRows,
  requestRows,
} from './reconciled-sides.ts'
import type {
  BranchState,
  ChangeReconciliation,
  ChangesInput,
  CommitRow,
  ReconciledMonth,
  ReconciledStanding,
  SideRow,
} from './reconciliation.ts'

/**
 * Holds the commits of the protected branch, which are counted from git and not from the log, against what was recorded:
 * pull requests, findings of audits, change requests and deployments, in both directions. Every item of every list stands
 * in exactly one row; what nobody can explain is a deviation or not determined.
 */
export function reconcileChanges(input: ChangesInput): ChangeReconciliation {
  const { branch, timezone, from, to } = input
  const evidence = branchEvidence(input.log, branch)
  const placed = placeCommits(input.commits, evidence)
  const within = (day: Day) => from <= day && day <= to
  const branchState = { ...input, evidence, placed, positions: new Map(placed.map((one) => [one.sha, one.position])) }
  const commits = commitRows(branchState).filter(({ day }) => within(day))
  const others = [
    ...pullRows(branchState),
    ...aroundRows(branchState),
    ...requestRows(branchState),
    ...deploymentRows(branchState),
    ...auditRows(branchState),
  ].filter(({ day }) => within(day))
  return {
    from,
    to,
    timezone,
    branch,
    tip: placed.at(-1)?.sha,
    commits,
    others,
    elsewhere: elsewhereRows(branchState).filter(({ day }) => within(day)),
    months: countMonths(commits, others, from, to),
    gaps: unaudited(branchState),
    open: placed.length === 0 ? [`No commit of ${branch} is known here.`] : [],
  }
}

/** The rows of some of the days of a reconciliation: the same as if only these had been asked for. */
export function partOf(whole: ChangeReconciliation, from: Day, to: Day): ChangeReconciliation {
  const inside = <T extends { readonly day: Day }>(rows: readonly T[]) =>
    rows.filter(({ day }) => from <= day && day <= to)
  const [commits, others] = [inside(whole.commits), inside(whole.others)]
  const [start, end] = [startOfDay(from, whole.timezone), startOfDay(addDuration(to, 'P1D'), whole.timezone)]
  const gaps = whole.gaps.flatMap((gap): readonly Gap[] => {
    const [first, last] = [Math.max(millisecondsOf(gap.from), start), Math.min(millisecondsOf(gap.to), end)]
    return first < last ? [{ ...gap, from: instantOf(first), to: instantOf(last) }] : []
  })
  const elsewhere = inside(whole.elsewhere)
  return { ...whole, from, to, commits, others, elsewhere, gaps, months: countMonths(commits, others, from, to) }
}

/** What is neither matched nor explained, deviations first, then in order of day. */
export function differencesOf({
  commits,
  others,
}: Pick<ChangeReconciliation, 'commits' | 'others'>): readonly SideRow[] {
  const rank = { deviation: 0, 'not-determined': 1, explained: 2, matched: 3 } as const
  const rows = [
    ...commits.map(
      ({ commit, day, record, around, standing, why }): SideRow => ({
        side: 'pull request',
        key: commit.sha,
        title: commit.subject,
        day,
        record: record ?? around,
        standing,
        why,
        isMirrored: false,
      }),
    ),
    ...others.filter(({ isMirrored }) => !isMirrored),
  ]
  return rows
    .filter(({ standing }) => standing !== 'matched')
    .sort((a, b) => rank[a.standing] - rank[b.standing] || order(a.day, b.day) || order(a.key, b.key))
}

function commitRows(state: BranchState): readonly CommitRow[] {
  const { evidence, placed, timezone } = state
  const corrections = correctionsOf(datedRecords(state.log, timezone))
  const looked = lookedUntil(state)
  return placed.map((commit): CommitRow => {
    const bringer = evidence.bringers.get(commit.sha)
    const around = evidence.found.get(commit.sha)
    const row = {
      commit,
      day: dayOf(commit.at, timezone),
      record: bringer?.index,
      pull: bringer?.data.pull,
      around: around?.index,
    }
    const correction = around === undefined ? undefined : corrections.get(around.index)
    if (around !== undefined && correction?.result !== 'pass') {
      const later =
        bringer?.data.verdict === 'approved'
          ? `; that pull request #${bringer.data.pull} brought it, approved, was recorded only afterwards`
          : ''
      const corrected = correction === undefined ? '' : `; ${correctionInWords(correction)}`
      const standing = around.result === 'not-determined' ? 'not-determined' : 'deviation'
      return { ...row, standing, why: `went around review: ${around.data.reason}${later}${corrected}` }
    }
    if (bringer !== undefined) {
      const { standing, why } = mergeStanding(bringer.data)
      return { standing, why, ...row }
    }
    if (correction !== undefined) return { ...row, standing: 'explained', why: correctionInWords(correction) }
    const { standing, why } = unrecorded(commit.position, looked)
    return { standing, why, ...row }
  })
}

interface Looked {
  /** Position of the commit at which the log began; undefined where the log does not say, or it is not on the branch. */
  readonly birth: number | undefined
  /** Position of the newest commit at which an audit saw the branch. */
  readonly last: number | undefined
}

function lookedUntil({ evidence, positions, log, branch }: BranchState): Looked {
  const born = log.find((record) => record.kind === 'log.created' && record.data.protectedBranch === branch)
  const seen = evidence.looks.flatMap(({ commit }) => positions.get(commit) ?? [])
  return {
    birth: born?.kind === 'log.created' ? positions.get(born.data.baseline) : undefined,
    last: seen.length === 0 ? undefined : seen.reduce((most, one) => Math.max(most, one)),
  }
}

function unrecorded(position: number, { birth, last }: Looked): Pick<CommitRow, 'standing' | 'why'> {
  if (birth !== undefined && position <= birth)
    return { standing: 'explained', why: 'before the log began, so that nobody recorded who approved it' }
  if (last === undefined)
    return { standing: 'not-determined', why: 'no record, and no audit ever looked at the branch' }
  if (position > last) return { standing: 'not-determined', why: 'no record yet, and no audit has looked at it yet' }
  return { standing: 'deviation', why: 'an audit saw the branch with it, and no record says who brought it' }
}

function unaudited({ log, branch, from, to, timezone }: BranchState): readonly Gap[] {
  const looked = auditedTime(datedRecords(log, timezone), branch)
  const period = { from: startOfDay(from, timezone), to: startOfDay(addDuration(to, 'P1D'), timezone) }
  return gapsIn(period, looked).map((gap) => ({
    from: instantOf(gap.from),
    to: instantOf(gap.to),
    what: `no audit looked at ${branch}`,
  }))
}

function countMonths(
  commits: readonly CommitRow[],
  others: readonly SideRow[],
  from: Day,
  to: Day,
): readonly ReconciledMonth[] {
  type Counts = { -readonly [K in Exclude<keyof ReconciledMonth, 'month'>]: number }
  const none = (): Counts => ({ commits: 0, pulls: 0, around: 0, requests: 0, deployments: 0, open: 0 })
  const counts = new Map(monthsBetween(from, to).map((month) => [month, none()]))
  const column = {
    'pull request': 'pulls',
    'around review': 'around',
    'change request': 'requests',
    'without request': undefined,
    deployment: 'deployments',
    audit: undefined,
  } as const
  const add = (day: Day, name: keyof Counts | undefined, standing: ReconciledStanding) => {
    const month = counts.get(monthOf(day))
    if (month === undefined) return
    if (name !== undefined) month[name] += 1
    if (standing === 'deviation' || standing === 'not-determined') month.open += 1
  }
  for (const { day, standing } of commits) add(day, 'commits', standing)
  for (const { side, day, standing, isMirrored } of others) add(day, column[side], isMirrored ? 'matched' : standing)
  return [...counts].map(([month, count]) => ({ month, ...count }))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
