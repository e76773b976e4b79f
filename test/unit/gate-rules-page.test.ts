import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type GateRulesSchema, gateRulesPage } from '../../src/dev/gate-rules-page.ts'
import { readProgram } from '../../src/read/read-program.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8')
const schema = JSON.parse(read('schemas', 'gate-rules.json')) as GateRulesSchema
const page = () => gateRulesPage(schema, read('src', 'dev', 'gate-decisions.md'))

/** `UPDATE=1 npx vitest run test/unit/gate-rules-page.test.ts` writes it anew. */
test('docs/gate-rules.md is what the schema says', () => {
  const path = join(root, 'docs', 'gate-rules.md')
  if (process.env['UPDATE'] === '1') writeFileSync(path, page())
  else expect(readFileSync(path, 'utf8')).toBe(page())
})

test('it has a row for every key of the language', () => {
  const keys = new Set<string>()
  JSON.stringify(schema, (_name, value: unknown) => {
    const { properties } = (value ?? {}) as { properties?: object }
    for (const key of Object.keys(properties ?? {})) keys.add(key)
    return value
  })
  expect(keys.size).toBeGreaterThan(50)
  const rows = page()
  expect([...keys].filter((key) => !['apiVersion', 'kind'].includes(key) && !rows.includes(`| \`${key}\``))).toEqual([])
  expect(rows).not.toContain('undefined')
})

test('the example in it is valid', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page()) ?? []
  expect((parse(example) as { rules: unknown[] }).rules.length).toBe(4)
  expect(readProgram([{ path: 'compliance/gate-rules.yaml', bytes: Buffer.from(example) }]).problems).toEqual([])
})
