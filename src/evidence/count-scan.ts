import type { PredicateOfKind } from '../model/evidence.ts'
import type { ScanFinding, ScanReading } from '../read/import/reading.ts'

type Data = PredicateOfKind<'scan.result'>['data']
export type CheckCounts = Data['checks'][number]

export interface ScanCounts {
  readonly of: Pick<
    Data,
    | 'total'
    | 'passed'
    | 'failed'
    | 'notEvaluated'
    | 'suppressed'
    | 'critical'
    | 'high'
    | 'medium'
    | 'low'
    | 'informational'
    | 'unrated'
  >
  /** Those that failed first, then those that were evaluated, then all others: what is cut says the least. */
  readonly checks: readonly CheckCounts[]
}

/** Counts findings, each once; the severities are those of what failed. */
export function countScan({ findings, checks }: Pick<ScanReading, 'findings' | 'checks'>): ScanCounts {
  const of = {
    ...{ total: findings.length, passed: 0, failed: 0, notEvaluated: 0, suppressed: 0 },
    ...{ critical: 0, high: 0, medium: 0, low: 0, informational: 0, unrated: 0 },
  }
  const byCheck = new Map<string, { id: string; passed: number; failed: number; notEvaluated: number }>()
  const ofCheck = (id: string) => {
    const known = byCheck.get(id) ?? { id, passed: 0, failed: 0, notEvaluated: 0 }
    byCheck.set(id, known)
    return known
  }
  for (const id of checks) ofCheck(id)
  for (const { check, status, severity } of findings) {
    const counts = ofCheck(check)
    const name = countOf[status]
    of[name] += 1
    if (name === 'failed') of[severity] += 1
    if (name !== 'suppressed') counts[name] += 1
  }
  const weight = ({ failed, passed, notEvaluated }: CheckCounts) => (failed > 0 ? 0 : passed + notEvaluated > 0 ? 1 : 2)
  const inOrder = (a: CheckCounts, b: CheckCounts) => weight(a) - weight(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  return { of, checks: [...byCheck.values()].sort(inOrder) }
}

const countOf = {
  passed: 'passed',
  failed: 'failed',
  'not-evaluated': 'notEvaluated',
  suppressed: 'suppressed',
} as const satisfies Record<ScanFinding['status'], string>
