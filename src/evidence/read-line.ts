import type { EvidenceRecord } from '../model/evidence.ts'
import { canonicalJson, NotCanonical } from './canonical-json.ts'
import { isPlainlyCanonical } from './canonical-line.ts'
import { faultOf, predicateType } from './record.ts'

export type LineReading =
  | { readonly kind: 'record'; readonly record: EvidenceRecord }
  /** A statement of somebody else: kept, hashed, not understood. */
  | { readonly kind: 'foreign'; readonly predicateType: string }
  | { readonly kind: 'bad'; readonly why: string }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a stored line. Ours must be in canonical form, which also leaves no room for a key that is there twice. */
export function readLine(bytes: Uint8Array): LineReading {
  let line: string
  let value: unknown
  try {
    line = utf8.decode(bytes)
    value = JSON.parse(line)
  } catch {
    return { kind: 'bad', why: 'not JSON in UTF-8' }
  }
  if (typeof value !== 'object' || value === null || !('predicateType' in value))
    return { kind: 'bad', why: 'not an in-toto statement' }
  if (typeof value.predicateType !== 'string') return { kind: 'bad', why: 'predicateType is not text' }
  if (value.predicateType !== predicateType) return { kind: 'foreign', predicateType: value.predicateType }
  try {
    if (!isPlainlyCanonical(bytes) && canonicalJson(value) !== line)
      return { kind: 'bad', why: 'not in the canonical form of RFC 8785' }
  } catch (error) {
    if (error instanceof NotCanonical) return { kind: 'bad', why: error.message }
    throw error
  }
  const wrong = faultOf(value)
  return wrong === undefined ? { kind: 'record', record: value as EvidenceRecord } : { kind: 'bad', why: wrong }
}
