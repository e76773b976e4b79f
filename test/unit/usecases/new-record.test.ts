import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import type { Files } from '../../../src/ports/files.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import type { MissingValue } from '../../../src/usecases/build-value.ts'
import type { FileChange } from '../../../src/usecases/change-program.ts'
import { type NewKind, newKinds } from '../../../src/usecases/kind-by-word.ts'
import { planNew } from '../../../src/usecases/new-record.ts'
import { follow, type PlacedSchema, type SchemaNode } from '../../../src/usecases/record-schema.ts'
import { filledProgram } from '../../support/starter-program.ts'

const request = { settingsPath: 'countersign.yaml', required: [], paths: [] }

/** Files in memory. */
function memory(files: readonly SourceFile[]): Files {
  const all = new Map(files.map((file) => [file.path, file]))
  return {
    list: async (folder, endings) =>
      [...all.values()].filter(
        ({ path }) => path.startsWith(`${folder}/`) && endings.some((end) => path.endsWith(end)),
      ),
    read: async (path) => all.get(path),
    write: () => Promise.reject(new Error('nothing is to be written')),
  }
}

const portsOf = (files: readonly SourceFile[]) => ({
  files: memory(files),
  clock: { now: () => Date.parse('2026-03-02T09:30:00Z') },
  history: () => Promise.reject(new Error('no git')),
})

/** A small part of the starter, so that a check is quick: what it names elsewhere is missing, before as after. */
const few =
  /^compliance\/(?:[a-z-]+\.yaml|policies\/POL-ACCESS\.|controls\/CTL-ACC-MFA|risks\/|changes\/CHG-EXAMPLE-NORMAL)/
const program = filledProgram()
  .filter(({ path }) => few.test(path))
  .map((file) => {
    if (!file.path.includes('/risks/') || !('bytes' in file)) return file
    const [head, first, second] = Buffer.from(file.bytes)
      .toString()
      .split(/(?=^ {2}- id:)/m)
    return { path: file.path, bytes: Buffer.from(`${head}${first}${second}`.replace(/\n+$/, '\n')) }
  })
const ports = portsOf(program)

/** A program that grows: what a new record has to name is made before it. */
interface Growing {
  readonly files: readonly SourceFile[]
}

/** The id of something of one of these kinds; without one, of a new one. */
async function idFor(named: readonly string[], world: { files: readonly SourceFile[] }): Promise<string> {
  const found = readProgram(world.files).model.declaredIds.find(({ kind }) => named.includes(kind))
  if (found !== undefined) return found.id
  const kind = newKinds.find(({ kind: record, row }) => named.includes((row ?? record).idKind ?? ''))
  if (kind === undefined) throw new Error(`nothing can be ${named.join(' or ')}`)
  return grow(kind, world)
}

/** Makes one of a kind in the program, and what it needs; gives its id. */
async function grow(kind: NewKind, world: { files: readonly SourceFile[] }): Promise<string> {
  const { records } = readProgram(world.files).model
  if (kind.row !== undefined && !records.some((record) => record.kind === kind.kind.kind)) {
    const parent = newKinds.find((one) => one.row === undefined && one.kind === kind.kind)
    if (parent !== undefined) await grow(parent, world)
  }
  const plan = await made(kind.word, {}, undefined, world)
  if (plan.kind !== 'planned') throw new Error(`${kind.word}: ${plan.missing.map(({ path }) => path).join(', ')}`)
  world.files = withChanges(world.files, plan.change.changes)
  return plan.name
}

const withChanges = (files: readonly SourceFile[], changes: readonly FileChange[]): SourceFile[] => [
  ...files.filter(({ path }) => !changes.some((one) => one.path === path)),
  ...changes.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })),
]

/** Texts of which one fits each pattern of the schemas. */
const samples = [
  ...[
    'a',
    'A-1',
    'CC6.1',
    'P30D',
    'PT1H',
    '2026-01-01',
    '2026-03-02T09:30:00Z',
    'https://example.com/',
    '1.0.0',
    'a.md',
  ],
  ...['RSK-A', 'RSK-001', '0'.repeat(40), `sha256:${'0'.repeat(64)}`, '09:00', '1', 'a/b', '@a', 'snapshot', '2026-Q1'],
]

