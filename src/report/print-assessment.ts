import type { Assessment, ControlState, Deviation, Tally } from '../assess/assessment.ts'
import { printScore } from '../assess/score.ts'
import { printable } from './printable.ts'

const order: readonly ControlState[] = ['not-met', 'partially-met', 'not-evaluated', 'met']
const shown = 20

/** An assessment for a person: the score with its parts, then what needs somebody. Ends in a line break. */
export function printAssessment(assessment: Assessment, notes: readonly string[]): string {
  const { basis, score, controls, deviations } = assessment
  const span = basis.kind === 'period' ? `, period ${basis.start} to ${basis.end}` : ''
  const lines = [
    `Assessment as of ${basis.asOf}${span}`,
    ...notes.map((note) => `  note        ${printable(note)}`),
    `  score       ${printScore(score)}${score.band === undefined ? '' : ` of 100: ${score.band}`}`,
    `  controls    ${tallyInWords(score.controls)}`,
    `  criteria    ${tallyInWords(score.criteria)}; ${score.criteriaCovered} have an operating control`,
    `  evidence    ${score.requirementsMet} of ${score.requirements} requirements met`,
    `  exceptions  ${score.exceptionsInForce} in force`,
    `  deviations  ${score.deviations}`,
    ...(score.blockers.length === 0 ? [] : [`  not audit ready: ${score.blockers.join('; ')}`]),
  ]
  for (const state of order.slice(0, 2)) {
    const found = [...controls.values()].filter((control) => control.counted && control.state === state)
    lines.push(
      ...found.slice(0, shown).map(({ id, why }) => `${state} ${id}: ${printable(why)}`),
      ...more(found.length),
    )
  }
  lines.push(...deviations.slice(0, shown).map(deviationLine), ...more(deviations.length))
  return `${lines.join('\n')}\n`
}

const more = (count: number): readonly string[] => (count > shown ? [`and ${count - shown} more`] : [])

const tallyInWords = ({ met, partiallyMet, notMet, notEvaluated, applicable }: Tally): string =>
  `${met} of ${applicable} met, ${partiallyMet} partially, ${notMet} not, ${notEvaluated} not evaluated`

const deviationLine = ({ day, kind, what, control }: Deviation): string =>
  `${kind} ${day} ${control ?? 'no control'}: ${printable(what)}`

/** The whole assessment as JSON, for programs. Ends in a line break. */
export function printAssessmentJson(assessment: Assessment, notes: readonly string[]): string {
  const { basis, score, controls, criteria, deviations, remediations } = assessment
  const whole = {
    schema: 'countersign/assessment/v1',
    basis,
    notes,
    score: { value: printScore(score), ...score },
    controls: [...controls.values()],
    criteria: [...criteria.values()],
    deviations,
    remediations: [...remediations.values()],
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}
