import type { LogEntry } from './verify-log.ts'

/** A payload that a record of the log commits to. */
export interface KnownPayload {
  readonly index: number
  /** Hex. */
  readonly leafHash: string
  readonly kind: string
  readonly key: string
  readonly recordedAt: string
  readonly name: string
  readonly commitment: string
  readonly size: number
  /** Index of the record that says it was disposed of. */
  readonly disposedBy: number | undefined
}

/**
 * Every payload of a log in the order of its records. It counts as disposed of only where a later record says so of this very
 * record, payload and commitment.
 */
export function knownPayloads(entries: readonly LogEntry[]): readonly KnownPayload[] {
  const disposed = new Map<string, number>()
  for (const { index, record } of entries) {
    const { predicate } = record
    if (predicate.kind !== 'payload.disposed') continue
    const { data } = predicate
    const place = placeOf(data.index, data.leafHash, data.name, data.commitment)
    if (data.index < index && !disposed.has(place)) disposed.set(place, index)
  }
  return entries.flatMap(({ index, leafHash: hash, record: { predicate } }) =>
    (predicate.payloads ?? []).map(({ name, commitment, size }) => {
      const leafHash = hash.toString('hex')
      const { kind, key, recordedAt } = predicate
      const disposedBy = disposed.get(placeOf(index, leafHash, name, commitment))
      return { index, leafHash, kind, key, recordedAt, name, commitment, size, disposedBy }
    }),
  )
}

const placeOf = (index: number, leafHash: string, name: string, commitment: string): string =>
  `${index} ${leafHash} ${commitment} ${name}`