/** Something that a schema accepts, as a person would write it. */
async function sample(schema: PlacedSchema, world: { files: readonly SourceFile[] }, name: string): Promise<unknown> {
  const { node, root } = follow(schema)
  if (node.const !== undefined) return node.const
  if (node.default !== undefined) return node.default
  if (node.enum !== undefined) return node.enum[0]
  if (node['x-references'] !== undefined) return idFor(node['x-references'], world)
  if (node['x-criterion'] === true) return 'CC6.1'
  const [branch] = [...(node.oneOf ?? []), ...(node.anyOf ?? [])]
  if (branch !== undefined && node.properties === undefined) return sample({ node: branch, root }, world, name)
  if (node.items !== undefined) {
    const entries: unknown[] = []
    for (let index = 0; index < Math.max(1, node.minItems ?? 1); index += 1) {
      entries.push(await sample({ node: node.items, root }, world, `${name}_${index}`))
    }
    return [...new Set(entries)].length === entries.length ? entries : differing(entries, node, world)
  }
  if (node.properties !== undefined) {
    const value: Record<string, unknown> = {}
    for (const key of node.required ?? []) {
      value[key] = await sample({ node: node.properties[key] ?? {}, root }, world, `${name}_${key}`)
    }
    return value
  }
  if (node.type === 'integer' || node.type === 'number') return Math.max(1, node.minimum ?? 1)
  if (node.type === 'boolean') return true
  if (node.format === 'date') return node['x-not-before'] === undefined ? '2026-01-01' : '2026-04-01'
  if (node.format === 'date-time') return '2026-03-02T09:30:00Z'
  if (node.pattern === undefined) return 'Some words about it'
  const prefix = /^\^\(?([A-Z]{2,4})-/.exec(node.pattern)?.[1]
  const fitting = [`${prefix}-SAMPLE`, name.toLowerCase().replace(/\W/g, '_'), ...samples]
  const found = fitting.find((one) => new RegExp(node.pattern ?? '', 'u').test(one))
  if (found === undefined) throw new Error(`add a sample for ${node.pattern}`)
  return found
}

/** As many different ids as a list wants. */
function differing(entries: readonly unknown[], { items }: SchemaNode, world: Growing): unknown[] {
  const named = items?.['x-references'] ?? []
  const ids = readProgram(world.files)
    .model.declaredIds.filter(({ kind }) => named.includes(kind))
    .map(({ id }) => id)
  return ids.slice(0, entries.length)
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

async function made(
  word: string,
  given: Record<string, string> = {},
  into?: string,
  world: Growing = { files: program },
) {
  const wanted = { word, given: new Map(Object.entries(given)), ...(into === undefined ? {} : { into }) }
  const growing = { ...world }
  let plan = await planNew(request, wanted, portsOf(growing.files))
  for (let asked = 0; plan.kind === 'missing' && asked < 3; asked += 1) {
    for (const { path, schema } of plan.missing) {
      wanted.given.set(path, asText(await sample(schema, growing, `${word}_${path}`)))
    }
    plan = await planNew(request, wanted, portsOf(growing.files))
  }
  Object.assign(world, growing)
  return plan
}

const nameOf = async (plan: ReturnType<typeof made>) => {
  const found = await plan
  return found.kind === 'planned' ? found.name : 'missing'
}

const missingOf = async (word: string, given: Record<string, string> = {}): Promise<readonly MissingValue[]> => {
  const plan = await planNew(request, { word, given: new Map(Object.entries(given)) }, ports)
  return plan.kind === 'missing' ? plan.missing : []
}

describe('every kind that the schemas know', () => {
  test.each(newKinds.map(({ word }) => word))('%s is made so that the reader takes it', async (word) => {
    const kind = newKinds.find((one) => one.word === word)
    if (kind === undefined) throw new Error('no such kind')
    // A record that there is one of is made where there is none.
    const alone = kind.row === undefined && kind.kind.folder === undefined
    const world = { files: alone ? program.filter(({ path }) => !path.endsWith(`/${word}.yaml`)) : program }
    const before = new Set(world.files)
    await grow(kind, world)
    const { model, problems } = readProgram(world.files.filter(({ path }) => /\.(?:yaml|md)$/.test(path)))
    expect(problems).toEqual([])
    const wanted = kind.row?.idKind ?? (kind.row === undefined ? kind.kind.idKind : undefined)
    const files = world.files.filter((file) => !before.has(file)).map(({ path }) => path)
    if (wanted !== undefined) {
      expect(
        model.declaredIds.filter(({ kind: one, owner }) => one === wanted && files.includes(owner.at.file)),
      ).not.toEqual([])
    } else
      expect(
        model.records.filter(({ kind: one, at }) => one === kind.kind.kind && files.includes(at.file)),
      ).not.toEqual([])
    for (const file of world.files) {
      if (before.has(file) || !('bytes' in file)) continue
      const text = Buffer.from(file.bytes).toString()
      expect(text).not.toMatch(/TODO|TBD|\{\{/)
      if (!file.path.endsWith('.yaml')) continue
      expect(text).toMatch(/^# yaml-language-server: \$schema=(?:\.\.\/)*\.schemas\/v1\/[a-z-]+\.json\n/)
    }
  })
})

describe('ids', () => {
  const idOf = async (word: string, given: Record<string, string>, files: readonly SourceFile[] = program) => {
    const plan = await made(word, given, undefined, { files })
    return plan.kind === 'planned' ? plan.name : 'missing'
  }
  const withChange = (id: string) => {
    const [example] = program.filter(({ path }) => path.endsWith('CHG-EXAMPLE-NORMAL.yaml'))
    if (example === undefined || !('bytes' in example)) throw new Error('no example')
    const text = Buffer.from(example.bytes).toString().replaceAll('CHG-EXAMPLE-NORMAL', id)
    return [...program, { path: `compliance/changes/${id}.yaml`, bytes: Buffer.from(text) }]
  }

  test('a change counts within its year', async () => {
    expect(await idOf('change', { title: 'X' })).toBe('CHG-2026-0001')
    expect(await idOf('change', { title: 'X' }, withChange('CHG-2026-0041'))).toBe('CHG-2026-0042')
    expect(await idOf('change', { title: 'X' }, withChange('CHG-2025-0041'))).toBe('CHG-2026-0001')
  })

  test('others are named by their title, and none is given twice', async () => {
    expect(await idOf('policy', { title: 'The use of remote Désks' })).toBe('POL-USE-REMOTE-DESKS')
    expect(await idOf('policy', { title: 'Access' })).toBe('POL-ACCESS-2')
    expect(await idOf('person', { name: 'Ben Li' })).toBe('ben_li')
    expect(await idOf('team', { title: 'On call' })).toBe('on_call')
    expect(await idOf('team', { title: 'Security engineering' })).toBe('security_engineering_2')
  })

  test('one that is taken, or has another form, is refused', async () => {
    await expect(made('policy', { title: 'X', id: 'POL-ACCESS' })).rejects.toThrow(
      /POL-ACCESS is there already, in compliance\/policies/,
    )
    await expect(made('policy', { title: 'X', id: 'pol-x' })).rejects.toThrow(/--id cannot be `pol-x`/)
  })
})

test('a policy is a draft with its text beside it', async () => {
  const plan = await made('policy', { title: 'Remote work: "at home"', owner: 'security_lead' })
  if (plan.kind !== 'planned') throw new Error('missing')
  expect(plan.change.brought.filter(({ severity }) => severity === 'error')).toEqual([])
  const [record, text] = plan.change.changes
  expect(record?.path).toBe('compliance/policies/POL-REMOTE-WORK-HOME.yaml')
  expect(record?.text.split('\n').slice(0, 11)).toEqual([
    '# yaml-language-server: $schema=../.schemas/v1/policy.json',
    'apiVersion: countersign/v1',
    'kind: Policy',
    'id: POL-REMOTE-WORK-HOME',
    `title: "Remote work: \\"at home\\""`,
    'version: "0.1.0"',
    'status: draft',
    'owner: security_lead',
    'body: POL-REMOTE-WORK-HOME.md',
    'reviewEvery: P1Y',
    'classification: internal',
  ])
  expect(record?.text).toMatch(/# It may also have:\n(?:#.*\n)*# {3}effectiveFrom: +First day on which/)
  expect(text).toMatchObject({ path: 'compliance/policies/POL-REMOTE-WORK-HOME.md', before: undefined })
  expect(text?.text).toMatch(/^# Remote work: "at home"\n\n## Aim\n/)
})

test('a row goes into the register as its neighbours are written, and nothing else changes', async () => {
  const plan = await made('risk', {
    title: 'Lost backup',
    category: 'availability',
    'inherent.likelihood': 'rare',
    'inherent.impact': 'major',
    treatment: 'mitigate',
    owner: 'ana',
  })
  if (plan.kind !== 'planned') throw new Error('missing')
  const [change] = plan.change.changes
  expect(change?.path).toBe('compliance/risks/RGR-MAIN.yaml')
  expect(change?.text.slice(0, change.before?.text.length)).toBe(change?.before?.text)
  expect(change?.text.slice(change.before?.text.length)).toBe(
    [
      '',
      '  - id: RSK-LOST-BACKUP',
      '    title: Lost backup',
      '    category: availability',
      '    owner: ana',
      '    inherent: {likelihood: rare, impact: major}',
      '    residual: {likelihood: rare, impact: major}',
      '    treatment: mitigate',
      '    status: open',
      '    lastReviewed: 2026-03-02',
      '',
    ].join('\n'),
  )
})

describe('what is missing', () => {
  test('is named with what it means and what there is, and nothing that follows by itself', async () => {
    const missing = await missingOf('risk')
    expect(missing.map(({ path }) => path)).toEqual([
      'title',
      'category',
      'inherent.likelihood',
      'inherent.impact',
      'treatment',
    ])
    expect(missing.find(({ path }) => path === 'treatment')?.meaning).toContain(
      'One of mitigate, accept, transfer, avoid.',
    )
    const [owner] = await missingOf('policy', { title: 'X' })
    expect(owner).toMatchObject({ path: 'owner', candidates: expect.arrayContaining(['ana', 'security_lead']) })
  })
})

describe('what cannot be used is refused', () => {
  test.each<[word: string, given: Record<string, string>, into: string | undefined, says: RegExp]>([
    ['polcy', {}, undefined, /There is no kind `polcy`\. Did you mean `policy`\?/],
    ['policy', { title: 'X', owner: 'nobody' }, undefined, /names the .*nobody.*does not exist|nobody/],
    ['policy', { title: 'X', ownr: 'ana', owner: 'ana' }, undefined, /ownr/],
    ['policy', { title: 'X', status: 'aproved' }, undefined, /status cannot be `aproved`\. Allowed: draft/],
    ['policy', { title: 'X', 'status.x': '1' }, undefined, /`status\.x` is no key of this record/],
    ['control', { criteria: '[{id: CC6.1' }, undefined, /criteria cannot be .* It is not YAML/],
    ['control', { 'criteria.x.id': 'CC6.1' }, undefined, /criteria\.x names no entry of a list/],
    ['risk', { title: 'X' }, 'RGR-OTHER', /There is no RiskRegister RGR-OTHER\. Name one: RGR-MAIN/],
    ['team', { title: 'X', members: '[ana' }, undefined, /members cannot be/],
    ['evidence-requirement', {}, 'CTL-NONE', /There is no Control CTL-NONE. Name one: CTL-ACC-MFA/],
    ['people', {}, undefined, /people\.yaml is there already\. Add to it: `countersign new person`/],
  ])('%s %j', async (word, given, into, says) => {
    await expect(nameOf(made(word, given, into))).rejects.toThrow(Refusal)
    await expect(nameOf(made(word, given, into))).rejects.toThrow(says)
  })

  test('a row that belongs to one record alone needs its name', async () => {
    const [control] = program.filter(({ path }) => path.includes('CTL-ACC-MFA'))
    if (control === undefined || !('bytes' in control)) throw new Error('no control')
    const second = Buffer.from(control.bytes).toString().replaceAll('-ACC-MFA', '-OTHER')
    const two = { files: [...program, { path: 'compliance/controls/CTL-OTHER.yaml', bytes: Buffer.from(second) }] }
    await expect(nameOf(made('evidence-requirement', {}, undefined, two))).rejects.toThrow(
      /This goes into one of 2 Control records\. Name it with --into: CTL-ACC-MFA, CTL-OTHER/,
    )
    expect(await nameOf(made('evidence-requirement', {}, 'CTL-OTHER', two))).toMatch(/^EVR-/)
  })

  test('no key reaches a prototype', async () => {
    await expect(made('policy', { title: 'X', owner: 'ana', constructor: 'x' })).rejects.toThrow(/constructor/)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
