import type {
  Assessment,
  ControlAssessment,
  ControlState,
  CriterionAssessment,
  Deviation,
  Tally,
} from '../assess/assessment.ts'
import { freshnessInWords, printScore } from '../assess/score.ts'
import type { WorkItem } from '../assess/work-item.ts'
import { printable } from './printable.ts'

const order: readonly ControlState[] = ['not-met', 'partially-met', 'not-evaluated', 'met']
const shown = 20
const workShown = 10

/** Whether the log shows who approved a decision, by the id of the decision. */
export type ApprovalStates = ReadonlyMap<string, 'shown' | 'claimed' | 'not-determined'>

/** An assessment for a person: the score with its parts, then what needs somebody. Ends in a line break. */
export function printAssessment(
  assessment: Assessment,
  notes: readonly string[],
  approvals: ApprovalStates = new Map(),
): string {
  const { basis, score, controls, criteria, deviations, priorities } = assessment
  const span = basis.kind === 'period' ? `, period ${basis.start} to ${basis.end}` : ''
  const lines = [
    `Assessment as of ${basis.asOf}${span}`,
    ...[...notes, ...assessment.notes].map((note) => `  note        ${printable(note)}`),
    `  score       ${printScore(score)}${score.band === undefined ? '' : ` of 100: ${score.band}`}`,
    `  controls    ${tallyInWords(score.controls)}`,
    `  criteria    ${tallyInWords(score.criteria)}; ${score.criteriaCovered} have an operating control`,
    ...(score.categories.length < 2
      ? []
      : score.categories.map(
          (one) => `  ${one.category.padEnd(11)} ${printScore(one)}: ${tallyInWords(one.controls)}`,
        )),
    `  design      ${score.designsIncomplete} controls in use are not complete`,
    `  operation   ${operationInWords([...controls.values()])}`,
    `  evidence    ${score.requirementsMet} of ${score.requirements} requirements met; ${freshnessInWords(score.evidence)}`,
    `  exceptions  ${score.exceptionsInForce} in force`,
    `  deviations  ${score.deviations}`,
    ...(score.blockers.length === 0 ? [] : [`  not audit ready: ${score.blockers.join('; ')}`]),
  ]
  for (const state of order.slice(0, 2)) {
    const found = [...controls.values()].filter((control) => control.counted && control.state === state)
    lines.push(...found.slice(0, shown).flatMap(controlLines), ...more(found.length))
  }
  const decided = [...criteria.values()].filter(({ applicability }) => applicability !== 'applicable')
  lines.push(...decided.slice(0, shown).map((one) => decisionLine(one, approvals)), ...more(decided.length))
  lines.push(...deviations.slice(0, shown).map(deviationLine), ...more(deviations.length))
  if (priorities.length > 0) lines.push('What to do first:')
  lines.push(...priorities.slice(0, workShown).map(workLine))
  if (priorities.length > workShown) lines.push(`  and ${priorities.length - workShown} more`)
  return `${lines.join('\n')}\n`
}

const more = (count: number): readonly string[] => (count > shown ? [`and ${count - shown} more`] : [])

const tallyInWords = ({ met, partiallyMet, notMet, notEvaluated, applicable }: Tally): string =>
  `${met} of ${applicable} met, ${partiallyMet} partially, ${notMet} not, ${notEvaluated} not evaluated`

function operationInWords(controls: readonly ControlAssessment[]): string {
  const judged = controls.flatMap(({ counted, operation }) =>
    counted && operation.kind === 'judged' ? [operation] : [],
  )
  const notJudged = controls.flatMap(({ operation }) => (operation.kind === 'not-judged' ? [operation.why] : []))[0]
  if (notJudged !== undefined) return notJudged
  const count = (state: string) => judged.filter((one) => one.state === state).length
  return `${count('as-expected')} as expected, ${count('with-deviations')} with deviations, ${count('not-shown')} not shown`
}

/** What compensates stands under the failure and never instead of it. */
const controlLines = ({ id, state, why, compensations }: ControlAssessment): readonly string[] => [
  `${state} ${id}: ${printable(why)}`,
  ...compensations.map(
    ({ control, exception, state: own, works }) =>
      `  ${exception} names ${control} to compensate, which is ${own?.replaceAll('-', ' ') ?? 'not in the program'}${works ? '' : ': it does not work either'}`,
  ),
]

const approvalWords = {
  shown: 'shown by a counted review',
  claimed: 'claimed only: the log holds no review of theirs for it',
  'not-determined': 'whether the log shows it is not determined: earlier versions are not in this clone',
} as const

function decisionLine(
  { id, applicability, decision, approvalClaimedBy, reviewBy, why }: CriterionAssessment,
  approvals: ApprovalStates,
): string {
  const state = decision === undefined ? undefined : approvals.get(decision)
  const by =
    approvalClaimedBy === undefined
      ? 'approved by nobody'
      : `approved by ${approvalClaimedBy} (${approvalWords[state ?? 'claimed']})`
  return `${applicability} ${id}: ${decision ?? 'no decision'}, ${by}, review by ${reviewBy ?? 'no day'}: ${printable(why)}`
}

const deviationLine = ({ day, kind, what, control }: Deviation): string =>
  `${kind} ${day} ${control ?? 'no control'}: ${printable(what)}`

const workLine = ({ priority, kind, subject, what }: WorkItem): string =>
  `  ${priority.padEnd(8)} ${kind.replaceAll('-', ' ')}${subject === undefined ? '' : ` ${subject}`}: ${printable(what)}`

/** The whole assessment for programs: `schemas/assessment.json`. Ends in a line break. */
export function printAssessmentJson(
  assessment: Assessment,
  notes: readonly string[],
  approvals: ApprovalStates = new Map(),
): string {
  const { basis, score, controls, criteria, deviations, remediations, freshness, priorities } = assessment
  const whole = {
    schema: 'countersign/assessment/v1',
    basis,
    notes: [...notes, ...assessment.notes],
    score: { value: printScore(score), ...score },
    controls: [...controls.values()],
    criteria: [...criteria.values()].map((one) => ({
      ...one,
      ...(one.approvalClaimedBy === undefined || one.decision === undefined
        ? {}
        : { approval: approvals.get(one.decision) ?? 'claimed' }),
    })),
    deviations,
    remediations: [...remediations.values()],
    freshness,
    priorities,
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}
