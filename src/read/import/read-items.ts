import type { EvidenceSource } from '../../model/records.ts'
import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import { all, type Json } from './json-shape.ts'
import { KnownKeys } from './known-keys.ts'
import { itemMapper, type MappedItem, type Raw } from './map-item.ts'
import { readCsv } from './read-csv.ts'
import { readDocument } from './read-document.ts'
import { readJsonLine } from './read-json.ts'
import { readLines } from './read-lines.ts'

export interface ItemsReading {
  /** In the order of the source. */
  readonly items: readonly MappedItem[]
  /** How many the source says there are in all; null where it does not say. */
  readonly total: number | null
  /** What points to the next page, of a source that has several. */
  readonly next: string | null
  /** Rows or objects that were read; an item for each, or several. */
  readonly rows: number
}

/**
 * Reads a file or an answer as its source declares it.
 *
 * @param bytes with byte order mark and container formats refused or taken off: `CheckedBytes`
 * @param salt for pseudonyms of e-mail addresses
 * @throws ImportRefused with the line, or the way to the value, and the column
 */
export async function readItems(bytes: Bytes, source: EvidenceSource, salt: string): Promise<ItemsReading> {
  const map = itemMapper(source, salt)
  const items: MappedItem[] = []
  let rows = 0
  const add = (get: (from: string) => Raw): void => {
    rows += 1
    const made = map(get)
    if (items.length + made.length > importLimits.rows) {
      throw new ImportRefused(`There are more than ${importLimits.rows} items`, 'Split the file.')
    }
    items.push(...made)
  }
  switch (source.format) {
    case 'csv':
      await readTable(bytes, source, add)
      return { items, total: null, next: null, rows }
    case 'jsonl': {
      const known = new KnownKeys(source)
      for await (const line of readLines(bytes)) {
        if (line.bytes.every((byte) => byte === 0x20 || byte === 0x09)) continue
        const item = readJsonLine(line.bytes, all, line.number)
        atLine(line.number, () => add(known.read(item)))
      }
      return { items, total: null, next: null, rows }
    }
    case 'json': {
      const known = new KnownKeys(source)
      const document = await readDocument(bytes, source, (item: Json) => add(known.read(item)))
      return { items, ...document, rows }
    }
  }
}

/** Adds the line to what is refused without one. */
function atLine(line: number, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof ImportRefused) || error.place.line !== undefined) throw error
    throw new ImportRefused(error.what, error.remedy, { line, ...error.place }, { cause: error })
  }
}

const delimiters = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const

async function readTable(
  bytes: Bytes,
  source: EvidenceSource,
  add: (get: (from: string) => Raw) => void,
): Promise<void> {
  let columns: ReadonlyMap<string, number> | undefined
  for await (const { line, cells } of readCsv(bytes, delimiters[source.delimiter ?? 'comma'])) {
    if (columns === undefined) {
      columns = columnsOf(cells, source, line)
      continue
    }
    const places = columns
    atLine(line, () => add((from) => cells[places.get(from) ?? -1]))
  }
  if (columns === undefined) throw new ImportRefused('There is no heading', 'The first line names the columns.')
}

function columnsOf(heading: readonly string[], source: EvidenceSource, line: number): ReadonlyMap<string, number> {
  const names = heading.map((name) => name.trim())
  const used = new Set(source.fields.flatMap(({ from }) => from ?? []))
  const ignored = new Set(source.ignore)
  for (const [index, name] of names.entries()) {
    const at = `column ${name.slice(0, 100)}`
    if (names.indexOf(name) !== index)
      throw new ImportRefused('Two columns have this name', 'Rename one.', { line, at })
    if (!used.has(name) && !ignored.has(name)) {
      const remedy = `Map it in ${source.id}, or name it under \`ignore\`.`
      throw new ImportRefused('The source does not know this column', remedy, { line, at })
    }
  }
  const missing = [...used].find((name) => !names.includes(name))
  if (missing !== undefined) {
    const at = `column ${missing.slice(0, 100)}`
    throw new ImportRefused('There is no such column', `Correct ${source.id}, or the delimiter.`, { line, at })
  }
  return new Map(names.map((name, index) => [name, index]))
}
