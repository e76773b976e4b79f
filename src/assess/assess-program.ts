import { categories, criteria } from '../model/criteria.ts'
import type { Day } from '../model/days.ts'
import { isInForce } from '../model/exception-term.ts'
import { type LogRecord, recordsUntil } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { assessControl } from './assess-control.ts'
import { applicabilityOf, assessCriterion } from './assess-criterion.ts'
import type { Assessment, Basis, Deviation } from './assessment.ts'
import { auditedTime } from './audit-coverage.ts'
import { correctionInWords, correctionsOf } from './corrections.ts'
import { describeRecord } from './describe-record.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { remediationsOf } from './remediation.ts'
import { scoreOf } from './score.ts'

export interface AssessmentSettings {
  readonly protectedBranch: string
}

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
  const basis = basisOf(program, asOf)
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

  const controls = [...model.controls.values()]
    .map(({ value: control }) => ({
      control,
      assessment: assessControl(
        control,
        exceptions,
        control.criteria.some(({ id }) => applies(id)),
        evidence,
      ),
    }))
    .sort((a, b) => (a.control.id < b.control.id ? -1 : 1))
  const assessed = [...applicability].flatMap(([id, applied]) => {
    const criterion = criteria.get(id)
    const serving = controls.filter(
      ({ control }) => control.status !== 'retired' && control.criteria.some((mapping) => mapping.id === id),
    )
    return criterion === undefined ? [] : [assessCriterion(criterion, applied, serving)]
  })
  const seen = controls.flatMap(({ assessment }) => assessment.deviations)
  const deviations = sortDeviations([...seen, ...unattributed(evidence, seen)])
  return {
    basis,
    controls: new Map(controls.map(({ control, assessment }) => [control.id, assessment])),
    criteria: new Map(assessed.map((one) => [one.id, one])),
    deviations,
    remediations: remediationsOf(model, program, evidence),
    score: scoreOf(controls, assessed, deviations, exceptions.filter((one) => isInForce(one, asOf)).length),
  }
}

function basisOf(program: ReturnType<typeof onlyProgram>, asOf: Day): Basis {
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
