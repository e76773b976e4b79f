import { categories, criteria } from '../model/criteria.ts'
import { type Day, millisecondsOf, startOfDay } from '../model/days.ts'
import { isInForce } from '../model/exception-term.ts'
import { type DatedRecord, type LogRecord, recordsUntil } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { assessControl } from './assess-control.ts'
import { applicabilityOf, assessCriterion } from './assess-criterion.ts'
import { assessDesign } from './assess-design.ts'
import type { Assessment, Deviation } from './assessment.ts'
import { auditedTime } from './audit-coverage.ts'
import type { Basis } from './basis.ts'
import { compensationsOf } from './compensations.ts'
import { correctionInWords, correctionsOf } from './corrections.ts'
import { describeRecord } from './describe-record.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { freshnessOf } from './freshness.ts'
import { periodNotes } from './period-notes.ts'
import { prioritiesOf } from './priorities.ts'
import { remediationsOf } from './remediation.ts'
import { scoreOf } from './score.ts'

export interface AssessmentSettings {
  readonly protectedBranch: string
  /** How the program is read, where that is not as it says itself: the choice of who asks, which changes no document. */
  readonly reading?: Reading
}

export type Reading =
  | { readonly type: 'type1' }
  | { readonly type: 'type2'; readonly period: { readonly start: Day; readonly end: Day } }

/** The program record, or undefined where there is none or more than one: then its scope is not known. */
export const onlyProgram = (model: ProgramModel) => (model.programs.length === 1 ? model.programs[0]?.value : undefined)

/**
 * The state of every control and criterion of a program on a day, computed from records of the evidence log and from
 * nothing that anybody typed.
 *
 * @param log every record of the log; those that happened or were recorded after the day are left out
 * @param asOf last day that counts, in the time zone of the program
 */
export function assessProgram(
  model: ProgramModel,
  log: readonly LogRecord[],
  asOf: Day,
  settings: AssessmentSettings,
): Assessment {
  const program = onlyProgram(model)
  const timezone = program?.timezone ?? 'UTC'
  const records = recordsUntil(log, asOf, timezone)
  const basis = basisOf(program, asOf, settings.reading)
  const corrections = correctionsOf(records)
  const evidence = { basis, timezone, records, corrections, audited: auditedTime(records, settings.protectedBranch) }

  // Security is in every SOC 2 report, whatever the list says (SCP-004 reports it).
  const inScope = new Set<string>(['CC', ...(program?.categories ?? [])])
  const decisions = model.decisions.map(({ value }) => value)
  const exceptions = [...model.exceptions.values()].map(({ value }) => value)
  const applicability = new Map(
    categories
      .filter(({ id }) => inScope.has(id))
      .flatMap(({ id }) => [...criteria.values()].filter(({ category }) => category === id))
      .map((criterion) => [criterion.id, applicabilityOf(criterion.id, decisions, asOf)] as const),
  )
  const applies = (id: string) => (applicability.get(id)?.applicability ?? 'not-applicable') !== 'not-applicable'

  const alone = [...model.controls.values()]
    .map(({ value: control }) => ({
      control,
      assessment: assessControl(
        control,
        assessDesign(control, model, asOf),
        exceptions,
        control.criteria.some(({ id }) => applies(id)),
        evidence,
      ),
    }))
    .sort((a, b) => (a.control.id < b.control.id ? -1 : 1))
  const inForce = exceptions.filter((one) => isInForce(one, asOf))
  const states = new Map(alone.map(({ control, assessment }) => [control.id, assessment]))
  const controls = alone.map(({ control, assessment }) => ({
    control,
    assessment: { ...assessment, compensations: compensationsOf(control.id, inForce, states) },
  }))
  const assessed = [...applicability].flatMap(([id, applied]) => {
    const criterion = criteria.get(id)
    const serving = controls.filter(
      ({ control }) => control.status !== 'retired' && control.criteria.some((mapping) => mapping.id === id),
    )
    return criterion === undefined ? [] : [assessCriterion(criterion, applied, serving)]
  })
  const seen = controls.flatMap(({ assessment }) => assessment.deviations)
  const deviations = sortDeviations([...seen, ...unattributed(evidence, seen)])
  const freshness = freshnessOf(model, momentOf(records, asOf, timezone), evidence)
  const result = {
    basis,
    notes: periodNotes(basis, program),
    controls: new Map(controls.map(({ control, assessment }) => [control.id, assessment])),
    criteria: new Map(assessed.map((one) => [one.id, one])),
    deviations,
    remediations: remediationsOf(model, program, evidence),
    freshness,
    score: scoreOf(controls, assessed, deviations, freshness, inForce.length),
  }
  return { ...result, priorities: prioritiesOf(model, program, result) }
}

/**
 * The moment at which evidence is fresh or stale, in milliseconds since 1970: when the last record came, and not before the
 * day began. A log that nobody writes to any more must not stay fresh.
 */
function momentOf(records: readonly DatedRecord[], asOf: Day, timezone: string): number {
  const last = records.at(-1)?.record.recordedAt
  return Math.max(startOfDay(asOf, timezone), last === undefined ? 0 : millisecondsOf(last))
}

function basisOf(program: ReturnType<typeof onlyProgram>, asOf: Day, reading: Reading | undefined): Basis {
  if (reading?.type === 'type1') return { kind: 'date', asOf }
  if (reading !== undefined) return { kind: 'period', asOf, ...reading.period }
  if (program?.reportType !== 'type2' || program.period === undefined) return { kind: 'date', asOf }
  return { kind: 'period', asOf, ...program.period }
}

/** What went around review although no control asks for it: it is reported all the same. */
function unattributed(
  { records, basis, corrections }: EvidenceBasis,
  seen: readonly Deviation[],
): readonly Deviation[] {
  const known = new Set(seen.map(({ record }) => record))
  const inside = (day: Day) => basis.kind === 'date' || (basis.start <= day && day <= basis.end)
  return records.flatMap(({ record, occurredOn }): readonly Deviation[] => {
    if (known.has(record.index) || !inside(occurredOn)) return []
    const what =
      record.kind === 'change.unreviewed'
        ? 'went around review'
        : record.kind === 'change.merged' && record.data.verdict !== 'approved'
          ? `merged with the verdict ${record.data.verdict}`
          : record.kind === 'deployment' && record.data.verdict !== 'approved'
            ? `deployed with the verdict ${record.data.verdict}`
            : undefined
    if (what === undefined) return []
    const correction = corrections.get(record.index)
    const corrected = correction === undefined ? '' : `; ${correctionInWords(correction)}`
    return [
      {
        control: undefined,
        requirement: undefined,
        kind: 'failed',
        what: `${describeRecord(record)}: ${what}${corrected}`,
        day: occurredOn,
        record: record.index,
      },
    ]
  })
}

function sortDeviations(deviations: readonly Deviation[]): readonly Deviation[] {
  const rank = ({ day, control, requirement, record }: Deviation) =>
    [day, String(record ?? -1).padStart(12, '0'), control ?? '', requirement ?? ''] as const
  return deviations.toSorted((a, b) => {
    const [x, y] = [rank(a), rank(b)]
    for (const [index, value] of x.entries()) {
      const other = y[index] ?? ''
      if (value !== other) return value > other ? -1 : 1
    }
    return 0
  })
}
