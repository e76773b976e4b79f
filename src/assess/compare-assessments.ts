import type { Assessment, ControlState, Deviation, Score } from './assessment.ts'
import type { Basis } from './basis.ts'
import { type Drift, driftBetween } from './drift.ts'

/** `other`: neither better nor worse, for example because it went out of scope, or because nobody looks any more. */
export type Direction = 'worse' | 'better' | 'other'

export interface StateChange extends Drift {
  readonly direction: Direction
}

/** A part of the score that is another number than before. */
export interface PartChange {
  readonly part: string
  readonly before: number
  readonly after: number
}

export interface AssessmentComparison {
  readonly before: { readonly basis: Basis; readonly score: Score }
  readonly after: { readonly basis: Basis; readonly score: Score }
  /** Controls first, then criteria; by id. */
  readonly states: readonly StateChange[]
  /** Deviations that were not there before, newest first. */
  readonly opened: readonly Deviation[]
  /** Deviations that are not there any more: shown otherwise, corrected, or outside of what is looked at now. */
  readonly resolved: readonly Deviation[]
  readonly parts: readonly PartChange[]
  /** Why it is worse than before, one phrase each; empty where nothing is. */
  readonly worse: readonly string[]
}

/** Not met is known to fail; not evaluated is not known to work. */
const rank: Readonly<Record<ControlState, number>> = {
  'not-met': 0,
  'not-evaluated': 1,
  'partially-met': 2,
  met: 3,
  'not-applicable': -1,
}

/**
 * Whether a change of state is for the worse. Evidence that ran out makes nothing better: from not met to not evaluated is
 * `other`. What leaves the scope or the program is `other` too; whether it should have is for people.
 */
export function directionOf({ before, after }: Pick<Drift, 'before' | 'after'>): Direction {
  if (after === undefined || after === 'not-applicable') return 'other'
  if (before === undefined || before === 'not-applicable') return after === 'not-met' ? 'worse' : 'other'
  if (rank[after] < rank[before]) return 'worse'
  return after === 'not-evaluated' ? 'other' : 'better'
}

/** What is another in one assessment than in an earlier one of the same program. */
export function compareAssessments(before: Assessment, after: Assessment): AssessmentComparison {
  const states = driftBetween(before, after).map((drift) => ({ ...drift, direction: directionOf(drift) }))
  const { opened, resolved } = withoutLateComers({
    opened: without(after.deviations, before.deviations),
    resolved: without(before.deviations, after.deviations),
  })
  const [was, is] = [before.score, after.score]
  const worsened = (of: Drift['of']) => states.filter((one) => one.of === of && one.direction === 'worse').length
  const fell = was.tenths !== undefined && is.tenths !== undefined && is.tenths < was.tenths
  return {
    before: { basis: before.basis, score: was },
    after: { basis: after.basis, score: is },
    states,
    opened,
    resolved,
    parts: partsOf(was, is),
    worse: [
      ...(worsened('control') > 0 ? [`${counted(worsened('control'), 'control')} in a worse state`] : []),
      ...(worsened('criterion') > 0
        ? [`${counted(worsened('criterion'), 'criterion', 'criteria')} in a worse state`]
        : []),
      ...(opened.length > 0 ? [counted(opened.length, 'new deviation')] : []),
      ...(fell ? ['a lower score'] : []),
    ],
  }
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

function partsOf(before: Score, after: Score): readonly PartChange[] {
  const parts: readonly (readonly [string, (score: Score) => number])[] = [
    ['controls met', ({ controls }) => controls.met],
    ['controls partially met', ({ controls }) => controls.partiallyMet],
    ['controls not met', ({ controls }) => controls.notMet],
    ['controls not evaluated', ({ controls }) => controls.notEvaluated],
    ['controls applicable', ({ controls }) => controls.applicable],
    ['criteria met', ({ criteria }) => criteria.met],
    ['criteria not met', ({ criteria }) => criteria.notMet],
    ['criteria with an operating control', ({ criteriaCovered }) => criteriaCovered],
    ['criteria applicable', ({ criteria }) => criteria.applicable],
    ['evidence requirements met', ({ requirementsMet }) => requirementsMet],
    ['evidence requirements', ({ requirements }) => requirements],
    ['exceptions in force', ({ exceptionsInForce }) => exceptionsInForce],
    ['deviations', ({ deviations }) => deviations],
  ]
  return parts.flatMap(([part, of]) =>
    of(before) === of(after) ? [] : [{ part, before: of(before), after: of(after) }],
  )
}

/**
 * Those of one list that another does not have, each as often as it is there more often. What a control does not look at any
 * more, because it left its window, is listed without one: it is the same thing still.
 */
function without(list: readonly Deviation[], taken: readonly Deviation[]): readonly Deviation[] {
  const anywhere = new Set(taken.map(({ record }) => record))
  const loose = new Set(taken.filter(({ control }) => control === undefined).map(({ record }) => record))
  const left = new Map<string, number>()
  for (const one of taken) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + 1)
  return list.filter((one) => {
    if (one.record !== undefined && (one.control === undefined ? anywhere : loose).has(one.record)) return false
    const count = left.get(keyOf(one)) ?? 0
    left.set(keyOf(one), count - 1)
    return count <= 0
  })
}

/** What was overdue and came late is the same deviation still: it is neither new nor gone. */
function withoutLateComers({ opened, resolved }: Pick<AssessmentComparison, 'opened' | 'resolved'>) {
  const overdue = resolved.filter(({ kind }) => kind === 'overdue')
  const came = new Set<Deviation>()
  const left = opened.filter((one) => {
    const was = overdue.find(
      ({ control, requirement }) => one.kind === 'late' && control === one.control && requirement === one.requirement,
    )
    if (was === undefined) return true
    overdue.splice(overdue.indexOf(was), 1)
    came.add(was)
    return false
  })
  return { opened: left, resolved: resolved.filter((one) => !came.has(one)) }
}

/** Missing records that follow each other are one deviation, which grows day by day: its day is none of its name. */
const keyOf = ({ control, requirement, kind, day, record }: Deviation): string =>
  JSON.stringify([control ?? null, requirement ?? null, kind, record ?? (kind === 'overdue' ? 'none' : day)])
