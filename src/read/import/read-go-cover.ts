import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import { readTextLines } from './read-lines.ts'
import type { CoverageReading } from './reading.ts'

/**
 * Counts a cover profile of Go. Go counts statements and not lines; a block that several test binaries ran counts once, as
 * `go tool cover` has it.
 *
 * @throws ImportRefused
 * @see https://pkg.go.dev/golang.org/x/tools/cover
 */
export async function readGoCover(bytes: Bytes): Promise<CoverageReading> {
  const blocks = new Map<string, { readonly statements: number; isCovered: boolean }>()
  let first = true
  for await (const { number, text } of readTextLines(bytes)) {
    const refuse = (what: string, remedy: string) => new ImportRefused(what, remedy, { line: number })
    if (/^mode: (?:set|count|atomic)$/.test(text)) {
      first = false
      continue
    }
    if (first) throw refuse('This is no cover profile of Go', 'It begins with `mode:`.')
    if (text === '') continue
    const [, block, statements, count] =
      /^(.{1,4000}:\d{1,9}\.\d{1,9},\d{1,9}\.\d{1,9}) (\d{1,9}) (\d{1,18})$/.exec(text) ?? []
    if (block === undefined)
      throw refuse('This is no block of a cover profile', 'The file was cut short; write it again.')
    const known = blocks.get(block)
    if (known !== undefined) known.isCovered ||= Number(count) > 0
    else if (blocks.size >= importLimits.rows)
      throw refuse(`There are more than ${importLimits.rows} blocks`, 'Split it.')
    else blocks.set(block, { statements: Number(statements), isCovered: Number(count) > 0 })
  }
  const lines = { total: 0, covered: 0 }
  for (const { statements, isCovered } of blocks.values()) {
    lines.total += statements
    if (isCovered) lines.covered += statements
  }
  return { lines, branches: null, doubts: [], from: null, to: null }
}
