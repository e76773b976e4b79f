import type { ControlState } from '../assess/assessment.ts'
import type { AssessmentComparison, Direction, StateChange } from '../assess/compare-assessments.ts'
import type { PageContext } from './page-context.ts'
import { plural, stateWords } from './page-text.ts'

/** A control or criterion whose state changed, as a table row. */
export interface StateChangeRow {
  readonly what: string
  readonly before: string
  readonly after: string
  readonly why: string
}

const stateOrNone = (state: ControlState | undefined): string =>
  state === undefined ? 'not in the program' : stateWords[state]

/** @param root way to the index */
export const stateChangeRow = (
  { id, before, after, why }: StateChange,
  context: PageContext,
  root: string,
): StateChangeRow => ({
  what: context.titled(id, root),
  before: stateOrNone(before),
  after: stateOrNone(after),
  why: context.text(why, root),
})

const order: readonly Direction[] = ['worse', 'other', 'better']

/** What got worse first. */
export const byDirection = (states: readonly StateChange[]): readonly StateChange[] =>
  states.toSorted((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction))

/** Whether anything changed that a page can tell. */
export const isQuiet = ({ states, opened, resolved, worse }: AssessmentComparison): boolean =>
  states.length + opened.length + resolved.length + worse.length === 0

/** `**Worse:** 1 control in a worse state. Better: 2 states. Not there any more: 3 deviations.` */
export function changeSummary(change: AssessmentComparison): string {
  const { states, resolved, worse } = change
  if (isQuiet(change)) return 'No state changed, and no deviation came or went.'
  const count = (direction: Direction) => states.filter((one) => one.direction === direction).length
  return [
    worse.length === 0 ? 'Nothing got worse.' : `**Worse:** ${worse.join(', ')}.`,
    ...(count('better') === 0 ? [] : [`Better: ${plural(count('better'), 'state')}.`]),
    ...(count('other') === 0 ? [] : [`Otherwise changed: ${plural(count('other'), 'state')}.`]),
    ...(resolved.length === 0 ? [] : [`Not there any more: ${plural(resolved.length, 'deviation')}.`]),
  ].join(' ')
}
