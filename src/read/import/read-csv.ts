import { CsvError, type Options, parse } from 'csv-parse'
import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'

export interface CsvRow {
  /** Line of the file on which the row ends, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows of a CSV file (RFC 4180), the heading among them; every row has as many cells as the first. Empty lines are
 * passed over.
 *
 * @param delimiter one character
 * @throws ImportRefused
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function* readCsv(bytes: Bytes, delimiter: string): AsyncGenerator<CsvRow> {
  const options: Options = {
    delimiter,
    info: true,
    skip_empty_lines: true,
    max_record_size: importLimits.lineBytes,
  }
  const parser = parse(options)
  const written = write(bytes, parser)
  // Told where it is awaited, below; until then it must not count as one that nobody handles.
  written.catch(() => undefined)
  let rows = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      rows += 1
      if (rows > importLimits.rows + 1) {
        throw new ImportRefused(`There are more than ${importLimits.rows} rows`, 'Split the file.', {
          line: info.lines,
        })
      }
      if (record.length > importLimits.columns) {
        const what = `A row has more than ${importLimits.columns} columns`
        throw new ImportRefused(what, 'Name the right delimiter.', { line: info.lines })
      }
      yield { line: info.lines, cells: record }
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error
  } finally {
    parser.destroy()
  }
  await written
}

/** Hands on the bytes no faster than they are read. */
async function write(bytes: Bytes, parser: ReturnType<typeof parse>): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    for await (const chunk of bytes) {
      // The parser itself would replace what is no UTF-8.
      if (parser.destroyed) return
      if (!parser.write(decode(decoder, chunk))) await drained(parser)
    }
    parser.end(decode(decoder, undefined))
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch (cause) {
    throw new ImportRefused('The file is not UTF-8', 'Save it as UTF-8.', {}, { cause })
  }
}

const drained = (parser: ReturnType<typeof parse>): Promise<void> =>
  new Promise((resolve) => {
    if (parser.destroyed) resolve()
    parser.once('drain', resolve)
    parser.once('close', resolve)
  })

function refusalOf(error: CsvError): ImportRefused {
  const lines: unknown = error['lines']
  const place = typeof lines === 'number' ? { line: lines } : {}
  const say = (what: string, remedy: string) => new ImportRefused(what, remedy, place, { cause: error })
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return say('The row has another number of cells than the heading', 'Correct the row, or name the delimiter.')
    case 'CSV_QUOTE_NOT_CLOSED':
      return say('A quote is not closed', 'The file was cut short; let it be written again.')
    case 'CSV_MAX_RECORD_SIZE':
      return say(
        `A row is longer than ${importLimits.lineBytes / 1024 / 1024} MiB`,
        'Leave out the column that fills it.',
      )
    default:
      return say('The file is not CSV', 'A quote inside a cell is written twice; see RFC 4180.')
  }
}
