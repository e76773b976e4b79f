import type { EvidenceRecord } from '../model/evidence.ts'
import { type Attachment, sha256Hex } from './attachments.ts'
import { decodeBase64, isSignedBy, type SignerKey, type VerifierKey } from './note-key.ts'
import { readLine } from './read-line.ts'
import { RecordRefused, toLine } from './record.ts'

export interface Spooled {
  readonly records: readonly EvidenceRecord[]
  readonly attachments: readonly Attachment[]
}

const SCHEMA = 'countersign/spool/v1'

/**
 * Records that wait to be appended, as a file to keep: JSON lines. First which log they are for and a signature over the rest,
 * so that whoever can put a file into the folder cannot have it signed into a log; then each record as its line of the log,
 * then each attachment as `{"base64":...,"sha256":...}`.
 *
 * @param log origin of the log; null where it is not known, so that nobody takes them up but by hand
 * @throws RecordRefused, so that nothing waits that could never be appended
 */
export function formatSpool(
  { records, attachments }: Spooled,
  log: string | null,
  signer: Pick<SignerKey, 'sign'> | undefined,
): string {
  const kept = attachments.map(({ sha256, bytes }) => JSON.stringify({ base64: bytes.toString('base64'), sha256 }))
  const rest = [...records.map(toLine), ...kept].map((line) => `${line}\n`).join('')
  const signature = signer === undefined || log === null ? null : signer.sign(signedText(log, rest)).toString('base64')
  return `${JSON.stringify({ log, schema: SCHEMA, signature })}\n${rest}`
}

/** Three lines, of which the second is no number: never a checkpoint, whatever the log is called. */
const signedText = (log: string, rest: string) => Buffer.from(`${SCHEMA}\n${log}\n${sha256Hex(rest)}\n`)

export type SpoolReading =
  | { readonly kind: 'read'; readonly spooled: Spooled }
  /** For another log, or nobody knows for which. */
  | { readonly kind: 'elsewhere'; readonly log: string | null }
  | { readonly kind: 'bad'; readonly why: string }

/**
 * Reads what waits for a log.
 *
 * @param log origin of the log to be appended to
 * @param keys one of them must have signed it; none for a log without signatures
 */
export function parseSpool(text: string, log: string, keys: readonly VerifierKey[]): SpoolReading {
  const end = text.indexOf('\n')
  const head = parseHead(text.slice(0, Math.max(0, end)))
  if (head === undefined) return { kind: 'bad', why: 'its first line does not say which log it is for' }
  if (head.log !== log) return { kind: 'elsewhere', log: head.log }
  const rest = text.slice(end + 1)
  const signature = head.signature === null ? undefined : decodeBase64(head.signature)
  const isOurs = signature && keys.some((key) => key.name === log && isSignedBy(key, signedText(log, rest), signature))
  if (keys.length > 0 && isOurs !== true) return { kind: 'bad', why: 'no key of the log signed it' }
  const records: EvidenceRecord[] = []
  const attachments: Attachment[] = []
  for (const [number, line] of rest.split('\n').entries()) {
    if (line === '') continue
    const reading = readLine(Buffer.from(line))
    const attachment = reading.kind === 'record' ? undefined : parseAttachment(line)
    const why = reading.kind === 'record' ? reasonNotToWrite(reading.record) : 'neither a record nor an attachment'
    if (reading.kind === 'record' && why === undefined) records.push(reading.record)
    else if (attachment !== undefined) attachments.push(attachment)
    else return { kind: 'bad', why: `line ${number + 2}: ${why}` }
  }
  return { kind: 'read', spooled: { records, attachments } }
}

function parseHead(line: string): { readonly log: string | null; readonly signature: string | null } | undefined {
  let head: unknown
  try {
    head = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof head !== 'object' || head === null || !('log' in head && 'schema' in head && 'signature' in head))
    return undefined
  const { log, schema, signature } = head
  // One spelling only, and nothing beside.
  if (schema !== SCHEMA || JSON.stringify({ log, schema, signature }) !== line) return undefined
  if (log !== null && (typeof log !== 'string' || !/^[!-~]{1,200}$/.test(log))) return undefined
  if (signature !== null && (typeof signature !== 'string' || !/^[A-Za-z0-9+/=]{88}$/.test(signature))) return undefined
  return { log, signature }
}

function parseAttachment(line: string): Attachment | undefined {
  const fields = /^\{"base64":"([A-Za-z0-9+/=]*)","sha256":"([0-9a-f]{64})"\}$/.exec(line)
  const bytes = Buffer.from(fields?.[1] ?? '', 'base64')
  return fields?.[2] !== undefined && sha256Hex(bytes) === fields[2] ? { sha256: fields[2], bytes } : undefined
}

function reasonNotToWrite(record: EvidenceRecord): string | undefined {
  try {
    toLine(record)
    return undefined
  } catch (error) {
    if (error instanceof RecordRefused) return error.message
    throw error
  }
}
