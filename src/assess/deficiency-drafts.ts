import type { Day } from '../model/days.ts'
import { dayOf } from '../model/days.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Control, Deficiency } from '../model/records.ts'
import type { Assessment, ControlAssessment } from './assessment.ts'
import type { StateChange } from './compare-assessments.ts'
import { describeRecord } from './describe-record.ts'

/** A control that stopped being met, and of which no open deficiency speaks. */
export interface UnrecordedFailure {
  readonly control: Control
  readonly result: ControlAssessment
  /** What it is about in the log: `pull-26`, or a commit. */
  readonly items: readonly string[]
}

/** An open deficiency whose control is met again by newer evidence. */
export interface Mended {
  readonly deficiency: Deficiency
  /** Day from which every requirement of the control had evidence that is newer than the deficiency. */
  readonly since: Day
  /** What a person who tests again can look at, one line each. */
  readonly evidence: readonly string[]
}

export interface DraftPlan {
  readonly failures: readonly UnrecordedFailure[]
  readonly mended: readonly Mended[]
  /** What is left to people, one sentence each. */
  readonly left: readonly string[]
}

/** @see schemas/deficiency.json: what is known to fail stays open until it was tested again */
const isOpen = ({ status }: Deficiency): boolean => status !== 'closed'

/** Items of one draft; the schema allows 500. */
const itemsOfDraft = 100
const evidenceOfDraft = 5

/**
 * Which deficiencies should be opened, and which are mended as far as the evidence can show, by what changed since last time.
 * Nothing is ever closed by this: that needs a person who tests again.
 *
 * @param model the program that the drafts go into
 */
export function planDrafts(
  changes: readonly StateChange[],
  now: Assessment,
  log: readonly LogRecord[],
  model: ProgramModel,
  timezone: string,
): DraftPlan {
  const deficiencies = [...model.deficiencies.values()].map(({ value }) => value)
  const failing = changes.filter((one) => one.of === 'control' && one.after === 'not-met').map(({ id }) => id)
  const openFor = (id: string) => deficiencies.filter((one) => one.control === id && isOpen(one))
  const left: string[] = []
  const failures = failing.flatMap((id): readonly UnrecordedFailure[] => {
    const [control, result] = [model.controls.get(id)?.value, now.controls.get(id)]
    for (const one of openFor(id).filter(({ status }) => status === 'ready-for-retest'))
      left.push(`${one.id} is ready-for-retest, but its control ${id} is not met again: it is not mended`)
    if (control === undefined || result === undefined) {
      left.push(`${id} is not met and is not in the work tree: nothing was drafted for it`)
      return []
    }
    return openFor(id).length > 0 ? [] : [{ control, result, items: itemsOf(result, log) }]
  })
  const known = new Set(failing)
  for (const { id, state } of now.controls.values())
    if (state === 'not-met' && !known.has(id) && openFor(id).length === 0)
      left.push(`${id} was not met before and has no open deficiency: \`countersign new deficiency\` makes one`)
  const mended = deficiencies.filter(isOpen).flatMap((one): readonly Mended[] => {
    const result = one.control === undefined ? undefined : now.controls.get(one.control)
    if (result?.state !== 'met') return []
    const found = newerEvidence(one, result, log, timezone)
    if (found === undefined) {
      left.push(`${one.id}: ${result.id} is met, but not by evidence that is newer than ${lastKnown(one)}`)
      return []
    }
    if (one.status === 'ready-for-retest') {
      left.push(
        `${one.id} waits for its retest: somebody other than its owner writes \`retest\`. Evidence: ${found.evidence.join('; ')}`,
      )
      return []
    }
    // Evidence of a control does not show what an auditor or a tester saw.
    if (one.source !== 'assessment' || one.status === 'risk-accepted') {
      left.push(
        `${one.id} (${one.source}, ${one.status}): ${result.id} is met again; whether it is mended is for people`,
      )
      return []
    }
    return [{ deficiency: one, ...found }]
  })
  return { failures, mended, left: left.sort() }
}

/** The day after which evidence says something new about a deficiency. */
const lastKnown = ({ opened, remediation }: Deficiency): Day =>
  remediation?.fixed !== undefined && remediation.fixed > opened ? remediation.fixed : opened

/** Evidence of each requirement that is newer than the deficiency; undefined where one of them has none. */
function newerEvidence(
  deficiency: Deficiency,
  { requirements }: ControlAssessment,
  log: readonly LogRecord[],
  timezone: string,
): Pick<Mended, 'since' | 'evidence'> | undefined {
  const records = new Map(log.map((record) => [record.index, record]))
  const after = lastKnown(deficiency)
  const newer = requirements.map(({ records: looked }) =>
    looked
      .flatMap((index) => records.get(index) ?? [])
      .map((record) => ({ record, day: dayOf(record.occurredAt, timezone) }))
      .filter(({ day }) => day > after),
  )
  const firsts = newer.map((some) => some.map(({ day }) => day).sort()[0])
  if (firsts.length === 0 || firsts.some((day) => day === undefined)) return undefined
  const since = firsts.reduce<Day>((latest, day) => (day !== undefined && day > latest ? day : latest), '')
  const all = new Map(newer.flat().map((one) => [one.record.index, one]))
  const newest = [...all.values()].sort((a, b) => b.record.index - a.record.index).slice(0, evidenceOfDraft)
  const evidence = newest.map(
    ({ record, day }) =>
      `record ${record.index} of ${day} (${describeRecord(record)}), leaf ${record.digest.slice(0, 16)}`,
  )
  return { since, evidence }
}

function itemsOf({ deviations }: ControlAssessment, log: readonly LogRecord[]): readonly string[] {
  const records = new Map(log.map((record) => [record.index, record]))
  const items = deviations.flatMap(({ record: index }): readonly string[] => {
    const record = index === undefined ? undefined : records.get(index)
    if (record?.kind === 'change.merged') return [`pull-${record.data.pull}`]
    if (record?.kind === 'change.unreviewed') return [record.data.commit]
    return record?.kind === 'deployment' ? [record.data.sha] : []
  })
  return [...new Set(items)].sort().slice(0, itemsOfDraft)
}
