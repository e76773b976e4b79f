import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { everyRule } from '../../src/assess/every-rule.ts'
import { commands } from '../../src/cli/commands.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { filledProgram, tokenValues } from '../support/starter-program.ts'

interface Row {
  readonly row: string
  readonly what: string
  readonly by?: readonly string[]
  readonly open?: string
  readonly out?: string
}
const rows: readonly Row[] = parse(readFileSync(join(import.meta.dirname, 'seed-features.yaml'), 'utf8'))

const root = resolve(import.meta.dirname, '../..')
const numbered = (count: number, series: string) =>
  Array.from({ length: count }, (_, index) => `${series}-${String(index + 1).padStart(2, '0')}`)
const expected = [
  ...numbered(56, 'S1'),
  ...numbered(23, 'S2'),
  ...numbered(20, 'S3'),
  ...numbered(9, 'S4'),
  ...numbered(30, 'S5'),
]

type Schema = Readonly<Record<string, unknown>>
const schemas = new Map(
  readdirSync(join(root, 'schemas')).map((name): [string, Schema] => [
    name,
    JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')),
  ]),
)
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null
const at = (node: unknown, key: string): unknown => (isSchema(node) ? node[key] : undefined)

function schemaOfKind(kind: string): Schema | undefined {
  return [...schemas.values()].find((schema) => at(at(at(schema, 'properties'), 'kind'), 'const') === kind)
}

/** Whether a record of the kind may have a value at the path; entries of lists need no step. */
function hasField(kind: string, path: readonly string[]): boolean {
  const home = schemaOfKind(kind)
  let found: unknown[] = home === undefined ? [] : [home]
  for (const step of path)
    found = found.flatMap((node) => below(node, home)).flatMap((node) => at(at(node, 'properties'), step) ?? [])
  return found.length > 0
}

/** A schema with all that stands for it: what it refers to, the entries of its list, its alternatives. */
function below(node: unknown, home: unknown): readonly unknown[] {
  const reference = at(node, '$ref')
  if (typeof reference === 'string') {
    const [file = '', name = ''] = reference.split('#/definitions/')
    const from = file === '' ? home : schemas.get(file)
    return below(at(at(from, 'definitions'), name), from)
  }
  const items = at(node, 'items')
  const alternatives = [at(node, 'anyOf'), at(node, 'oneOf')].flat().filter((one) => one !== undefined)
  return [node, ...(items === undefined ? [] : below(items, home)), ...alternatives.flatMap((one) => below(one, home))]
}

const recordKinds = new Set(
  [...JSON.stringify(schemas.get('evidence-record.json')).matchAll(/"const":"([a-z]+\.[a-z]+|deployment)"/g)].map(
    ([, kind]) => kind,
  ),
)
const ruleIds = new Set(everyRule.map(({ id }) => id))
const pages = new Set(readdirSync(join(root, 'templates')).map((name) => name.replace(/\.hbs$/, '')))
const commandNames = new Set(commands.map(({ name }) => name))
const starterIds = new Set(
  readProgram(filledProgram(tokenValues, ['A', 'PI', 'C', 'P'])).model.declaredIds.map(({ id }) => id),
)

const exists: Readonly<Record<string, (name: string) => boolean>> = {
  kind: (name) => {
    const [kind = '', ...path] = name.split('.')
    return hasField(kind, path)
  },
  rule: (name) => ruleIds.has(name),
  page: (name) => pages.has(name),
  command: (name) => commandNames.has(name),
  record: (name) => recordKinds.has(name),
  starter: (name) => starterIds.has(name),
}

test('every row of the five documents is in the table, once and in order', () => {
  expect(rows.map(({ row }) => row)).toEqual(expected)
})

describe.each(rows.map((row) => [row.row, row] as const))('%s', (_name, { by, out, what }) => {
  test(`is carried by something that exists: ${what}`, () => {
    expect(Object.keys({ by, out }).filter((key) => ({ by, out })[key as 'by'] !== undefined)).toHaveLength(1)
    const missing = (by ?? []).filter((name) => {
      const [type = '', rest = ''] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)]
      return exists[type]?.(rest) !== true
    })
    expect(missing).toEqual([])
    expect((by ?? [out]).length).toBeGreaterThan(0)
  })
})
