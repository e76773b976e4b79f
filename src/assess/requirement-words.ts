import { type Day, durationInWords } from '../model/days.ts'
import type { Scalar } from '../model/log-record.ts'
import type { EvidenceRequirement } from '../model/records.ts'
import type { Occurrence, RequirementAssessment } from './assessment.ts'
import type { Basis } from './basis.ts'
import { isPeriodic } from './expected-intervals.ts'
import { ownResultCounts } from './record-standing.ts'

const pairs = (filter: Readonly<Record<string, Scalar>> | undefined) =>
  Object.entries(filter ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(' and ')

const nouns: Readonly<Record<EvidenceRequirement['records']['kind'], string>> = {
  'change.decision': 'decision of the gate',
  'change.merged': 'merged pull request',
  'change.unreviewed': 'commit that came around review',
  deployment: 'deployment',
  'audit.window': 'audit of the protected branch',
  'collection.window': 'reading of a dataset',
  'scan.result': 'scan',
  'test.result': 'test run',
  'coverage.result': 'measurement of test coverage',
  'statement.imported': 'statement of another tool',
  attestation: 'statement of a person',
  'environment.approval': 'decision about an environment',
  'role.changed': 'change of a role',
  'anchor.recorded': 'anchor of the log',
}

/** `every merged pull request with category normal has verdict approved, and there is at least one; per event, window 1 year` */
export function wantedInWords(requirement: EvidenceRequirement): string {
  const { records, expect, frequency, window, ...limits } = requirement
  const where = pairs(records.where)
  const checks = records.checks === undefined ? '' : `, of which only ${records.checks.join(', ')} count`
  const what = `${nouns[records.kind]}${where === '' ? '' : ` with ${where}`}${checks}`
  const has = [pairs(limits.satisfying), bounds(limits.atLeast, 'at least'), bounds(limits.atMost, 'at most')]
    .filter((part) => part !== '')
    .join(' and ')
  const must = {
    some: `at least one ${what}${has === '' ? '' : ` that has ${has}`}`,
    every: `every ${what} has ${has || (ownResultCounts(requirement) ? 'not failed' : 'been recorded')}, and there is at least one`,
    none: `no ${what}, shown by audits that cover the time`,
  }[expect]
  return `${must}; ${frequency.replaceAll('-', ' ')}, window ${durationInWords(window)}`
}

const bounds = (limits: Readonly<Record<string, number>> | undefined, word: string) =>
  Object.entries(limits ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, limit]) => `${field} ${word} ${limit}`)
    .join(' and ')

type Summary = Pick<RequirementAssessment, 'state' | 'why'>

interface Found {
  /** Last day for which there is evidence. */
  readonly last: Day | undefined
  /** Why it is as it is, where there is more to say than that nothing is there. */
  readonly particular: string | undefined
  /** How many records count otherwise than they were recorded. */
  readonly corrected: number
  /** How many are statements that nothing proves to be of the person they name. */
  readonly claimed: number
}

/** The state of a requirement from its occurrences, and why in one line. */
export function summariseOccurrences(
  { expect, frequency }: EvidenceRequirement,
  occurrences: readonly Occurrence[],
  basis: Basis,
  { last, particular, corrected, claimed }: Found,
): Summary {
  const count = (state: Occurrence['state']) => occurrences.filter((one) => one.state === state).length
  const records = new Set(occurrences.flatMap((one) => one.records)).size
  const [met, notMet, late, overdue, pending] = [
    count('met'),
    count('not-met'),
    count('late'),
    count('overdue'),
    count('pending'),
  ]
  const lastSaid = last === undefined ? 'there is none at all' : `the last one is of ${last}`
  if (occurrences.length === 0) return { state: 'missing', why: 'nothing is expected yet' }
  if (notMet > 0)
    return {
      state: 'not-met',
      why: particular ?? (expect === 'none' ? `${records} recorded, none allowed` : 'at least one record fails'),
    }
  if (late > 0) return { state: 'not-met', why: 'evidence was recorded late' }
  const onlyClaimed = claimed === 0 ? [] : [`${claimed} only claimed: nothing proves that this person stated it`]
  if (overdue > 0 && met > 0) {
    const due = `${overdue} of ${occurrences.length} expected occurrences ${overdue === 1 ? 'is' : 'are'} overdue`
    return { state: 'not-met', why: [due, ...onlyClaimed].join('; ') }
  }
  if (met === 0 && expect === 'none')
    return { state: 'missing', why: 'no audit covers the time, so that nothing was found shows nothing' }
  if (met === 0 && overdue > 0)
    return {
      // Looked at before, and not again in time: that is late, not unknown.
      state: basis.kind === 'date' && last !== undefined && isPeriodic(frequency) ? 'not-met' : 'missing',
      why: particular ?? `no record in the window; ${lastSaid}`,
    }
  if (met === 0 && records > 0)
    return { state: 'missing', why: ['no record that counts yet, and none is due', ...onlyClaimed].join('; ') }
  if (met === 0) return { state: 'missing', why: 'no record yet, and none is due' }
  const counted = expect === 'none' ? 'none found, and audits cover the time' : `${records} in the window`
  const more = [
    ...onlyClaimed,
    ...(corrected === 0 ? [] : [`${corrected} as a correction has it`]),
    ...(pending === 0 ? [] : [`${pending} not due yet`]),
  ]
  return { state: 'met', why: [counted, ...more].join('; ') }
}
