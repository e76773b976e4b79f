import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readSettings } from '../../../src/read/read-settings.ts'

const schemas = join(import.meta.dirname, '../../../schemas')
const { definitions } = JSON.parse(readFileSync(join(schemas, 'evidence-record.json'), 'utf8')) as {
  readonly definitions: Readonly<
    Record<string, { readonly properties?: { readonly kind?: { readonly const?: string } } }>
  >
}
const kinds = Object.values(definitions).flatMap(({ properties }) => properties?.kind?.const ?? [])

const read = (evidence: string) =>
  readSettings({
    path: 'countersign.yaml',
    bytes: Buffer.from(`apiVersion: countersign/v1\nkind: Config\nevidence: ${evidence}\n`),
  })

test('every kind of record can have a time of its own, and what has none has the default', () => {
  expect(kinds.length).toBeGreaterThan(15)
  const { settings, problems } = read(
    `{retention: {${kinds.map((kind, index) => `${kind}: ${index + 1}`).join(', ')}}}`,
  )
  expect(problems).toEqual([])
  expect([...settings.retentionDays]).toEqual([['default', 2557], ...kinds.map((kind, index) => [kind, index + 1])])
  expect(read('{retention: {default: 30}}').settings.retentionDays).toEqual(new Map([['default', 30]]))
  expect(defaultSettings.retentionDays).toEqual(new Map([['default', 2557]]))
})

test.each([
  '{retention: {collection.windows: 30}}',
  '{retention: {default: 0}}',
  '{retention: {default: "7 years"}}',
  '{keep: 1}',
])('is refused, and the defaults are not taken instead: %s', (evidence) => {
  const { settings, problems } = read(evidence)
  expect(problems).not.toEqual([])
  expect(settings).toBe(defaultSettings)
})
