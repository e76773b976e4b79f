import { type Unzipped, unzipSync, zipSync } from 'fflate'

/** What one archive may hold, against one that is small and becomes huge. */
const mostFiles = 100_000
const mostBytes = 1024 * 1024 * 1024

/** The earliest day that the format knows, at noon: it is written by the clock of the place, and so is the same everywhere. */
const noTime = new Date(1980, 0, 1, 12)

/** The files as a ZIP; the same files make the same bytes. Their modes and times are not kept. */
export function toZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 6, mtime: noTime })
}

/**
 * Reads a ZIP. Names are as they stand in it: what is done with them must not trust them.
 *
 * @throws RangeError where it is no archive, holds a name twice or more than is ever made
 */
export function fromZip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  let count = 0
  let total = 0
  const names = new Set<string>()
  let files: Unzipped
  try {
    files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        count += 1
        total += originalSize
        if (count > mostFiles || total > mostBytes) throw new RangeError('it holds more than such an archive may')
        if (names.has(name)) throw new RangeError('it holds two files of one name')
        // Such a name would never be listed, and so never be seen.
        if (name.split('/').includes('__proto__')) throw new RangeError('it holds a file with a name that no file has')
        names.add(name)
        return !name.endsWith('/')
      },
    })
  } catch (cause) {
    if (cause instanceof RangeError) throw cause
    throw new RangeError('it is not a ZIP archive that can be read', { cause })
  }
  return new Map(Object.entries(files))
}
