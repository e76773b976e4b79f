import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanRecord, testRecord } from '../../../../src/evidence/import-records.ts'
import { toLine } from '../../../../src/evidence/record.ts'
import { readJunit } from '../../../../src/read/import/read-junit.ts'
import { readSarif } from '../../../../src/read/import/read-sarif.ts'
import { printJunit } from '../../../../src/report/print-junit.ts'
import { printSarif } from '../../../../src/report/print-sarif.ts'
import { checked } from '../../../support/byte-chunks.ts'
import { fullReport, hostileReport } from '../../../support/check-reports.ts'

const plain = { colours: false, textOf: () => undefined }
const at = '2026-03-02T10:15:30Z'
const frame = {
  ...{ system: 'acme/shop', source: 'x', query: '', originalDigest: 'ab'.repeat(32), original: undefined },
  ...{ occurredAt: at, from: at, to: at, producer: { tool: 'countersign/0.1.0', run: 'local' }, nowMs: Date.parse(at) },
}

/** What is in a SARIF file, counted without the code under test. */
function resultsIn(text: string) {
  const { runs } = JSON.parse(text) as { runs: [{ results: { suppressions?: unknown[] }[] }] }
  const suppressed = runs[0].results.filter(({ suppressions = [] }) => suppressions.length > 0).length
  return { total: runs[0].results.length, suppressed, failed: runs[0].results.length - suppressed }
}

test('our own reports, whatever is in them, are read as they were written, and fit a record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostileReport, fc.constant(fullReport())), async (report) => {
      const sarif = printSarif(report, plain)
      const [scan] = await readSarif(checked(sarif, 1000), 'salt')
      if (scan === undefined) throw new Error('nothing')
      const { record } = scanRecord('sarif', scan, '/x', frame)
      expect(record.predicate).toMatchObject({ kind: 'scan.result', data: resultsIn(sarif) })
      expect(toLine(record)).not.toBe('')

      const junit = printJunit(report, plain)
      const reading = await readJunit(checked(junit, 1000), 'salt')
      expect(reading.doubts).toEqual([])
      expect(reading.tests).toBe(junit.match(/<testcase[ >]/g)?.length ?? 0)
      expect(reading.failed).toBe(junit.match(/<failure[ >]/g)?.length ?? 0)
      expect(toLine(testRecord(reading, frame).record)).not.toBe('')
    }),
    { numRuns: 50 },
  )
})

test('more checks than a line of the log holds are cut, those that failed last, and all of them attached', async () => {
  const rules = Array.from({ length: 3000 }, (_, index) => ({
    id: `${'rule-'.repeat(20)}${String(index).padStart(4, '0')}`,
  }))
  const results = rules.slice(2990).map(({ id }) => ({ ruleId: id }))
  const file = JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Many', rules } }, results }] })
  const [scan] = await readSarif(checked(file), 'salt')
  if (scan === undefined) throw new Error('nothing')
  const { record, attachments } = scanRecord('sarif', scan, '', frame)
  const { predicate } = record
  if (predicate.kind !== 'scan.result') throw new Error(predicate.kind)
  toLine(record)
  expect(predicate.data.checksCut).toBe(true)
  expect(predicate.data.checks.filter(({ failed }) => failed === 1)).toHaveLength(10)
  expect(predicate.data.checks.map(({ id }) => id)).toEqual(predicate.data.checks.map(({ id }) => id).sort())
  const notes = JSON.parse(attachments.at(-1)?.bytes.toString() ?? '') as { checks: unknown[] }
  expect(predicate.attachments.at(-1)?.name).toBe('reading.json')
  expect(notes.checks).toHaveLength(3000)
})
