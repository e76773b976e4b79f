import { type Attachment, toAttachment } from '../evidence/attachments.ts'
import { collectionRecord, type Reading } from '../evidence/collection-record.ts'
import { toDatasetItems } from '../evidence/dataset-items.ts'
import type { ImportedRecord, ImportFrame } from '../evidence/import-records.ts'
import { toRecordText } from '../evidence/record.ts'
import { holdsSecret } from '../evidence/redact-batch.ts'
import type { EvidenceProducer } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { EvidenceSource } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import { version } from '../model/version.ts'
import { type Bytes, CheckedBytes, type Original } from '../read/import/checked-bytes.ts'
import { hideEmails } from '../read/import/hide-emails.ts'
import type { MappedItem } from '../read/import/map-item.ts'
import type { ImportFormat } from './import-formats.ts'
import { decideMoments, type GivenMoments } from './import-moments.ts'

/** A file to import, read once from its beginning to its end. */
export interface ImportFile {
  /** Without folders and secrets. */
  readonly name: string
  readonly bytes: Bytes
}

export interface FileFrame {
  readonly query: string
  readonly moments: GivenMoments
  readonly salt: string
  readonly producer: EvidenceProducer
  readonly nowMs: number
}

/** What became of one file. */
export interface FileImport {
  readonly name: string
  readonly original: Original
  readonly records: readonly ImportedRecord[]
  /** Why it is not known whether all of it is there; empty where it is. */
  readonly doubts: readonly string[]
  /** Whose checks a scan has. */
  readonly provider: string | null
}

/** Largest file that is kept as it came. */
const KEPT_BYTES = 8 * 1024 * 1024

/**
 * Reads a file of a known format. Readers are loaded when they are needed.
 *
 * @throws ImportRefused, Refusal
 */
export async function importFile(
  file: ImportFile,
  format: ImportFormat,
  system: string,
  given: FileFrame,
): Promise<FileImport> {
  const bytes = new CheckedBytes(file.bytes, mayBeKept.has(format) ? KEPT_BYTES : 0)
  const { salt } = given
  const frame = (own: { readonly from: string | null; readonly to: string | null }) =>
    frameOf(file, bytes, system, own, given)
  const done = (records: readonly ImportedRecord[], doubts: readonly string[], provider: string | null = null) => ({
    ...{ name: file.name, original: bytes.original(), records, doubts, provider },
  })
  const { coverageRecord, scanRecord, statementRecord, testRecord } = await import('../evidence/import-records.ts')
  if (format !== 'sarif' && format !== 'prowler' && given.moments.covers !== undefined) {
    throw new Refusal(exitStatus.usage, `--covers says nothing for ${format}`, 'Give it for scans and for intervals.')
  }
  switch (format) {
    case 'sarif': {
      const { readSarif } = await import('../read/import/read-sarif.ts')
      const scans = await readSarif(bytes, salt)
      return done(
        scans.map((scan, index) => scanRecord('sarif', scan, `/${partOf(scan.tool)}-${index + 1}`, frame(scan))),
        scans.flatMap(({ doubts }) => doubts),
      )
    }
    case 'prowler': {
      const { readProwler } = await import('../read/import/read-prowler.ts')
      const scan = await readProwler(bytes, salt)
      return done([scanRecord('prowler-ocsf', scan, '', frame(scan))], scan.doubts, scan.provider)
    }
    case 'junit': {
      const { readJunit } = await import('../read/import/read-junit.ts')
      const reading = await readJunit(bytes, salt)
      return done([testRecord(reading, frame(reading))], reading.doubts)
    }
    case 'cobertura':
    case 'lcov':
    case 'istanbul':
    case 'jacoco':
    case 'go': {
      const reading = await (await coverageReader(format))(bytes)
      return done([coverageRecord(format, reading, frame(reading))], reading.doubts)
    }
    case 'prometheus-rules': {
      const { readPrometheusRules } = await import('../read/import/read-prometheus-rules.ts')
      const items = await readPrometheusRules(bytes, salt)
      return done([datasetRecord('alert-rules', 'snapshot', items, [], frame(unsaid))], [])
    }
    case 'alertmanager': {
      const { readAlertmanager } = await import('../read/import/read-alertmanager.ts')
      const items = await readAlertmanager(bytes, salt)
      return done([datasetRecord('alerts', 'snapshot', items, [], frame(unsaid))], [])
    }
    case 'in-toto': {
      const { readStatements } = await import('../read/import/read-statements.ts')
      const statements = await readStatements(bytes)
      const own = new Map(statements.map((statement) => [statement.sha256, statement]))
      return done(
        [...own.values()].map((statement) => {
          const isKept = !holdsSecret(Buffer.from(statement.bytes).toString('utf8'))
          // Some say when they were made; --at is for those that do not.
          const moments = statement.at === null ? given.moments : { ...given.moments, at: undefined }
          const at = { from: statement.at, to: statement.at }
          return statementRecord(statement, isKept, frameOf(file, bytes, system, at, { ...given, moments }))
        }),
        [],
      )
    }
  }
}

/**
 * Reads a file as a source of the program declares it.
 *
 * @throws ImportRefused, Refusal
 */
