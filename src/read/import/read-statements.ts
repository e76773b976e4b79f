import { createHash } from 'node:crypto'
import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'
import { all, type Json, list, type Of, object, text } from './json-shape.ts'
import { oneLine } from './map-item.ts'
import { parseMoment } from './parse-moment.ts'
import { readJsonLine } from './read-json.ts'
import { readWhole } from './read-whole.ts'

/** An in-toto statement of somebody else. */
export interface StatementReading {
  /** As it came, to be attached. */
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly predicateType: string
  readonly subjects: readonly { readonly name: string; readonly digest: string }[]
  readonly envelope: 'none' | 'dsse'
  /** Signatures are never verified here, so that nobody takes them for verified. */
  readonly signature: 'none' | 'not-checked'
  /** When it was made, where its predicate says so in a way that is known. */
  readonly at: string | null
  readonly line: number
}

/** What a record may attach. */
const STATEMENT_BYTES = 8 * 1024 * 1024
const MOST_STATEMENTS = 1000
const MOST_SUBJECTS = 100

const subjectShape = object({ name: text, uri: text, digest: all })
const statementShape = object({
  _type: text,
  predicateType: text,
  subject: list(subjectShape),
  predicate: object({
    timeVerified: text,
    timeCreated: text,
    runDetails: object({ metadata: object({ finishedOn: text, startedOn: text }) }),
    metadata: object({ buildFinishedOn: text, scanFinishedOn: text }),
  }),
})
const envelopeShape = object({
  payloadType: text,
  payload: text,
  signatures: list(object({})),
  /** Of a bundle of Sigstore. */
  dsseEnvelope: object({ payloadType: text, payload: text, signatures: list(object({})) }),
  _type: text,
})

/**
 * Statements in a file: one, alone, in a DSSE envelope or in a bundle of Sigstore; or one on each line.
 *
 * @throws ImportRefused
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 * @see https://github.com/secure-systems-lab/dsse/blob/master/envelope.md
 */
export async function readStatements(bytes: Bytes): Promise<readonly StatementReading[]> {
  const whole = await readWhole(bytes, STATEMENT_BYTES)
  const lines = linesOf(whole)
  const readings = isOneEach(lines)
    ? lines.map(({ line, bytes: one }) => readStatement(one, line))
    : [readStatement(whole, 1)]
  if (readings.length > MOST_STATEMENTS) {
    throw new ImportRefused(`There are more than ${MOST_STATEMENTS} statements`, 'Split the file.')
  }
  return readings
}

function linesOf(whole: Buffer): { line: number; bytes: Buffer }[] {
  const found: { line: number; bytes: Buffer }[] = []
  let start = 0
  for (let line = 1; start < whole.length; line += 1) {
    const end = whole.indexOf(0x0a, start)
    const bytes = whole.subarray(start, end === -1 ? whole.length : end)
    if (bytes.toString('latin1').trim() !== '') found.push({ line, bytes })
    start = end === -1 ? whole.length : end + 1
  }
  return found
}

/** A document that goes over several lines has a line that is no object alone. */
const isOneEach = (lines: readonly { bytes: Buffer }[]): boolean =>
  lines.length > 1 && lines.every(({ bytes }) => /^\s*\{.*\}\s*$/s.test(bytes.toString('latin1')))

function readStatement(bytes: Uint8Array, line: number): StatementReading {
  const refuse = (what: string, remedy: string) => new ImportRefused(what, remedy, { line })
  const outer = readJsonLine(bytes, envelopeShape, line)
  const envelope = outer.dsseEnvelope ?? outer
  const isEnvelope = envelope.payload !== undefined
  if (isEnvelope && envelope.payloadType !== 'application/vnd.in-toto+json') {
    throw refuse('The envelope holds no in-toto statement', 'Its payloadType is application/vnd.in-toto+json.')
  }
  const statement = isEnvelope ? inside(envelope.payload ?? '', line) : readJsonLine(bytes, statementShape, line)
  const { _type: type, predicateType, subject, predicate } = statement
  if (!/^https:\/\/in-toto\.io\/Statement\/v(?:0\.1|1)$/.test(type ?? '') || subject === undefined) {
    throw refuse('This is no in-toto statement', 'Its _type is https://in-toto.io/Statement/v1.')
  }
  if (predicateType === undefined || !/^[!-~]{1,400}$/.test(predicateType)) {
    throw refuse('The statement has no predicateType', 'It says what the statement is about.')
  }
  if (subject.length === 0 || subject.length > MOST_SUBJECTS) {
    throw refuse(`The statement has no subject, or more than ${MOST_SUBJECTS}`, 'It says what the statement is about.')
  }
  const { runDetails, metadata } = predicate ?? {}
  const at =
    predicate?.timeVerified ??
    predicate?.timeCreated ??
    runDetails?.metadata?.finishedOn ??
    metadata?.buildFinishedOn ??
    metadata?.scanFinishedOn
  const moment = parseMoment(at ?? '')
  const isSigned = (envelope.signatures?.length ?? 0) > 0
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    predicateType,
    subjects: subject.map((one) => toSubject(one, refuse)),
    envelope: isEnvelope ? 'dsse' : 'none',
    signature: isEnvelope && isSigned ? 'not-checked' : 'none',
    at: moment.ok && !moment.isDay ? moment.moment : null,
    line,
  }
}

function inside(payload: string, line: number): Of<typeof statementShape> {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(payload)) {
    throw new ImportRefused('The payload is not base64', 'The file was damaged; let it be written again.', { line })
  }
  return readJsonLine(Buffer.from(payload, 'base64'), statementShape, line)
}

function toSubject(
  { name, uri, digest }: Of<typeof subjectShape>,
  refuse: (what: string, remedy: string) => ImportRefused,
): StatementReading['subjects'][number] {
  const digests = typeof digest === 'object' && digest !== null ? Object.entries(digest as { [key: string]: Json }) : []
  // Of several the strongest known comes first, so that the same subject reads the same.
  const [algorithm, hex] = digests.find(([one]) => one === 'sha256') ?? digests[0] ?? ['', '']
  if (!/^[A-Za-z0-9_]{1,40}$/.test(algorithm) || typeof hex !== 'string' || !/^[0-9a-fA-F]{1,256}$/.test(hex)) {
    throw refuse('A subject has no digest', 'Without one nobody knows what is meant.')
  }
  return { name: oneLine(name ?? uri ?? '', 500), digest: `${algorithm}:${hex}` }
}
