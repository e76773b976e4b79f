import { githubChecks } from '../model/prowler-github.ts'
import prowler from '../model/prowler-soc2.json' with { type: 'json' }
import type { CheckCounts } from './count-scan.ts'

export interface CriterionCounts {
  readonly criterion: string
  readonly checks: number
  readonly passed: number
  readonly failed: number
  readonly notEvaluated: number
}

/** Criteria that a check of Prowler is evidence for, none for one that nothing is known of. */
export function criteriaOfCheck(provider: string, check: string): readonly string[] {
  if (provider === 'github') return Object.hasOwn(githubChecks, check) ? (githubChecks[check]?.criteria ?? []) : []
  const known: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = prowler.criteria
  const byCriterion = Object.hasOwn(known, provider) ? (known[provider] ?? {}) : {}
  return Object.entries(byCriterion).flatMap(([criterion, checks]) => (checks.includes(check) ? [criterion] : []))
}

/** Counts of a scan by criterion, in the order of the criteria. A check that serves several counts for each. */
export function countByCriterion(provider: string, checks: readonly CheckCounts[]): readonly CriterionCounts[] {
  const found = new Map<string, CriterionCounts>()
  for (const { id, passed, failed, notEvaluated } of checks) {
    for (const criterion of criteriaOfCheck(provider, id)) {
      const known = found.get(criterion) ?? { criterion, checks: 0, passed: 0, failed: 0, notEvaluated: 0 }
      found.set(criterion, {
        criterion,
        checks: known.checks + 1,
        passed: known.passed + passed,
        failed: known.failed + failed,
        notEvaluated: known.notEvaluated + notEvaluated,
      })
    }
  }
  return [...found.values()].sort((a, b) => (a.criterion < b.criterion ? -1 : 1))
}
