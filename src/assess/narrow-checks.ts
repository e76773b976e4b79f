import type { LogRecord } from '../model/log-record.ts'

type Narrowed = { readonly kind: 'data'; readonly data: object } | { readonly kind: 'unknown'; readonly why: string }

/**
 * The data of a scan with passed, failed, notEvaluated and total counted over the named checks alone. Other counts are of the
 * whole scan and left out, so that a limit on them is not known to be kept.
 *
 * A named check that the scan does not have, or did not evaluate on anything, is not determined: a scanner that skips it
 * would otherwise pass.
 *
 * @param checks undefined: all of it counts as it is
 */
export function narrowToChecks(record: LogRecord, checks: readonly string[] | undefined): Narrowed {
  if (record.kind !== 'scan.result')
    return checks === undefined
      ? { kind: 'data', data: record.data }
      : { kind: 'unknown', why: 'it has no checks that could be told apart' }
  if (checks === undefined) {
    const why = evaluatedNothing(record.data)
    return why === undefined ? { kind: 'data', data: record.data } : { kind: 'unknown', why }
  }
  const known = new Map(record.data.checks.map((check) => [check.id, check]))
  const counts = { passed: 0, failed: 0, notEvaluated: 0, total: 0 }
  for (const id of checks) {
    const check = known.get(id)
    if (check === undefined) {
      const where = record.data.checksCut ? 'not among the checks that the record lists' : 'not in the scan'
      return { kind: 'unknown', why: `the check ${id} is ${where}` }
    }
    if (check.passed + check.failed === 0)
      return { kind: 'unknown', why: `the check ${id} was not evaluated on anything` }
    counts.passed += check.passed
    counts.failed += check.failed
    counts.notEvaluated += check.notEvaluated
  }
  counts.total = counts.passed + counts.failed + counts.notEvaluated
  const { system, tool, format } = record.data
  return { kind: 'data', data: { system, tool, format, ...counts } }
}

type Scan = Extract<LogRecord, { readonly kind: 'scan.result' }>['data']

/** Why a scan says nothing, if it looked at nothing: that it found nothing is then no result. */
export function evaluatedNothing({ resources, total, passed, failed, checks }: Scan): string | undefined {
  if (resources === 0) return 'it looked at no resource'
  if (passed + failed > 0) return undefined
  if (total > 0) return `none of its ${total} findings was evaluated`
  return resources === null && checks.length === 0 ? 'it names nothing that it looked at' : undefined
}
