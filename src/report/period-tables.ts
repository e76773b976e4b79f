import { countsInWords } from '../assess/assess-operation.ts'
import type { Assessment } from '../assess/assessment.ts'
import { printScore } from '../assess/score.ts'
import { criteria } from '../model/criteria.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Table } from './table.ts'

/** Lists of a period for a spreadsheet, by path in a bundle. Text of people is not escaped yet. */
export function periodTables(model: ProgramModel, assessment: Assessment): ReadonlyMap<string, Table> {
  const { basis, score } = assessment
  const window = basis.kind === 'period' ? `${basis.start} to ${basis.end}` : `on ${basis.asOf}`
  const about = (count: number) =>
    [
      ['Period', window],
      ['As of', basis.asOf],
      ['Rows', String(count)],
    ] as const
  const table = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]): Table => ({
    ...{ title, about: about(rows.length), notes: assessment.notes, columns, rows },
  })
  return new Map([
    ['data/controls.csv', table('Controls', controlColumns, controlRows(model, assessment))],
    ['data/criteria.csv', table('Criteria', criterionColumns, criterionRows(assessment))],
    ['data/requirements.csv', table('Evidence requirements', requirementColumns, requirementRows(assessment))],
    ['data/occurrences.csv', table('Expected occurrences', occurrenceColumns, occurrenceRows(assessment))],
    ['data/deviations.csv', table('Deviations', deviationColumns, deviationRows(assessment))],
    [
      'data/score.csv',
      table(
        'Score',
        ['Part', 'Value'],
        [
          ['Score of 100', score.tenths === undefined ? 'not computable' : printScore(score)],
          ['Band', score.band ?? 'none'],
          ['Controls met', `${score.controls.met} of ${score.controls.applicable}`],
          ['Criteria met', `${score.criteria.met} of ${score.criteria.applicable}`],
          ['Criteria with an operating control', `${score.criteriaCovered} of ${score.criteria.applicable}`],
          ['Evidence requirements met', `${score.requirementsMet} of ${score.requirements}`],
          ['Exceptions in force', String(score.exceptionsInForce)],
          ['Deviations', String(score.deviations)],
        ],
      ),
    ],
  ])
}

const controlColumns = ['Control', 'Title', 'State', 'Why', 'Design', 'Operation', 'Deviations', 'Key', 'Criteria']

const controlRows = (model: ProgramModel, { controls }: Assessment) =>
  [...controls.values()].map((one) => {
    const control = model.controls.get(one.id)?.value
    const { operation, design } = one
    return [
      one.id,
      control?.title ?? '',
      one.state,
      one.why,
      [design.state, ...design.missing].join('; '),
      operation.kind === 'judged' && operation.counts.expected > 0 ? countsInWords(operation.counts) : operation.why,
      String(one.deviations.length),
      control?.keyControl === true ? 'yes' : 'no',
      (control?.criteria ?? []).map(({ id }) => id).join(' '),
    ]
  })

const criterionColumns = ['Criterion', 'Summary', 'State', 'Why', 'Applicability', 'Controls']

const criterionRows = (assessment: Assessment) =>
  [...assessment.criteria.values()].map(({ id, state, why, applicability, controls }) => [
    id,
    criteria.get(id)?.summary ?? '',
    state,
    why,
    applicability,
    controls.join(' '),
  ])

const requirementColumns = ['Control', 'Requirement', 'Title', 'Wanted', 'State', 'Why', 'Records']

const requirementRows = ({ controls }: Assessment) =>
  [...controls.values()].flatMap(({ id, requirements }) =>
    requirements.map((one) => [id, one.id, one.title, one.wanted, one.state, one.why, one.records.join(' ')]),
  )

const occurrenceColumns = ['Control', 'Requirement', 'From', 'To', 'Due', 'State', 'Records']

const occurrenceRows = ({ controls }: Assessment) =>
  [...controls.values()].flatMap(({ id, requirements }) =>
    requirements.flatMap((requirement) =>
      requirement.occurrences.map(({ from, to, due, state, records }) => [
        ...[id, requirement.id, from, to, due, state],
        records.join(' '),
      ]),
    ),
  )

const deviationColumns = ['Day', 'Kind', 'Control', 'Requirement', 'What', 'Record']

const deviationRows = ({ deviations }: Assessment) =>
  deviations.map(({ day, kind, control, requirement, what, record }) => [
    day,
    kind,
    control ?? 'no control looks at it',
    requirement ?? '',
    what,
    record === undefined ? 'none' : String(record),
  ])
