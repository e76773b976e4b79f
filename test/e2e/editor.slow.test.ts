import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Problem } from '../../src/model/problem.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { readSettings } from '../../src/read/read-settings.ts'
import { type Completion, LanguageServer, type Position, yamlServer } from '../support/language-server.ts'
import { runCli } from '../support/run-cli.ts'

// The language server that VS Code, Neovim, Emacs and others run, over the schemas as `init` writes them. Every kind is taken
// from the folder, so a new one is tested from the day on which it exists.

interface Schema {
  readonly title?: string
  readonly properties?: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
}
interface Property {
  readonly $ref?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly enumDescriptions?: readonly string[]
}

const root = mkdtempSync(join(tmpdir(), 'editor-'))
const init = await runCli(['init', '--organisation', 'Example', '--person', 'ana:Ana:ana'], { cwd: root })
if (init.status !== 0) throw new Error(init.stderr)
const folder = join(root, 'compliance/.schemas/v1')
const schemas = new Map(
  readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema]),
)
const common = schemas.get('common.json') as { readonly definitions: Readonly<Record<string, Property>> }
const kinds = [...schemas].filter(([, schema]) => schema.properties?.['kind']?.const !== undefined)

const server = new LanguageServer(yamlServer)
beforeAll(() => server.start(root))
afterAll(() => {
  server.stop()
  rmSync(root, { recursive: true, force: true })
})

/** Every file is opened under a name of its own: the server remembers. */
let files = 0
async function open(text: string) {
  files += 1
  const file = join(root, `compliance/new-${files}.yaml`)
  return { file, found: await server.open(file, text) }
}

const modeline = (name: string) => `# yaml-language-server: $schema=.schemas/v1/${name}\n`

/** What stands at each stop of a snippet if nobody types, with days that exist. */
const filled = (snippet: string) =>
  snippet
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll('YYYY-MM-DDThh:mm:ss', '2026-01-31T09:00:00')
    .replaceAll('YYYY-MM-DD', '2026-01-31')

async function snippetOf(name: string, title: string): Promise<string> {
  const { file } = await open(`${modeline(name)}\n`)
  const items = await server.complete(file, { line: 1, character: 0 })
  const label = title.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()
  const snippet = items.find((item) => item.label === label)?.insertText
  if (snippet === undefined) throw new Error(`no snippet ${label} among ${items.map((item) => item.label).join(', ')}`)
  return snippet
}

/** What `check` says about a file of this kind. */
function checked(text: string): readonly Problem[] {
  const file = { path: 'compliance/new.yaml', bytes: Buffer.from(text) }
  return /^kind: Config$/m.test(text) ? readSettings(file).problems : readProgram([file]).problems
}

const textOf = (item: Completion | undefined): string =>
  typeof item?.documentation === 'object' ? item.documentation.value : (item?.documentation ?? '')

const positionOf = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
}

const resolved = (property: Property): Property =>
  property.$ref?.startsWith('common.json#/definitions/') === true
    ? { ...common.definitions[property.$ref.slice('common.json#/definitions/'.length)], ...property }
    : property

test('there are schemas, and none leads to the network', () => {
  expect(kinds.length).toBeGreaterThan(10)
  for (const name of schemas.keys()) {
    const references = readFileSync(join(folder, name), 'utf8').matchAll(/"\$ref": "([^"]*)"/g)
    expect(
      [...references].map(([, to]) => to).filter((to) => !/^(?:common\.json)?#\/definitions\/\w+$/.test(to ?? '')),
    ).toEqual([])
  }
})

test('every file that init writes is clean in the editor, through its own first line', async () => {
  const written = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.yaml') && !name.startsWith('.'),
  )
  expect(written.length).toBeGreaterThan(50)
  for (const name of written) {
    const text = readFileSync(join(root, name), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=/)
    expect([name, await server.open(join(root, name), text)]).toEqual([name, []])
  }
})

