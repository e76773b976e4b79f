import { countByCriterion } from '../evidence/scan-criteria.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import { printable } from '../report/printable.ts'
import { describeAppend } from './describe-evidence.ts'
import type { EvidenceImport } from './import-evidence.ts'
import type { FileImport } from './import-file.ts'

/** What was read in each file, and what became of it, for a person. Ends in a line break. */
export function describeImport({ files, append }: EvidenceImport): string {
  const lines = files.flatMap(describeFile)
  return `${lines.map(printable).join('\n')}\n${describeAppend(append)}`
}

function describeFile({ name, original, records, doubts, provider }: FileImport): string[] {
  return [
    `${name} (${original.size} bytes, sha256 ${original.sha256.slice(0, 16)})`,
    ...records.flatMap(({ record }) => [
      `  ${describeRecord(record)}`,
      ...criteriaOf(record, provider),
      ...describeKept(record),
    ]),
    ...doubts.map((doubt) => `  not determined: ${doubt}`),
  ]
}

function describeKept({ predicate }: EvidenceRecord): string[] {
  return (predicate.payloads ?? []).map(({ name, size }) => `    kept as ${name}, ${size} bytes, outside the log`)
}

function describeRecord({ predicate }: EvidenceRecord): string {
  const say = (what: string) => `${predicate.kind} of ${predicate.occurredAt}: ${what}; result ${predicate.result}`
  switch (predicate.kind) {
    case 'scan.result': {
      const { tool, toolVersion, failed, passed, notEvaluated, suppressed } = predicate.data
      const rated = ['critical', 'high', 'medium', 'low', 'informational', 'unrated'] as const
      const severities = rated
        .filter((word) => predicate.data[word] > 0)
        .map((word) => `${predicate.data[word]} ${word}`)
      const detail = severities.length === 0 ? '' : ` (${severities.join(', ')})`
      const version = toolVersion === null ? '' : ` ${toolVersion}`
      return say(
        `${tool}${version}, ${failed} failed${detail}, ${passed} passed, ${notEvaluated} not evaluated, ${suppressed} suppressed`,
      )
    }
    case 'test.result': {
      const { tests, passed, failed, errors, skipped } = predicate.data
      return say(`${tests} tests, ${passed} passed, ${failed} failed, ${errors} errors, ${skipped} skipped`)
    }
    case 'coverage.result': {
      const { lineRate, linesCovered, linesTotal, branchRate } = predicate.data
      const branches = branchRate === null ? '' : `, branches ${percent(branchRate)}`
      return say(`${linesCovered} of ${linesTotal} lines (${percent(lineRate)})${branches}`)
    }
    case 'statement.imported':
      return say(`${predicate.data.predicateType}, signature ${predicate.data.signature}`)
    case 'collection.window':
      return say(`${predicate.data.count} items of ${predicate.data.dataset} of ${predicate.data.system}`)
    default:
      return say('recorded')
  }
}

/** @param rate hundredths of a percent */
const percent = (rate: number): string => `${Math.floor(rate / 100)}.${String(rate % 100).padStart(2, '0')} %`

/** What a scan says about criteria, where its checks are known; none of it is a verdict on one. */
function criteriaOf({ predicate }: EvidenceRecord, provider: string | null): string[] {
  if (predicate.kind !== 'scan.result' || provider === null) return []
  return countByCriterion(provider, predicate.data.checks).map(
    ({ criterion, checks, passed, failed, notEvaluated }) =>
      `    ${criterion.padEnd(6)} ${checks} checks: ${failed} failed, ${passed} passed, ${notEvaluated} not evaluated`,
  )
}
