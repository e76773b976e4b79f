import { createHash } from 'node:crypto'
import { type PlaceName, placeNamer } from '../read/name-place.ts'
import type { ReportItem } from './check-report.ts'

export interface NamedItem<T extends ReportItem> {
  readonly item: T
  /** Where in a record it is; undefined in a text that cannot be read or is no record. */
  readonly place: PlaceName | undefined
  /** 32 hexadecimal digits. */
  readonly fingerprint: string
}

/**
 * Gives every item an identity that outlives moved lines, renamed files and new neighbours: its code, its record and the path
 * in it. Of several with the same, the reader's are told apart by the keys they name, and others by their order.
 */
export function fingerprintItems<T extends ReportItem>(
  items: readonly T[],
  textOf: (file: string) => string | undefined,
): readonly NamedItem<T>[] {
  const namers = new Map<string, ReturnType<typeof placeNamer>>()
  const nameOf = ({ at, resource }: ReportItem): PlaceName | undefined => {
    if (!/\.ya?ml$/.test(at.file)) return resource === undefined ? undefined : { record: resource, path: [] }
    let namer = namers.get(at.file)
    if (namer === undefined) {
      namer = placeNamer(at.file, textOf(at.file) ?? '')
      namers.set(at.file, namer)
    }
    return namer(at)
  }
  const seen = new Map<string, number>()
  return items.map((item) => {
    const place = nameOf(item)
    const where = place === undefined ? [item.at.file] : [place.record, ...place.path]
    const identity = JSON.stringify([item.code, where, keysNamed(item)])
    const before = seen.get(identity) ?? 0
    seen.set(identity, before + 1)
    const fingerprint = createHash('sha256').update(`${identity} ${before}`).digest('hex').slice(0, 32)
    return { item, place, fingerprint }
  })
}

/** Several keys may be missing in one place; the words of a rule, though, may change with every version. */
const keysNamed = ({ code, message }: ReportItem): readonly string[] =>
  /^(?:SCH|YML)-/.test(code) ? (message.match(/`[^`]*`/g) ?? []) : []
