import type { Deviation, Score } from '../assess/assessment.ts'
import type { Basis } from '../assess/basis.ts'
import type { AssessmentComparison, Direction, StateChange } from '../assess/compare-assessments.ts'
import { printScore } from '../assess/score.ts'
import { printable } from './printable.ts'

/** One of two points with what it was computed from. */
export interface PrintedPoint {
  readonly asOf: string
  readonly commit: string
  readonly records: number
}

export interface PrintedDrift {
  readonly before: PrintedPoint
  readonly after: PrintedPoint
  readonly comparison: AssessmentComparison
}

const shown = 50

const headings: Readonly<Record<Direction, string>> = { worse: 'Worse', better: 'Better', other: 'Otherwise changed' }

/** What changed between two assessments, for a person: what got worse first. Ends in a line break. */
export function printDrift({ before, after, comparison }: PrintedDrift, notes: readonly string[]): string {
  const { states, opened, resolved, parts, worse } = comparison
  const score = (one: Score) => `${printScore(one)}${one.band === undefined ? '' : ` (${one.band})`}`
  const lines = [
    `Drift from ${before.asOf} to ${after.asOf}`,
    `  before      ${pointInWords(before)}`,
    `  after       ${pointInWords(after)}`,
    ...notes.map((note) => `  note        ${printable(note)}`),
    ...basisChange(comparison.before.basis, comparison.after.basis),
    `  score       ${score(comparison.before.score)} -> ${score(comparison.after.score)}`,
    ...parts.map((one) => `              ${one.part}: ${one.before} -> ${one.after}`),
    ...(['worse', 'better', 'other'] as const).flatMap((direction) =>
      listed(
        headings[direction],
        states.filter((one) => one.direction === direction),
        stateLine,
      ),
    ),
    ...listed('New deviations', opened, deviationLine),
    ...listed('Deviations that are not there any more', resolved, deviationLine),
    worse.length > 0
      ? `Worse than before: ${worse.join(', ')}.`
      : states.length + opened.length + resolved.length === 0
        ? 'No control and no criterion changed its state, and no deviation came or went.'
        : 'Nothing got worse.',
  ]
  return `${lines.join('\n')}\n`
}

const pointInWords = ({ asOf, commit, records }: PrintedPoint): string =>
  `${asOf}, commit ${commit.slice(0, 12)}, ${records} record${records === 1 ? '' : 's'} of the log`

/** Two assessments of different spans are not of one measure, and a reader has to know. */
function basisChange(before: Basis, after: Basis): readonly string[] {
  const words = (basis: Basis) => (basis.kind === 'date' ? 'a date' : `the period ${basis.start} to ${basis.end}`)
  if (words(before) === words(after)) return []
  return [`  note        before, ${words(before)} was looked at, and now ${words(after)}`]
}

function listed<T>(heading: string, items: readonly T[], line: (item: T) => string): readonly string[] {
  if (items.length === 0) return []
  const rest = items.length > shown ? [`  and ${items.length - shown} more`] : []
  return [`${heading}:`, ...items.slice(0, shown).map((item) => `  ${printable(line(item))}`), ...rest]
}

const stateLine = ({ of, id, before, after, why }: StateChange): string =>
  `${of} ${id}: ${before ?? 'not there'} -> ${after ?? 'not there'}${why === '' ? '' : ` (${why})`}`

const deviationLine = ({ day, kind, what, control }: Deviation): string =>
  `${kind} ${day} ${control ?? 'no control'}: ${what}`

/** The same for programs. Ends in a line break. */
export function printDriftJson({ before, after, comparison }: PrintedDrift, notes: readonly string[]): string {
  const { states, opened, resolved, parts, worse } = comparison
  const point = (one: PrintedPoint, { basis, score }: AssessmentComparison['before']) => ({
    asOf: one.asOf,
    commit: one.commit,
    records: one.records,
    basis,
    score: { value: printScore(score), ...score },
  })
  const whole = {
    schema: 'countersign/drift/v1',
    isWorse: worse.length > 0,
    worse,
    notes,
    before: point(before, comparison.before),
    after: point(after, comparison.after),
    parts,
    states: states.map(({ before: was, after: is, ...rest }) => ({ ...rest, before: was ?? null, after: is ?? null })),
    deviations: { opened, resolved },
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}
