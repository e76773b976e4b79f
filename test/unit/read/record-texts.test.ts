import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProgram } from '../../../src/read/read-program.ts'

type Node = Readonly<Record<string, unknown>>
const folder = resolve(import.meta.dirname, '../../../schemas')
const schemaOf = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Node
const common = schemaOf('common.json')

const propertiesOf = (name: string) => schemaOf(name)['properties'] as Node

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

function follow(node: Node, home: Node): { readonly node: Node; readonly home: Node } {
  const { $ref, ...own } = node
  if (typeof $ref !== 'string') return { node, home }
  const [file = '', name = ''] = $ref.split('#/definitions/')
  const there = file === 'common.json' ? common : home
  const definitions = there['definitions'] as Readonly<Record<string, Node>>
  const found = follow(definitions[name] ?? {}, there)
  return { node: { ...found.node, ...own }, home: found.home }
}

/** What an engineer would miss in the editor, and what a hostile file could make endless. */
function lacking(start: Node, root: Node, path: string): string[] {
  const { node, home } = follow(start, root)
  const { description, enum: values, enumDescriptions: meanings, type, properties, items, pattern } = node
  const found: string[] = []
  if (node['const'] === undefined && typeof description !== 'string') found.push(`${path} has no description`)
  if (Array.isArray(values) && (!Array.isArray(meanings) || meanings.length !== values.length))
    found.push(`${path} does not say what each value means`)
  if (type === 'array' && node['maxItems'] === undefined) found.push(`${path} has no end`)
  const isBounded = ['maxLength', 'format', 'enum'].some((key) => node[key] !== undefined)
  const isFixed = typeof pattern === 'string' && !/[*+]|,\}/.test(pattern)
  if (type === 'string' && !isBounded && !isFixed) found.push(`${path} may be of any length`)
  if (isNode(properties)) {
    for (const [key, value] of Object.entries(properties)) {
      if (isNode(value)) found.push(...lacking(value, home, `${path}.${key}`))
    }
  }
  if (isNode(items)) found.push(...lacking(items, home, `${path}[]`))
  for (const branch of [node['anyOf'], node['oneOf']].flatMap((all) => (Array.isArray(all) ? all : []))) {
    if (isNode(branch)) found.push(...lacking({ description: '', ...branch }, home, path))
  }
  return found
}

describe('the schema of', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'config.json')
  const records = names.filter((name) => isNode(schemaOf(name)['properties']) && 'apiVersion' in propertiesOf(name))

  test('every kind is among them', () => {
    expect(records.length).toBeGreaterThanOrEqual(22)
  })

  test.each(records)('%s describes every key and value, and bounds every list and text', (name) => {
    const schema = schemaOf(name)
    expect(lacking(schema, schema, name)).toEqual([])
  })
})

describe('an e-mail address', () => {
  const problemsOf = (record: string) =>
    readProgram([{ path: 'a.yaml', bytes: Buffer.from(`apiVersion: countersign/v1\n${record}`) }]).problems
  test.each([
    [
      'the target of a channel',
      'kind: CommunicationPlan\nid: COM-A\ntitle: Plan\ncommunications: []\nchannels:\n  - { id: mail, title: Mail, type: email, target: ana@example.com }\n',
      7,
    ],
    [
      'the title of a system',
      'kind: DataInventory\nid: INV-A\ntitle: Data\nsystems:\n  - { id: api, title: "API, ask ana@example.com", owner: ana, criticality: low }\n',
      6,
    ],
    [
      'a service of a vendor',
      'kind: Vendor\nid: VEN-A\ntitle: A\ntier: low\nowner: ana\nservices:\n  - Mail of ana@example.com\n',
      8,
    ],
  ])('is refused in %s, and the cure is told', (_where, record, line) => {
    const problems = problemsOf(record)
    expect(problems.map(({ code, at, remedy }) => [code, at.line, remedy])).toEqual([
      ['SCH-003', line, expect.stringMatching(/^Write one line without an e-mail address; name a role/)],
    ])
  })

  test('is not seen where somebody writes @ alone', () => {
    expect(
      problemsOf(
        'kind: Vendor\nid: VEN-A\ntitle: A\ntier: low\nowner: ana\nservices: ["Actions @ GitHub", "@scope"]\n',
      ),
    ).toEqual([])
  })
})
