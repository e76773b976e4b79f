import type { GateRule } from '../model/records.ts'

type Requirement = Pick<NonNullable<GateRule['require']>, 'changeRequest'> & {
  readonly all?: readonly Requirement[]
  readonly any?: readonly Requirement[]
}

/**
 * Whether one of the rules looks at change requests, at any depth. Where none does, they matter in no way: else one that could not
 * be read would let somebody approve whom it excludes.
 *
 * @param rules those that concern the pull request, or may
 */
export const looksAtChanges = (rules: readonly GateRule[]): boolean =>
  rules.some(
    ({ when, require, forbid }) => when?.category !== undefined || forbid !== undefined || asksForChange(require ?? {}),
  )

const asksForChange = ({ changeRequest, all = [], any = [] }: Requirement): boolean =>
  changeRequest !== undefined || [...all, ...any].some(asksForChange)
