import { hash } from 'node:crypto'
import type { EvidenceRecord } from '../model/evidence.ts'

/**
 * Digest of what a record says: of its line without its key, and without who recorded it and when. Two records that agree
 * in it are one fact under two names.
 *
 * @param line the record in canonical form, so that its members stand in a known order
 * @returns the bytes of a SHA-256 as characters
 */
export function factDigest(line: Buffer, { predicate }: EvidenceRecord): string {
  const text = line.toString('latin1')
  // Members of the predicate stand in the order of their names, and no text in a record has a quote that is not escaped:
  // from the end, the first of these is the member.
  const named = `"key":${Buffer.from(JSON.stringify(predicate.key)).toString('latin1')},`
  const key = text.lastIndexOf(named)
  const producer = text.lastIndexOf('"producer":{')
  const end = text.indexOf(',', text.indexOf('"recordedAt":', producer))
  return hash('sha256', text.slice(0, key) + text.slice(key + named.length, producer) + text.slice(end), 'binary')
}
