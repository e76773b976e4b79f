import type { Location } from '../model/location.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import { displayWidth } from './display-width.ts'
import { printable } from './printable.ts'

const longest = 100

/**
 * The line of a place with the one before it, and marks under the place. Long lines are cut around it; a place that spans
 * lines is marked to the end of its first; a secret is not shown. undefined where the text has no such line.
 *
 * @param above whether to show the line before it
 */
export function codeFrame(
  text: string,
  { line, column, endLine, endColumn }: Location,
  above = true,
): readonly string[] | undefined {
  const lines = linesAround(text, line)
  const source = lines.at(-1)
  if (source === undefined || source.trim() === '') return undefined
  const width = String(line).length
  const before = above && lines.length > 1 ? (lines[0] ?? '') : ''
  const rowAbove =
    before.trim() === ''
      ? []
      : [`${String(line - 1).padStart(width)} | ${printable(whole(redactText(before).slice(0, longest)))}`]
  // Before it is cut: half of a secret does not look like one. Places in the line are not where they were, so none is marked.
  const safe = redactText(source)
  if (safe !== source) return [...rowAbove, `${line} | ${printable(whole(safe.slice(0, longest)))}`]
  const from = column - 1
  const to = Math.max(from + 1, endLine === line ? endColumn - 1 : source.length)
  const cut = from > longest - 20 ? from - 20 : 0
  const shown = printable(whole(source.slice(cut, cut + longest)))
  const indent = displayWidth(printable(whole(source.slice(cut, from))))
  const marked = Math.max(1, displayWidth(printable(whole(source.slice(from, Math.min(to, cut + longest))))))
  return [
    ...rowAbove,
    `${line} | ${cut > 0 ? '...' : ''}${shown}${source.length > cut + longest ? '...' : ''}`,
    `${' '.repeat(width)} | ${' '.repeat(indent + (cut > 0 ? 3 : 0))}${'^'.repeat(marked)}`,
  ]
}

/** Without the halves of characters that cutting left at the ends. */
const whole = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')

/** The line before a line, and the line itself, without splitting the whole text. */
function linesAround(text: string, line: number): string[] {
  let start = 0
  const found: string[] = []
  for (let number = 1; number <= line; number += 1) {
    const end = text.indexOf('\n', start)
    if (number >= line - 1)
      found.push(
        text
          .slice(start, end === -1 ? undefined : end)
          .replace(/\r$/, '')
          .replaceAll('\t', ' '),
      )
    if (end === -1) return number < line ? [] : found
    start = end + 1
  }
  return found
}
