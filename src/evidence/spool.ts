import type { EvidenceRecord } from '../model/evidence.ts'
import { type Attachment, sha256Hex } from './attachments.ts'
import { readLine } from './read-line.ts'
import { toLine } from './record.ts'

export interface Spooled {
  readonly records: readonly EvidenceRecord[]
  readonly attachments: readonly Attachment[]
}

/**
 * Records that wait to be appended, as a file to keep: JSON lines. First each record as its line of the log, then each
 * attachment as `{"base64":...,"sha256":...}`.
 *
 * @throws RecordRefused, so that nothing waits that could never be appended
 */
export function formatSpool({ records, attachments }: Spooled): string {
  const kept = attachments.map(({ sha256, bytes }) => JSON.stringify({ base64: bytes.toString('base64'), sha256 }))
  return [...records.map(toLine), ...kept].map((line) => `${line}\n`).join('')
}

/** @returns undefined where a line is neither a record nor an attachment that fits its digest */
export function parseSpool(text: string): Spooled | undefined {
  const records: EvidenceRecord[] = []
  const attachments: Attachment[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const reading = readLine(Buffer.from(line))
    if (reading.kind === 'record') records.push(reading.record)
    else {
      const fields = /^\{"base64":"([A-Za-z0-9+/=]*)","sha256":"([0-9a-f]{64})"\}$/.exec(line)
      const bytes = Buffer.from(fields?.[1] ?? '', 'base64')
      if (fields === null || sha256Hex(bytes) !== fields[2]) return undefined
      attachments.push({ sha256: fields[2], bytes })
    }
  }
  return { records, attachments }
}
