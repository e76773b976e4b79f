import { type DatedRecord, fieldOf, type Scalar } from '../model/log-record.ts'
import type { EvidenceRequirement } from '../model/records.ts'
import { type Correction, correctionInWords } from './corrections.ts'
import { narrowToChecks } from './narrow-checks.ts'

/** What is asked of records: by a control's `evidence`, or by its `manualEvidence` in the same words. */
export interface Requirement extends EvidenceRequirement {
  /** Whether a statement counts that nobody proved to be of the person it names. */
  readonly claimedIsEnough?: boolean
}

/** Whether a record is as the requirement wants it. Where that cannot be told, it is *unknown*, which is never a pass. */
export type Standing = { readonly answer: 'satisfies' } | { readonly answer: 'fails' | 'unknown'; readonly why: string }

const satisfies: Standing = { answer: 'satisfies' }
const fails = (why: string): Standing => ({ answer: 'fails', why })
const unknown = (why: string): Standing => ({ answer: 'unknown', why })

/** @param correction the one that holds for the record, if there is one: then its result counts and nothing else */
export function standingOf(
  requirement: Requirement,
  { record }: Pick<DatedRecord, 'record'>,
  correction: Correction | undefined,
): Standing {
  if (correction !== undefined) {
    const why = `result is ${record.result}, ${correctionInWords(correction)}`
    if (correction.result === 'pass') return satisfies
    return correction.result === 'fail' ? fails(why) : unknown(why)
  }
  const isClaim = record.kind === 'attestation' && record.data.standing !== 'proven'
  if (isClaim && requirement.claimedIsEnough !== true)
    return unknown('it is claimed: nothing proves that this person stated it')
  if (record.result === 'not-determined' && !isClaim) return unknown('its result is not determined')
  if (record.result === 'fail' && ownResultCounts(requirement)) return fails('its result is fail')
  const narrowed = narrowToChecks(record, requirement.records.checks)
  if (narrowed.kind === 'unknown') return unknown(narrowed.why)
  const faults = faultsOf(narrowed.data, requirement)
  if (faults.length === 0) return satisfies
  const why = faults.map((fault) => fault.why).join('; ')
  return faults.some((fault) => fault.isKnown) ? fails(why) : unknown(why)
}

/** Where a requirement sets no limits, what the record says of itself is the limit. That an audit found something is no failure of the audit. */
export const ownResultCounts = ({ records: { kind }, satisfying, atLeast, atMost }: EvidenceRequirement): boolean =>
  satisfying === undefined && atLeast === undefined && atMost === undefined && judgesItself.has(kind)

const judgesItself: ReadonlySet<EvidenceRequirement['records']['kind']> = new Set([
  'collection.window',
  'scan.result',
  'test.result',
  'coverage.result',
  'environment.approval',
  'role.changed',
  'statement.imported',
  'attestation',
])

interface Fault {
  readonly why: string
  /** Whether the value is there and is another one; else it is not known. */
  readonly isKnown: boolean
}

function faultsOf(data: object, { satisfying, atLeast, atMost }: Requirement): readonly Fault[] {
  const found: Fault[] = []
  const look = (wanted: Readonly<Record<string, Scalar>> | undefined, must: string, test: Test) => {
    for (const [field, limit] of Object.entries(wanted ?? {})) {
      const value = fieldOf(data, field)
      const answer = test(value, limit)
      if (answer === 'yes') continue
      found.push({
        why: `${field} is ${shown(value)}, must be ${must}${String(limit)}`,
        isKnown: answer === 'no',
      })
    }
  }
  look(satisfying, '', (value, wanted) => (isScalar(value) ? yesNo(value === wanted) : 'unknown'))
  look(atLeast, 'at least ', (value, least) => (typeof value === 'number' ? yesNo(value >= Number(least)) : 'unknown'))
  look(atMost, 'at most ', (value, most) => (typeof value === 'number' ? yesNo(value <= Number(most)) : 'unknown'))
  return found
}

type Test = (value: unknown, wanted: Scalar) => 'yes' | 'no' | 'unknown'

const yesNo = (isTrue: boolean) => (isTrue ? 'yes' : 'no')
const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
const shown = (value: unknown): string =>
  value !== null && typeof value === 'object' ? 'no plain value' : String(value ?? 'not there')