export async function importFromSource(
  file: ImportFile,
  source: EvidenceSource,
  given: FileFrame,
): Promise<FileImport> {
  const { dataset, system } = source
  const form = source.form ?? (dataset === 'activity' || dataset === 'alerts' ? 'interval' : 'snapshot')
  const { at, covers } = given.moments
  if (form === 'interval' && (covers === undefined || at !== undefined)) {
    const remedy = 'Give --covers FROM..TO and no --at: nobody sees in a file that a day of it is missing.'
    throw new Refusal(exitStatus.usage, `${source.id} is about a stretch of time`, remedy)
  }
  if (form === 'snapshot' && covers !== undefined) {
    throw new Refusal(exitStatus.usage, `${source.id} is about a moment`, 'Give --at and no --covers.')
  }
  if (given.query === '') {
    const remedy = 'Say with --query which filter, address or script chose its items.'
    throw new Refusal(exitStatus.usage, `Nobody can tell how ${file.name} was made`, remedy)
  }
  const bytes = new CheckedBytes(file.bytes)
  const { readItems } = await import('../read/import/read-items.ts')
  const { items, total, rows } = await readItems(bytes, source, given.salt)
  const own = { from: null, to: covers?.to ?? null }
  const frame = frameOf(file, bytes, system, own, given)
  if (dataset === 'activity' && covers !== undefined) refuseOutside(file.name, items, covers)
  const missing =
    total === null || total === rows ? [] : [`the source says that there are ${total}, and ${rows} are in the file`]
  const record = datasetRecord(dataset, form, items, missing, frame)
  return { name: file.name, original: bytes.original(), records: [record], doubts: missing, provider: null }
}

const unsaid = { from: null, to: null }

/** Formats of which a small file is kept, if it holds neither secret nor person. */
const mayBeKept: ReadonlySet<ImportFormat> = new Set([
  ...(['cobertura', 'lcov', 'istanbul', 'jacoco', 'go', 'prometheus-rules'] as const),
])

const partOf = (tool: string): string => tool.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60)

async function coverageReader(format: 'cobertura' | 'lcov' | 'istanbul' | 'jacoco' | 'go') {
  switch (format) {
    case 'cobertura':
      return (await import('../read/import/read-cobertura.ts')).readCobertura
    case 'lcov':
      return (await import('../read/import/read-lcov.ts')).readLcov
    case 'istanbul':
      return (await import('../read/import/read-istanbul.ts')).readIstanbul
    case 'jacoco':
      return (await import('../read/import/read-jacoco.ts')).readJacoco
    case 'go':
      return (await import('../read/import/read-go-cover.ts')).readGoCover
  }
}

function frameOf(
  file: ImportFile,
  bytes: CheckedBytes,
  system: string,
  own: { readonly from: string | null; readonly to: string | null },
  { query, moments, producer, nowMs, salt }: FileFrame,
): ImportFrame {
  const whole = bytes.whole()
  return {
    system,
    source: toRecordText(file.name, 500),
    query,
    originalDigest: bytes.original().sha256,
    original: whole === undefined ? undefined : toKept(whole, salt),
    ...decideMoments(file.name, own, moments, nowMs),
    producer,
    nowMs,
  }
}

/** Folders that are named after whoever works in them. */
const homes = /(?:\/home\/(?!runner\b)|\/Users\/(?!runner\b)|\\Users\\(?!runner\b))/

function toKept(whole: Buffer, salt: string): Attachment | undefined {
  if (whole.length === 0) return undefined
  const text = whole.toString('utf8')
  if (homes.test(text) || hideEmails(text, salt) !== text || holdsSecret(text)) return undefined
  return toAttachment(whole)
}

function datasetRecord(
  dataset: string,
  form: Reading['form'],
  items: readonly MappedItem[],
  missing: readonly string[],
  { system, source, query, originalDigest, original, from, to, producer, nowMs }: ImportFrame,
): ImportedRecord {
  const made = toDatasetItems(dataset, items.map(redactValue))
  const reading: Reading = {
    ...{ dataset, system, source, query, form, from, to, originalDigest },
    method: 'import',
    pages: 1,
    total: null,
    complete: missing.length === 0,
    unread: missing.map((why) => ({ part: 'items', why })),
    tool: 'countersign',
    toolVersion: version,
  }
  const record = collectionRecord(reading, made, producer, nowMs)
  const attachments = made.files.map(({ attachment }) => attachment)
  if (original === undefined) return { record, attachments }
  const ref = {
    name: 'original',
    sha256: original.sha256,
    mediaType: 'application/octet-stream',
    size: original.bytes.length,
  }
  const predicate = { ...record.predicate, attachments: [...record.predicate.attachments, ref] }
  return { record: { ...record, predicate } as typeof record, attachments: [...attachments, original] }
}

/** A file with more than it is said to cover may have been made with another filter than it is said to be. */
function refuseOutside(name: string, items: readonly MappedItem[], { from, to }: { from: string; to: string }): void {
  const outside = items.find(({ at }) => typeof at === 'string' && (at < from || at >= to))
  if (outside === undefined) return
  const what = `${name} has an event of ${String(outside['at'])}, which is not in ${from}..${to}`
  throw new Refusal(exitStatus.usage, what, 'Give --covers as the file was made; its end does not belong to it.')
}
