import { describe, expect, test } from 'vitest'
import { printTable } from '../../../src/report/print-table.ts'

const table = {
  title: 'User access',
  about: [
    ['Query', 'evidence report user-access'],
    ['Count', '2'],
  ],
  notes: ['Not known: gateway was not read.'],
  columns: ['Account', 'Role'],
  rows: [
    ['=HYPERLINK("http://x")', '\u001b[31madmin|x'],
    ['日本', '<script>@ana'],
  ],
} as const

describe('a list', () => {
  test('as text has aligned columns and moves no cursor', () => {
    expect(printTable(table, 'table')).toBe(
      [
        'User access',
        '  Query  evidence report user-access',
        '  Count  2',
        '  Note: Not known: gateway was not read.',
        '',
        'Account                 Role',
        '=HYPERLINK("http://x")  \\u001b[31madmin|x',
        '日本                    <script>@ana',
        '',
      ].join('\n'),
    )
  })

  test('as Markdown stays one table, and calls nobody', () => {
    const text = printTable(table, 'markdown')
    expect(text).toContain('admin\\|x')
    expect(text).not.toMatch(/<script>|@ana|\u001b/)
    expect(text.split('\n').filter((line) => line.startsWith('| Account'))).toHaveLength(1)
  })

  test('as CSV is computed by no spreadsheet', () => {
    const text = printTable(table, 'csv')
    expect(text.split('\r\n')[0]).toBe('Title,User access')
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).not.toContain('\u001b')
  })

  test('as JSON has names for its columns', () => {
    expect(JSON.parse(printTable(table, 'json'))).toEqual({
      title: 'User access',
      about: { Query: 'evidence report user-access', Count: '2' },
      notes: table.notes,
      rows: table.rows.map(([Account, Role]) => ({ Account, Role })),
    })
  })

  test('without rows says so, in every form for people', () => {
    const empty = { ...table, rows: [] }
    for (const format of ['table', 'markdown'] as const) expect(printTable(empty, format)).toContain('No items.')
    expect(printTable(empty, 'csv')).toMatch(/Account,Role\r\n$/)
  })
})
