import type { EvidenceAttachmentRef, EvidencePredicate, EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import type { StatementReading } from '../read/import/read-statements.ts'
import type { CoverageReading, Reached, ScanReading, TestReading } from '../read/import/reading.ts'
import { type Attachment, toAttachment } from './attachments.ts'
import { canonicalJson } from './canonical-json.ts'
import { type CheckCounts, countScan, type ScanCounts } from './count-scan.ts'
import { toDatasetItems } from './dataset-items.ts'
import { keyOf } from './natural-key.ts'
import { fitsLine, makeSystemRecord, toMoment, toRecordText } from './record.ts'

/** What every record of one imported file has in common. */
export interface ImportFrame {
  /** System that the file speaks of. */
  readonly system: string
  /** Name of the file, without folders. */
  readonly source: string
  /** How it was made, as the person who imports it says. */
  readonly query: string
  readonly originalDigest: string
  /** The file itself, where it may be kept. */
  readonly original: Attachment | undefined
  /** When it happened, and the stretch of time that it speaks for; moments in UTC. */
  readonly occurredAt: string
  readonly from: string
  readonly to: string
  readonly producer: EvidenceProducer
  readonly nowMs: number
}

export interface ImportedRecord {
  readonly record: EvidenceRecord
  readonly attachments: readonly Attachment[]
}

type Result = EvidencePredicate['result']
interface NamedAttachment {
  readonly name: string
  readonly mediaType: string
  readonly attachment: Attachment
}

/**
 * What a scanner found: *pass* only where it evaluated something, everything that it evaluated passed, and nothing says that a
 * part is missing. All findings are attached, and checks beyond what a line of the log holds.
 *
 * @param part what tells records of one file apart, for example the tool
 * @throws RangeError for more findings than a record may attach
 */
export function scanRecord(
  format: 'sarif' | 'prowler-ocsf',
  scan: ScanReading,
  part: string,
  frame: ImportFrame,
): ImportedRecord {
  const counts = countScan(scan)
  const items = toDatasetItems('findings', scan.findings)
  const findings = items.files.map(({ name, attachment }) => toNamed(name, 'application/x-ndjson', attachment))
  const make = (most: number): ImportedRecord => {
    const checks = counts.checks.slice(0, most)
    const isCut = checks.length < counts.checks.length
    const notes = isCut || scan.doubts.length > 0 ? [toNotes(scan.doubts, isCut ? counts.checks : [])] : []
    return toRecord(
      {
        kind: 'scan.result',
        result: resultOfScan(scan, counts),
        data: {
          system: frame.system,
          format,
          tool: scan.tool,
          toolVersion: scan.toolVersion,
          source: frame.source,
          query: toRecordText([frame.query, scan.scope].filter((text) => text !== '').join('; '), 500),
          coversFrom: frame.from,
          coversTo: frame.to,
          resources: scan.resources,
          ...counts.of,
          checks: checks.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
          checksCut: isCut,
          originalDigest: frame.originalDigest,
        },
      },
      `${format}${part}`,
      frame,
      [...findings, ...notes],
    )
  }
  for (const most of [2000, 1000, 500, 250, 100, 0]) {
    const made = make(most)
    if (most === 0 || fitsLine(made.record)) return made
  }
  throw new RangeError('no limit was tried')
}

/** @see src/assess/narrow-checks.ts, which says the same of a record */
function resultOfScan(scan: ScanReading, { of, checks }: ScanCounts): Result {
  if (of.failed > 0) return 'fail'
  if (scan.doubts.length > 0 || of.notEvaluated > 0 || scan.resources === 0) return 'not-determined'
  if (of.passed > 0) return 'pass'
  return of.total === 0 && (scan.resources !== null || checks.length > 0) ? 'pass' : 'not-determined'
}

/** Of a test run: *pass* only where a test passed, none did anything else but be skipped, and the totals add up. */
export function testRecord(reading: TestReading, frame: ImportFrame): ImportedRecord {
  const { tests, passed, failed, errors, skipped, doubts } = reading
  const isWhole = doubts.length === 0 && passed > 0
  return toRecord(
    {
      kind: 'test.result',
      result: failed + errors > 0 ? 'fail' : isWhole ? 'pass' : 'not-determined',
      data: {
        system: frame.system,
        format: 'junit',
        tool: reading.tool ?? 'JUnit report',
        source: frame.source,
        query: frame.query,
        ...{ tests, passed, failed, errors, skipped },
        originalDigest: frame.originalDigest,
      },
    },
    'junit',
    frame,
    doubts.length === 0 ? [] : [toNotes(doubts, [])],
  )
}

/** How much of the code tests reach; whether that is enough is for a requirement to say. */
export function coverageRecord(
  format: 'cobertura' | 'lcov' | 'istanbul' | 'jacoco' | 'go',
  { lines, branches, doubts }: CoverageReading,
  frame: ImportFrame,
): ImportedRecord {
  return toRecord(
    {
      kind: 'coverage.result',
      result: doubts.length === 0 && lines.total > 0 ? 'pass' : 'not-determined',
      data: {
        system: frame.system,
        format,
        source: frame.source,
        query: frame.query,
        linesTotal: lines.total,
        linesCovered: lines.covered,
        lineRate: rateOf(lines),
        branchesTotal: branches?.total ?? null,
        branchesCovered: branches?.covered ?? null,
        branchRate: branches === null ? null : rateOf(branches),
        originalDigest: frame.originalDigest,
      },
    },
    format,
    frame,
    doubts.length === 0 ? [] : [toNotes(doubts, [])],
  )
}

/** Hundredths of a percent, rounded down; of nothing, nothing. */
const rateOf = ({ total, covered }: Reached): number => (total === 0 ? 0 : Math.floor((covered * 10_000) / total))

/**
 * A statement of somebody else, attached as it came.
 * @param isKept whether it holds no secret; else only its digest stays
 */
export function statementRecord(statement: StatementReading, isKept: boolean, frame: ImportFrame): ImportedRecord {
  const { predicateType, subjects, envelope, signature, sha256 } = statement
  const make = (nameLength: number) =>
    toRecord(
      {
        kind: 'statement.imported',
        // Who says it was not checked, so it speaks for nothing by itself.
        result: 'none',
        data: {
          system: frame.system,
          predicateType,
          subjects: subjects.map(({ name, digest }) => ({ name: toRecordText(redactText(name), nameLength), digest })),
          envelope,
          signature,
          source: frame.source,
          originalDigest: sha256,
        },
      },
      'in-toto',
      { ...frame, originalDigest: sha256 },
      isKept ? [toNamed('statement.json', 'application/vnd.in-toto+json', toAttachment(statement.bytes))] : [],
    )
  const whole = make(500)
  return fitsLine(whole.record) ? whole : make(100)
}

const toNamed = (name: string, mediaType: string, attachment: Attachment): NamedAttachment => ({
  name,
  mediaType,
  attachment,
})

/** What a line of the log has no room for: why it is not known whether all is there, and every check. */
function toNotes(doubts: readonly string[], checks: readonly CheckCounts[]): NamedAttachment {
  const text = canonicalJson({
    doubts: doubts.map((doubt) => toRecordText(redactText(doubt), 300)),
    checks: checks.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  })
  return toNamed('reading.json', 'application/json', toAttachment(`${text}\n`))
}

type Body = EvidencePredicate extends infer P
  ? P extends { readonly kind: string; readonly result: Result; readonly data: object }
    ? Pick<P, 'kind' | 'result' | 'data'>
    : never
  : never

function toRecord(
  body: Body,
  format: string,
  { system, originalDigest, original, occurredAt, from, to, producer, nowMs }: ImportFrame,
  own: readonly NamedAttachment[],
): ImportedRecord {
  const attached = original === undefined ? own : [...own, toNamed('original', 'application/octet-stream', original)]
  const refs = attached.map(
    ({ name, mediaType, attachment: { sha256, bytes } }): EvidenceAttachmentRef => ({
      ...{ name, sha256, mediaType, size: bytes.length },
    }),
  )
  const record = makeSystemRecord(
    {
      ...body,
      key: keyOf.imported(system, format, originalDigest, from === to ? to : `${from}..${to}`),
      actor: { id: null, login: null },
      occurredAt,
      recordedAt: toMoment(nowMs),
      producer,
      attachments: refs,
    } as EvidencePredicate,
    system,
    originalDigest,
  )
  return { record, attachments: attached.map(({ attachment }) => attachment) }
}
