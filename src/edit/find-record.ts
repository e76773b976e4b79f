import type { RecordPath } from '../model/location.ts'
import { parseYaml } from '../read/parse-yaml.ts'
import { isMapping, type YamlValue } from './edit.ts'

/** Where a record or a row stands in its file. */
export interface FoundRecord {
  readonly document: number
  readonly path: RecordPath
  readonly value: { readonly [key: string]: YamlValue }
}

/**
 * The first record of a file that fits, or the first row of one of its lists.
 *
 * @param list key of the list whose rows are looked at; undefined: the records themselves
 */
export function findRecord(
  file: string,
  text: string,
  list: string | undefined,
  fits: (value: FoundRecord['value']) => boolean,
): FoundRecord | undefined {
  for (const [document, { data }] of parseYaml(file, text.replace(/^\ufeff/, '')).documents.entries()) {
    if (!isMapping(data)) continue
    if (list === undefined) {
      if (fits(data)) return { document, path: [], value: data }
      continue
    }
    const rows = data[list]
    if (!Array.isArray(rows)) continue
    const index = (rows as readonly YamlValue[]).findIndex((row) => isMapping(row) && fits(row))
    const value: unknown = rows[index]
    if (isMapping(value)) return { document, path: [list, index], value }
  }
  return undefined
}
