import { type Outcome, type Verdict, verdictOf } from '../model/outcome.ts'
import type { CheckInfo, RemoteCheck } from './define-check.ts'

export interface CheckResult {
  readonly check: CheckInfo & Partial<Pick<RemoteCheck, 'criteria' | 'settings'>>
  readonly outcome: Outcome
}

export const runChecks = <F>(
  facts: F,
  checks: readonly (CheckResult['check'] & { check(facts: F): Outcome })[],
): readonly CheckResult[] => checks.map((check) => ({ check, outcome: check.check(facts) }))

/** Over the checks of severity error; a single finding may count less than its check. */
export function verdictOfChecks(results: readonly CheckResult[]): Verdict {
  return verdictOf(
    results.flatMap(({ check, outcome }): Outcome[] => {
      if (check.severity === 'warning') return []
      if (outcome.kind !== 'fail' || outcome.findings.some(({ severity }) => severity === undefined)) return [outcome]
      return [{ kind: 'pass' }]
    }),
  )
}
