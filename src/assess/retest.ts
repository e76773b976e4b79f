import { type Day, millisecondsOf } from '../model/days.ts'
import type { DatedRecord } from '../model/log-record.ts'
import type { Control, Deficiency } from '../model/records.ts'
import { asRequirement } from './as-requirement.ts'
import { coveredDays } from './covered-days.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import type { Standing } from './record-standing.ts'
import { selectRecords } from './select-records.ts'

/** What is known of the test that shows whether a deficiency is mended. */
export interface Retest {
  /**
   * none: nobody says so. failed: it says so itself. too-old: before the mending. claimed: said to have passed, and the log
   * does not show it. shown: a passing record of the log, newer than the mending, is what it names.
   */
  readonly kind: 'none' | 'failed' | 'too-old' | 'claimed' | 'shown'
  /** One line; text of people in it is not escaped yet. */
  readonly why: string
  /** Place in the log of the record that it names. */
  readonly record: number | undefined
}

interface Since {
  readonly day: Day
  /** Milliseconds since 1970. */
  readonly atMs: number
}

/** @param control the one that the deficiency is about: then only evidence that it asks for shows that it works */
export function retestOf(
  { retest, id }: Deficiency,
  control: Control | undefined,
  mended: Since | undefined,
  evidence: EvidenceBasis,
): Retest {
  if (retest === undefined || retest.at > evidence.basis.asOf)
    return { kind: 'none', why: 'nobody tested again', record: undefined }
  const { at, by, result } = retest
  const named = recordNamed(retest.evidence, evidence.records)
  const record = named?.record.index
  const test = `the test of ${at} by ${by}`
  if (result === 'failed') return { kind: 'failed', why: `${test} failed`, record }
  if (mended === undefined) return { kind: 'claimed', why: `${test} is said to have passed`, record }
  if (at < mended.day) return { kind: 'too-old', why: `${test} is older than the mending of ${mended.day}`, record }
  const claimed = (why: string): Retest => ({
    kind: 'claimed',
    why: `${test} is said to have passed, but ${why}`,
    record,
  })
  if (named === undefined) return claimed(`“${retest.evidence}” is no record of the log`)
  if (!isSince(named, mended, evidence.timezone)) return claimed(`record ${record} is older than the mending`)
  const standings = control === undefined ? [ownStanding(named, evidence)] : standingsIn(control, named, evidence)
  if (standings.length === 0) return claimed(`record ${record} is no evidence that ${control?.id ?? id} asks for`)
  const [fault] = standings.flatMap((one) => (one.answer === 'satisfies' ? [] : [one.why]))
  if (fault !== undefined) return claimed(`record ${record} does not show it: ${fault}`)
  return { kind: 'shown', why: `${test} passed, as record ${record} shows`, record }
}

/** Evidence of a control after a moment, oldest first. */
export interface EvidenceSince {
  readonly satisfying: readonly { readonly day: Day; readonly record: number }[]
  readonly failing: readonly { readonly day: Day; readonly record: number }[]
}

/** What the records of a control say since it was mended: what satisfies a requirement of it, and what fails one. */
export function evidenceSince(control: Control, mended: Since, evidence: EvidenceBasis): EvidenceSince {
  const satisfying = new Map<number, Day>()
  const failing = new Map<number, Day>()
  for (const requirement of requirementsOf(control)) {
    for (const one of selectRecords(requirement, evidence).all) {
      if (!isSince(one, mended, evidence.timezone)) continue
      const unwanted = requirement.expect === 'none' && one.correction?.result !== 'pass'
      if (unwanted || one.standing.answer === 'fails') failing.set(one.record.index, one.covers.to)
      else if (requirement.expect !== 'none' && one.standing.answer === 'satisfies')
        satisfying.set(one.record.index, one.covers.to)
    }
  }
  const list = (found: ReadonlyMap<number, Day>) =>
    [...found].sort(([a], [b]) => a - b).map(([record, day]) => ({ day, record }))
  return {
    satisfying: list(satisfying).filter(({ record }) => !failing.has(record)),
    failing: list(failing),
  }
}

const requirementsOf = ({ evidence = [], manualEvidence = [] }: Control) => [
  ...evidence,
  ...manualEvidence.map(asRequirement),
]

/** It speaks of a time after the mending, and happened after it. */
function isSince(one: DatedRecord, { day, atMs }: Since, timezone: string): boolean {
  return millisecondsOf(one.record.occurredAt) >= atMs && coveredDays(one, timezone).to >= day
}

function standingsIn(control: Control, { record }: DatedRecord, evidence: EvidenceBasis): readonly Standing[] {
  return requirementsOf(control).flatMap((requirement): readonly Standing[] => {
    const found = selectRecords(requirement, evidence).all.find((one) => one.record.index === record.index)
    if (found === undefined) return []
    if (requirement.expect !== 'none') return [found.standing]
    return [{ answer: 'fails', why: 'there must be none of its kind' }]
  })
}

/** Where no control says what is asked for, what the record says of itself is all there is. */
function ownStanding({ record }: DatedRecord, { corrections }: EvidenceBasis): Standing {
  const result = corrections.get(record.index)?.result ?? record.result
  if (record.kind === 'attestation' && record.data.standing !== 'proven')
    return { answer: 'unknown', why: 'nothing proves that this person stated it' }
  return result === 'pass' ? { answer: 'satisfies' } : { answer: 'unknown', why: `its result is ${result}` }
}

/** The record that a line names: by its place (`record 12`), its key, its leaf hash, or the digest of a file with it. */
function recordNamed(text: string, records: readonly DatedRecord[]): DatedRecord | undefined {
  const wanted = text.trim()
  const [, place] = /^record (0|[1-9]\d{0,11})$/i.exec(wanted) ?? []
  const [, digest] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(wanted) ?? []
  const hex = digest?.toLowerCase()
  return records.find(({ record }) => {
    if (place !== undefined) return record.index === Number(place)
    if (hex === undefined) return record.key === wanted
    return record.digest === hex || record.attachments.some((file) => file.sha256 === hex)
  })
}
