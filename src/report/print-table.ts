import { stringify } from 'csv-stringify/sync'
import { inlineText } from '../model/markdown-text.ts'
import { visible } from '../model/visible-text.ts'
import { displayWidth } from './display-width.ts'
import { printable } from './printable.ts'
import type { Table, TableFormat } from './table.ts'

/** A list in one of its forms. Ends in a line break. */
export function printTable(table: Table, format: TableFormat): string {
  return printers[format](table)
}

const printers: Readonly<Record<TableFormat, (table: Table) => string>> = {
  table: asText,
  markdown: asMarkdown,
  csv: asCsv,
  json: asJson,
}

function asText({ title, about, notes, columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(printable))
  const widths = columns.map((_name, column) =>
    cells.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? '')), 0),
  )
  const pad = (text: string, column: number) => text + ' '.repeat((widths[column] ?? 0) - displayWidth(text))
  const widest = Math.max(...about.map(([name]) => name.length))
  const lines = [
    printable(title),
    ...about.map(([name, value]) => `  ${name.padEnd(widest)}  ${printable(value)}`),
    ...notes.map((note) => `  Note: ${printable(note)}`),
    '',
    ...(rows.length === 0 ? ['No items.'] : cells.map((row) => row.map(pad).join('  ').trimEnd())),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function asMarkdown({ title, about, notes, columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = [
    `# ${inlineText(title)}`,
    '',
    row(['About', '']),
    row(['---', '---']),
    ...about.map(([name, value]) => row([name, inlineText(value)])),
    '',
    ...notes.flatMap((note) => [`> **Note:** ${inlineText(note)}`, '']),
    ...(rows.length === 0
      ? ['No items.']
      : [row(columns), row(columns.map(() => '---')), ...rows.map((cells) => row(cells.map(inlineText)))]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** What the list is about stands above it, as rows of two. A cell that a spreadsheet would compute gets a quote before it. */
function asCsv({ title, about, notes, columns, rows }: Table): string {
  const head = [['Title', title], ...about, ...notes.map((note) => ['Note', note]), [''], columns]
  const shown = [...head, ...rows].map((row) => row.map(visible))
  return stringify(shown, { escape_formulas: true, record_delimiter: 'windows' })
}

function asJson({ title, about, notes, columns, rows }: Table): string {
  const named = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])))
  return `${JSON.stringify({ title, about: Object.fromEntries(about), notes, rows: named }, null, 2)}\n`
}
