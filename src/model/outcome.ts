import type { Location } from './location.ts'
import type { Related } from './problem.ts'

/** What a rule reports about one place. */
export interface Finding {
  /** What is wrong, for a person; one line, without the remedy (which is the rule's). */
  readonly message: string
  readonly at: Location
  readonly related?: readonly Related[]
  /** For example the nearest existing id, or the allowed values. */
  readonly hint?: string
  /** Where this one finding counts less than its rule, for example a period that is unusual but not wrong. */
  readonly severity?: 'warning'
}

/** The result of one rule on one subject. A rule that did not apply, or could not look, has not passed. */
export type Outcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly findings: readonly [Finding, ...Finding[]] }
  | {
      readonly kind: 'waived'
      readonly exception: string
      readonly untilDay: string
      readonly findings: readonly Finding[]
    }
  | { readonly kind: 'not-applicable'; readonly why: string }
  | { readonly kind: 'not-determined'; readonly why: string }

export type Severity = 'error' | 'warning' | 'off'

export type Verdict = 'satisfied' | 'violated' | 'not-determined' | 'nothing-checked'

/** The verdict of a gate. not-applicable posts no status at all. */
export type GateVerdict = 'approved' | 'pending' | 'refused' | 'not-determined' | 'not-applicable'

export const pass: Outcome = { kind: 'pass' }
export const notApplicable = (why: string): Outcome => ({ kind: 'not-applicable', why })
export const notDetermined = (why: string): Outcome => ({ kind: 'not-determined', why })

/** Fails with these findings; passes only when there is none. */
export function failIfAny(findings: readonly Finding[]): Outcome {
  const [first, ...rest] = findings
  return first === undefined ? pass : { kind: 'fail', findings: [first, ...rest] }
}

/** The verdict over outcomes of severity error: a failure beats not knowing, and nothing checked is not green. */
export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  const has = (kind: Outcome['kind']) => outcomes.some((outcome) => outcome.kind === kind)
  if (has('fail')) return 'violated'
  if (has('not-determined')) return 'not-determined'
  return has('pass') || has('waived') ? 'satisfied' : 'nothing-checked'
}
