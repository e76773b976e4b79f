import { type Payload, payloadLimitBytes, toPayload } from '../evidence/payload.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { RedactionFailed } from '../model/secrets/redact-text.ts'
import type { FileImport, ImportFile } from './import-file.ts'

/** By the end of the name, which is all that is known of a file. */
const mediaTypes = new Map([
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['jsonl', 'application/x-ndjson'],
  ['ndjson', 'application/x-ndjson'],
  ['sarif', 'application/sarif+json'],
  ['xml', 'application/xml'],
])

/** A file that is kept as a payload while it is imported. */
export interface KeptOriginal {
  /** To be imported in its place. */
  readonly file: ImportFile
  /** What was read, with the first of its records committing to it; as it is where there is no record. */
  attach(imported: FileImport): { readonly imported: FileImport; readonly payloads: readonly Payload[] }
}

/**
 * Keeps what is read of a file. The bytes are held in memory and written nowhere before all of the file was understood.
 *
 * @param salt 32 bytes of chance, used for this file only
 * @throws Refusal while it is read, above the limit of a payload
 */
export function keepOriginal({ name, bytes }: ImportFile, salt: Uint8Array): KeptOriginal {
  const pieces: Uint8Array[] = []
  async function* kept(): AsyncGenerator<Uint8Array> {
    let size = 0
    for await (const piece of bytes) {
      size += piece.length
      if (size > payloadLimitBytes) {
        const what = `${name} has more than ${payloadLimitBytes} bytes, the most that is kept of an original`
        throw new Refusal(
          exitStatus.usage,
          what,
          'Import it without --keep-original, or in parts. Nothing was recorded.',
        )
      }
      pieces.push(piece)
      yield piece
    }
  }
  return {
    file: { name, bytes: kept() },
    attach(imported) {
      const [first, ...others] = imported.records
      if (first === undefined) return { imported, payloads: [] }
      const ending = /\.([a-z0-9]{1,16})$/.exec(name.toLowerCase())?.[1]
      const as = ending === undefined ? 'original' : `original.${ending}`
      const mediaType = mediaTypes.get(ending ?? '') ?? 'application/octet-stream'
      const payload = payloadOf(as, mediaType, pieces, salt)
      const record = { ...first.record, predicate: { ...first.record.predicate, payloads: [payload.ref] } }
      return { imported: { ...imported, records: [{ ...first, record }, ...others] }, payloads: [payload] }
    },
  }
}

/** @throws Refusal (5) where it could not be searched for secrets */
function payloadOf(name: string, mediaType: string, pieces: readonly Uint8Array[], salt: Uint8Array): Payload {
  try {
    return toPayload(name, mediaType, Buffer.concat(pieces), salt)
  } catch (cause) {
    if (!(cause instanceof RedactionFailed)) throw cause
    const what = `Nothing was written: ${name} could not be cleared of secrets: ${cause.message}`
    throw new Refusal(exitStatus.notAppended, what, 'Import it without --keep-original.', { cause })
  }
}
