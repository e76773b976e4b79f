import { millisecondsOf } from '../model/days.ts'
import type { Check, EnvironmentState, Reading } from '../model/facts.ts'
import type { RequiredEvidence } from '../model/records.ts'
import { firstPercentage } from './first-percentage.ts'
import { judgeResult } from './judge-checks.ts'
import { type Judgement, type JudgementTime, worstJudgement } from './judgement.ts'
import { labelOf, type NamedCheck, newestChecks } from './newest-checks.ts'

type Scan = NonNullable<RequiredEvidence['scans']>[number]
type Coverage = NonNullable<RequiredEvidence['coverage']>[number]
type Health = NonNullable<RequiredEvidence['health']>[number]

/** What is known about one commit. */
export interface EvidenceOfCommit {
  readonly sha: string
  readonly checks: Reading<Check>
  readonly environmentStates: Reading<EnvironmentState>
}

/** Judges what must be shown of a commit: one judgement for each scan, then each coverage, then each environment. */
export const judgeEvidence = (
  { scans = [], coverage = [], health = [] }: RequiredEvidence,
  commit: EvidenceOfCommit,
  time: JudgementTime,
): readonly Judgement[] => [
  ...scans.map((scan) => ofNewest(scan, commit, time, (check) => judgeScan(scan, check, time))),
  ...coverage.map((measure) => ofNewest(measure, commit, time, (check) => judgeCoverage(measure, check))),
  ...health.map((wanted) => judgeHealth(wanted, commit, time)),
]

/** A successful check, looked at more closely. */
function ofNewest(
  named: NamedCheck,
  { checks }: EvidenceOfCommit,
  { untilMs }: JudgementTime,
  judge: (check: Check) => Judgement,
): Judgement {
  const newest = newestChecks(named, checks, untilMs)
  if ('verdict' in newest) return newest
  const judged = (check: Check): Judgement => {
    const result = judgeResult({ name: named.name, by: named.by }, check)
    return result.verdict === 'approved' ? judge(check) : result
  }
  const [first, ...rest] = newest
  return worstJudgement([judged(first), ...rest.map(judged)])
}

function judgeScan(scan: Scan, { annotations, at }: Check, { atMs }: JudgementTime): Judgement {
  const label = labelOf(scan)
  if (annotations === null) {
    const why = 'only a check run says so, and this one is a status or could not be read whole'
    return { verdict: 'not-determined', message: `whether ${label} found anything is not known: ${why}` }
  }
  if (annotations > 0) {
    const count = `${annotations} finding${annotations === 1 ? '' : 's'}`
    return { verdict: 'refused', message: `${label} ended with ${count}, none is needed` }
  }
  if (isOlder(at, scan.withinHours, atMs)) {
    return { verdict: 'pending', message: `${label} is more than ${hours(scan.withinHours)} old: run it again` }
  }
  return { verdict: 'approved', message: `${label} found nothing` }
}

function judgeCoverage(wanted: Coverage, { text }: Check): Judgement {
  const label = labelOf(wanted)
  const percent = firstPercentage(text)
  if (percent === undefined) return { verdict: 'not-determined', message: `${label} states no percentage` }
  if (percent < wanted.atLeast) {
    return { verdict: 'refused', message: `${label} states ${percent}%, at least ${wanted.atLeast}% is needed` }
  }
  return { verdict: 'approved', message: `${label} states ${percent}%` }
}

function judgeHealth(
  { environment, withinHours }: Health,
  { sha, environmentStates }: EvidenceOfCommit,
  { atMs, untilMs }: JudgementTime,
): Judgement {
  const where = `${sha.slice(0, 7)} in ${environment}`
  if (!environmentStates.known) {
    return { verdict: 'not-determined', message: `how ${where} runs could not be read: ${environmentStates.why}` }
  }
  const there = environmentStates.value.filter(
    (one) => one.sha === sha && one.environment.toLowerCase() === environment.toLowerCase(),
  )
  if (there.length === 0) {
    return {
      verdict: 'pending',
      message: `${sha.slice(0, 7)} has not been deployed to ${environment}: deploy it there first`,
    }
  }
  const newestId = Math.max(...there.map(({ deployment }) => deployment))
  const judged = there
    .filter(({ deployment }) => deployment === newestId)
    .map(({ state, at }): Judgement => {
      if (millisecondsOf(at) > untilMs) {
        return { verdict: 'not-determined', message: `how ${where} ran before ${at} is not known` }
      }
      if (state === 'unknown') return { verdict: 'not-determined', message: `how ${where} runs is not known` }
      if (state === 'pending') return { verdict: 'pending', message: `the deployment of ${where} has not ended yet` }
      if (state === 'inactive') return { verdict: 'pending', message: `${where} no longer runs: deploy it there again` }
      if (state !== 'success') return { verdict: 'refused', message: `the deployment of ${where} ended with ${state}` }
      if (isOlder(at, withinHours, atMs)) {
        return {
          verdict: 'pending',
          message: `${where} was seen to run more than ${hours(withinHours)} ago: deploy it there again`,
        }
      }
      return { verdict: 'approved', message: `${where} runs` }
    })
  const [first, ...rest] = judged
  return first === undefined
    ? { verdict: 'not-determined', message: `how ${where} runs is not known` }
    : worstJudgement([first, ...rest])
}

const isOlder = (at: string | null, withinHours: number | undefined, atMs: number): boolean =>
  withinHours !== undefined && (at === null || atMs - millisecondsOf(at) > withinHours * 3_600_000)

const hours = (count = 0): string => `${count} hour${count === 1 ? '' : 's'}`
