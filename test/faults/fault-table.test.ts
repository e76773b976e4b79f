import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faults } from './fault-table.ts'

const named = new Set(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/['"`]fault (\d+):/g)])
    .map(([, row]) => Number(row)),
)

test('every row has tests named after it, or says why it has none', () => {
  expect(faults.map(({ row }) => row)).toEqual(Array.from({ length: 54 }, (_, index) => index + 1))
  expect(faults.filter(({ row, later }) => named.has(row) === (later !== undefined)).map(({ row }) => row)).toEqual([])
  expect([...named].filter((row) => !faults.some((fault) => fault.row === row))).toEqual([])
})