describe.each(kinds)('%s', (name, schema) => {
  const title = schema.title ?? ''
  const properties = Object.entries(schema.properties ?? {}).map(
    ([key, property]) => [key, resolved(property)] as const,
  )
  let snippet = ''
  let base = ''
  beforeAll(async () => {
    snippet = await snippetOf(name, title)
    base = `${modeline(name)}${filled(snippet)}\n`
  })

  test('an empty file is offered a whole record, which has all that must be there', async () => {
    expect(parse(base)).toMatchObject({ apiVersion: 'countersign/v1', kind: title })
    expect(Object.keys(parse(base) as object)).toEqual(expect.arrayContaining([...(schema.required ?? [])]))
    // Only a value that a person has to think of may still be refused.
    expect(checked(base).filter(({ code }) => code !== 'SCH-003')).toEqual([])
  })

  test('every key is offered with what it means', async () => {
    const { file } = await open(`${modeline(name)}\n`)
    const items = await server.complete(file, { line: 1, character: 0 })
    for (const [key] of properties)
      expect([key, textOf(items.find(({ label }) => label === key))]).toEqual([key, expect.stringMatching(/\S{2}/)])
  })

  test('every key explains itself in Markdown under the pointer', async () => {
    for (const [key] of properties) {
      const has = new RegExp(`^${key}:`, 'm').test(base)
      const text = has ? base : `${base}${key}: x\n`
      const { file } = await open(text)
      const at = positionOf(text, text.search(new RegExp(`^${key}:`, 'm')) + 1)
      const hover = await server.hover(file, at)
      expect(hover?.contents.kind).toBe('markdown')
      expect([key, hover?.contents.value.replace(/#### .*|Source: .*/g, '').trim()]).toEqual([
        key,
        expect.stringMatching(/\S{2}/),
      ])
    }
  })

  test('values are offered with what they mean', async () => {
    const lines = `${modeline(name)}${snippet}\n`
    const stops = [...lines.matchAll(/\$\{\d+\|([^}]*)\|\}/g)]
    for (const stop of stops) {
      const text = `${filled(lines.slice(0, stop.index))}${filled(lines.slice(stop.index + stop[0].length))}`
      const { file } = await open(text)
      const items = await server.complete(file, positionOf(text, filled(lines.slice(0, stop.index)).length))
      for (const value of stop[1]?.split(',') ?? []) {
        const item = items.find(({ label }) => label === value)
        expect([value, item?.label]).toEqual([value, value])
        if (value !== 'true' && value !== 'false')
          expect([value, textOf(item)]).toEqual([value, expect.stringMatching(/\S{2}/)])
      }
    }
    for (const [key, property] of properties.filter(([, one]) => one.enum !== undefined)) {
      const text = `${base.replace(new RegExp(`^${key}:.*\n`, 'm'), '')}${key}: \n`
      const { file } = await open(text)
      const items = await server.complete(file, positionOf(text, text.length - 1))
      const offered = property.enum?.map((value) => textOf(items.find(({ label }) => label === value)))
      expect([key, offered]).toEqual([key, property.enumDescriptions])
    }
  })

  test('the editor and check find the same mistakes on the same lines', async () => {
    const before = await open(base)
    const known = new Set(before.found.map(({ range }) => range.start.line + 1))
    expect(new Set(checked(base).map(({ at }) => at.line))).toEqual(known)

    const withLine = `${base}nonsense: 1\n`
    const last = withLine.split('\n').length - 1
    expect((await open(withLine)).found.map(({ range }) => range.start.line + 1)).toContain(last)
    expect(
      checked(withLine)
        .filter(({ at }) => at.line === last)
        .map(({ code }) => code),
    ).toEqual(['SCH-001'])

    const twice = `${base}kind: ${title}\n`
    expect((await open(twice)).found.map(({ range }) => range.start.line + 1)).toContain(last)
    expect(
      checked(twice)
        .filter(({ at }) => at.line === last)
        .map(({ code }) => code),
    ).toEqual(['YML-005'])

    const wrongKind = base.replace(/^kind: .*$/m, 'kind: Nonsense')
    const line = base.split('\n').findIndex((one) => one.startsWith('kind:')) + 1
    expect((await open(wrongKind)).found.map(({ range }) => range.start.line + 1)).toContain(line)
    expect(checked(wrongKind).map(({ at }) => at.line)).toContain(line)

    const choice = properties.find(([key, one]) => one.enum !== undefined && new RegExp(`^${key}: .`, 'm').test(base))
    if (choice !== undefined) {
      const wrong = base.replace(new RegExp(`^${choice[0]}: .*$`, 'm'), `${choice[0]}: nonsense`)
      const at = wrong.split('\n').findIndex((one) => one.startsWith(`${choice[0]}:`)) + 1
      expect((await open(wrong)).found.map(({ range }) => range.start.line + 1)).toContain(at)
      expect(
        checked(wrong)
          .filter((one) => one.at.line === at)
          .map(({ code }) => code),
      ).toEqual(['SCH-004'])
    }

    const key = (schema.required ?? []).find(
      (one) => !['apiVersion', 'kind'].includes(one) && new RegExp(`^${one}: .`, 'm').test(base),
    )
    if (key !== undefined) {
      const without = base.replace(new RegExp(`^${key}: .*\n`, 'm'), '')
      expect((await open(without)).found.map(({ message }) => message)).toContain(`Missing property "${key}".`)
      expect(
        checked(without)
          .filter(({ code }) => code === 'SCH-002')
          .map(({ what }) => what),
      ).toEqual([expect.stringContaining(`has no \`${key}\``)])
    }
  })
})
