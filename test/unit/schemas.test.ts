import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { starter } from '../../src/usecases/starter.gen.js'

// The schemas are what people meet in their editor: each says what it asks for, in words. What can be derived is derived
// (src/dev/editor-schema.mjs); what has to be written is asked for here, of every kind, also of those that come later.

interface Node {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly description?: string
  readonly pattern?: string
  readonly patternErrorMessage?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly defaultSnippets?: readonly { readonly label: string; readonly body: object }[]
  readonly [keyword: string]: unknown
}

const folder = resolve(import.meta.dirname, '../../schemas')
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Node
/** Facts, log records and reports are written by programs, never in an editor. */
const edited = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, read(name)] as const)
  .filter(([name, schema]) => name === 'common.json' || schema.properties?.['apiVersion'] !== undefined)
const published = new Map(starter.schemas.map(({ path, text }) => [path, JSON.parse(text) as Node]))

/** Every schema inside a schema, with its path. Keys of `properties` are names and no keywords. */
function* nodesIn(node: unknown, path = ''): Generator<readonly [path: string, node: Node]> {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return
  yield [path, node as Node]
  for (const [key, value] of Object.entries(node)) {
    if (['properties', 'definitions', 'patternProperties'].includes(key)) {
      for (const [name, inner] of Object.entries(value as object)) yield* nodesIn(inner, `${path}/${key}/${name}`)
    } else if (['items', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'].includes(key)) {
      yield* nodesIn(value, `${path}/${key}`)
    } else if (['anyOf', 'oneOf', 'allOf'].includes(key)) {
      for (const [index, inner] of (value as unknown[]).entries()) yield* nodesIn(inner, `${path}/${key}/${index}`)
    }
  }
}

test('the schemas that init copies are those that people edit', () => {
  expect([...published.keys()].sort()).toEqual(edited.map(([name]) => name).sort())
})

describe.each(edited)('%s', (name, source) => {
  const copy = published.get(name) ?? {}

  test('is draft-07, and leads nowhere but to itself and common.json', () => {
    expect(source['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    for (const [, { $ref }] of nodesIn(source))
      if ($ref !== undefined) expect($ref).toMatch(/^(?:common\.json)?#\/definitions\/\w+$/)
  })

  test('says of every key what it is', () => {
    for (const [path, { properties = {} }] of nodesIn(copy)) {
      for (const [key, node] of Object.entries(properties)) {
        // A definition is described where it is.
        expect([`${path}/${key}`, node.description ?? node.$ref]).toEqual([
          `${path}/${key}`,
          expect.stringMatching(/\S/),
        ])
      }
    }
    for (const [key, node] of Object.entries(
      (copy['definitions'] as Readonly<Record<string, Node>> | undefined) ?? {},
    )) {
      expect([key, node.description]).toEqual([key, expect.stringMatching(/\S/)])
    }
  })

  test('says of every value what it means, to each kind of editor', () => {
    for (const [path, node] of nodesIn(copy)) {
      if (node.enum === undefined) continue
      expect([path, node.enumDescriptions?.length]).toEqual([path, node.enum.length])
      const metadata = node['x-intellij-enum-metadata'] as Readonly<Record<string, { readonly description: string }>>
      expect(node.enum.map((value) => metadata[String(value)]?.description)).toEqual(node.enumDescriptions)
    }
  })

  test('says of every pattern what to write', () => {
    for (const [path, { pattern, patternErrorMessage }] of nodesIn(copy)) {
      if (pattern === undefined) continue
      expect([path, patternErrorMessage]).toEqual([path, expect.stringMatching(/^(?:Write|Start with|Expected: ).{6}/)])
    }
  })

  test('offers a record, and a row of each list', () => {
    if (copy.properties?.['kind'] !== undefined)
      expect(copy.defaultSnippets?.[0]?.body).toMatchObject({ kind: copy['title'] })
    for (const [path, { items }] of nodesIn(copy)) {
      if (items?.properties === undefined) continue
      const required = (items['required'] as readonly string[] | undefined) ?? []
      expect([path, Object.keys(items.defaultSnippets?.[0]?.body ?? {})]).toEqual([
        path,
        required.length > 0 ? [...required] : [expect.any(String)],
      ])
    }
  })

  test('the copy asks for the same as the source', () => {
    const words = new Set([
      'description',
      'markdownDescription',
      'markdownEnumDescriptions',
      'patternErrorMessage',
      'defaultSnippets',
    ])
    const contract = (text: unknown) =>
      JSON.stringify(text, (key, value: unknown) => (words.has(key) || /^x-./.test(key) ? undefined : value))
    // A key of a mapping may have one of these names; then both sides lose it.
    expect(JSON.parse(contract(copy))).toEqual(JSON.parse(contract(source)))
  })
})
