import type { EvidencePredicate, EvidenceRecord } from '../model/evidence.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import { EvidenceRecord as validate } from '../read/evidence-validators.gen.js'
import { canonicalJson, NotCanonical } from './canonical-json.ts'
import { lineLimitBytes } from './segments.ts'

export const predicateType = 'urn:countersign:evidence:v1'

/** A record that must not enter a log. Thrown by the writer: it is a mistake of the program, not of a person. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused'
  readonly key: string
  constructor(key: string, why: string, options?: ErrorOptions) {
    super(`record ${key}: ${why}`, options)
    this.key = key
  }
}

/**
 * An in-toto Statement v1 about one commit of a repository.
 *
 * @param repository address, for example `git+https://github.com/acme/shop`
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function makeRecord(predicate: EvidencePredicate, repository: string, gitCommit: string): EvidenceRecord {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType,
    subject: [{ name: repository, digest: { gitCommit } }],
    predicate,
  }
}

/**
 * The same about something that is no commit: what was read, stated or anchored.
 *
 * @param system as in `urn:countersign:system:NAME`
 * @param sha256 hex; digest of what was read or stated
 */
export function makeSystemRecord(predicate: EvidencePredicate, system: string, sha256: string): EvidenceRecord {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType,
    subject: [{ name: `urn:countersign:system:${system}`, digest: { sha256 } }],
    predicate,
  }
}

/** A moment as records have it: UTC, to the second. @param ms milliseconds since 1970 */
export function toMoment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Text of people made fit for a record: one line, whole characters, at most `limit` of them. */
export function toRecordText(text: string, limit = 200): string {
  // Before it is cut: half of a secret does not look like one.
  const cleaned = redactText(text)
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u001f\u2028\u2029]+/g, ' ')
    .trim()
  return [...cleaned].slice(0, limit).join('')
}

const EARLIEST = '2000-01-01T00:00:00Z'
/** How far the clocks of the forge and of this machine may differ. */
const SKEW_MS = 10 * 60_000

/**
 * The one line that stands for a record, without line feed.
 *
 * @throws RecordRefused where it does not fit the schema, has no canonical form, is too long, speaks of the future or holds a secret
 */
export function toLine(record: EvidenceRecord): string {
  const { key, occurredAt, recordedAt } = record.predicate
  const wrong = faultOf(record)
  if (wrong !== undefined) throw new RecordRefused(key, wrong)
  if (occurredAt < EARLIEST) throw new RecordRefused(key, `occurredAt ${occurredAt} is before 2000`)
  if (Date.parse(occurredAt) > Date.parse(recordedAt) + SKEW_MS)
    throw new RecordRefused(key, `occurredAt ${occurredAt} is after recordedAt ${recordedAt}`)
  // Taken out before; whoever comes by another way is stopped here.
  if (redactValue(record) !== record) throw new RecordRefused(key, 'it holds a secret')
  let line: string
  try {
    line = canonicalJson(record)
  } catch (cause) {
    throw cause instanceof NotCanonical ? new RecordRefused(key, cause.message, { cause }) : cause
  }
  const bytes = Buffer.byteLength(line)
  if (bytes > lineLimitBytes) throw new RecordRefused(key, `${bytes} bytes; the limit is ${lineLimitBytes}`)
  return line
}

/** Whether a record is short enough for a line of the log; says nothing about the rest. */
export function fitsLine(record: EvidenceRecord): boolean {
  return Buffer.byteLength(JSON.stringify(record)) <= lineLimitBytes
}

/**
 * Whether two records say the same, whoever recorded it and when. The material a verdict rests on is left out: a snapshot
 * taken a minute later has another digest although nothing changed, and what follows from it is compared.
 */
export function sameBody(one: EvidenceRecord, other: EvidenceRecord): boolean {
  return bodyOf(one) === bodyOf(other)
}

/** What `sameBody` compares, as one line. */
export function bodyOf(record: EvidenceRecord): string {
  // A payload has another commitment each time it is stored: its salt is new.
  const {
    recordedAt: _recordedAt,
    producer: _producer,
    attachments: _attachments,
    payloads: _payloads,
    redactions: _redactions,
    ...predicate
  } = record.predicate
  const isSnapshot = predicate.kind === 'collection.window' && predicate.data.form === 'snapshot'
  // The same file under another name; that of its bytes is in the key.
  const named = predicate.key.startsWith('import:') ? ['source'] : []
  const passing = isSnapshot ? ['factsDigest', 'from', 'to', ...named] : ['factsDigest', ...named]
  const data = Object.entries(predicate.data).filter(([member]) => !passing.includes(member))
  // The same state, seen again later the same day. A statement made twice is one, whenever it was made; a sample, too.
  const isTimeless = predicate.kind === 'attestation' || predicate.kind === 'sample.drawn'
  const days = isSnapshot ? 10 : isTimeless ? 0 : undefined
  const occurredAt = predicate.occurredAt.slice(0, days)
  return canonicalJson({ ...record, predicate: { ...predicate, occurredAt, data: Object.fromEntries(data) } })
}

/** The first thing that the schema finds wrong. */
export function faultOf(value: unknown): string | undefined {
  if (validate(value)) return undefined
  const [fault] = validate.errors ?? []
  const where = fault === undefined || fault.instancePath === '' ? 'the record' : fault.instancePath
  return `${where} ${fault?.message ?? 'does not fit the schema'}`
}
