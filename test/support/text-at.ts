import type { Location } from '../../src/model/location.ts'

/** The text that a location claims, cut out of the file by lines and columns alone. */
export function textAt(text: string, { line, column, endLine, endColumn }: Location): string {
  const lines = text.split('\n')
  if (line === endLine) return (lines[line - 1] ?? '').slice(column - 1, endColumn - 1)
  const first = (lines[line - 1] ?? '').slice(column - 1)
  const last = (lines[endLine - 1] ?? '').slice(0, endColumn - 1)
  return [first, ...lines.slice(line, endLine - 1), last].join('\n')
}
