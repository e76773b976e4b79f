import { type Outcome, type Verdict, verdictOf } from '../model/outcome.ts'
import type { SetupCheck } from './define-check.ts'
import type { SetupFacts } from './setup-facts.ts'

export interface CheckResult {
  readonly check: SetupCheck
  readonly outcome: Outcome
}

export const runChecks = (facts: SetupFacts, checks: readonly SetupCheck[]): readonly CheckResult[] =>
  checks.map((check) => ({ check, outcome: check.check(facts) }))

/** Over the checks of severity error; a single finding may count less than its check. */
export function verdictOfChecks(results: readonly CheckResult[], remoteRequired: boolean): Verdict {
  const counting = results.flatMap(({ check, outcome }): Outcome[] => {
    if (check.severity === 'warning') return []
    if (outcome.kind !== 'fail' || outcome.findings.some(({ severity }) => severity === undefined)) return [outcome]
    return [{ kind: 'pass' }]
  })
  return verdictOf([
    ...counting,
    ...(remoteRequired ? [{ kind: 'not-determined', why: 'the forge was not asked' } as const] : []),
  ])
}
