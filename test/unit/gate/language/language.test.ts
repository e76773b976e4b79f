import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decide, saidBy } from '../../../support/gate-facts.ts'
import { botRows } from './bot-changes.ts'
import { conditionRows } from './conditions.ts'
import { freezeRows } from './freezes.ts'
import { prohibitionRows } from './prohibitions.ts'
import { requirementRows } from './requirements.ts'
import type { Row } from './row.ts'

const tables: Readonly<Record<string, readonly Row[]>> = {
  'what is required': requirementRows,
  'what is forbidden': prohibitionRows,
  'changes by machines': botRows,
  freezes: freezeRows,
}

describe.each(Object.entries(tables))('%s', (_name, rows) => {
  test.each(rows)('$name is $wanted', ({ wanted, says = '', ...situation }) => {
    const decision = decide(situation)
    expect({ verdict: decision.verdict, said: saidBy(decision) }).toEqual({
      verdict: wanted,
      said: expect.stringContaining(says),
    })
  })
})

interface Node {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
}
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../schemas/gate-rules.json'), 'utf8'),
) as Node & {
  readonly definitions: Readonly<Record<string, Node>>
}

/** Every key below a place of the schema that holds nothing further, as a path. Groups hold what is there already. */
function keysBelow(node: Node, path: string): readonly string[] {
  const name = node.$ref?.replace('#/definitions/', '') ?? ''
  const found = schema.definitions[name] ?? node
  if (/\.(all|any)$/.test(path)) return [path]
  const properties = [found, found.items, ...(found.anyOf ?? [])].flatMap((one) =>
    Object.entries(one?.properties ?? {}),
  )
  return properties.length === 0 ? [path] : properties.flatMap(([key, below]) => keysBelow(below, `${path}.${key}`))
}
const rule = schema.properties?.['rules']?.items?.properties ?? {}
const placed = (node: Node | undefined, path: string): readonly string[] =>
  node === undefined ? [] : keysBelow(node, path)
const keys = [
  ...['when', 'require', 'forbid'].flatMap((key) => placed(rule[key], `rules.${key}`)),
  ...['botChanges', 'freezes'].flatMap((key) => placed(schema.properties?.[key], key)),
]

/** Text for people, and names: nothing is decided by them. */
const decideNothing = /^(botChanges|freezes)\.(id|title)$/
/** What the facts of every pull request say, or the rules themselves do: it is always known. */
const alwaysKnown =
  /^rules\.when\.(base|head|headRepository)$|^rules\.require\.reviewAfter|^botChanges\.(paths|update|approvals|insteadOf)$|^freezes\./
/** Below `not` stand the same keys as above it, and every row of a condition is also tried there. */
const negated = /^rules\.when\.not\./

const conditionVerdicts = conditionRows.map(({ keys: of, holds }) => ({
  keys: of,
  verdict: holds === 'unknown' ? 'not-determined' : holds === false ? 'approved' : 'pending',
}))
const verdicts = [
  ...conditionVerdicts,
  ...Object.values(tables).flatMap((rows) => rows.map(({ keys: of, wanted }) => ({ keys: of, verdict: wanted }))),
]
const verdictsOf = (key: string) =>
  new Set(verdicts.filter((row) => row.keys.includes(key)).map(({ verdict }) => verdict))

test('the schema has the keys that these tables are about, and no others', () => {
  const known = new Set([...keys, 'default', 'rules.require.from'])
  expect(keys.length).toBeGreaterThan(60)
  expect(verdicts.flatMap((row) => row.keys).filter((key) => !known.has(key))).toEqual([])
  const above = keys.filter((key) => negated.test(key)).map((key) => key.replace('.not.', '.'))
  expect(above.filter((key) => !keys.includes(key))).toEqual([])
})

const judged = keys.filter((key) => !decideNothing.test(key) && !negated.test(key))
test.each(judged)('%s has a row that passes, one that does not, and one where it is not known', (key) => {
  const found = verdictsOf(key)
  const passes = found.has('approved')
  const fails = found.has('pending') || found.has('refused') || key.startsWith('rules.require.reviewAfter')
  const open = found.has('not-determined') || alwaysKnown.test(key)
  expect({ passes, fails, open }).toEqual({ passes: true, fails: true, open: true })
})
