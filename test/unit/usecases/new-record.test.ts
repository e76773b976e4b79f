import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import type { Files } from '../../../src/ports/files.ts'
import { programEndings, readProgram } from '../../../src/read/read-program.ts'
import type { MissingValue } from '../../../src/usecases/build-value.ts'
import { newKinds } from '../../../src/usecases/kind-by-word.ts'
import { planNew } from '../../../src/usecases/new-record.ts'
import { follow, type PlacedSchema } from '../../../src/usecases/record-schema.ts'
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
/** A small part of the starter: what it names elsewhere is not there, before as after. */
const few =
  /^compliance\/(?:[a-z-]+\.yaml|policies\/POL-ACCESS\.|controls\/CTL-ACC-MFA|risks\/|changes\/CHG-EXAMPLE-NORMAL)/
const program = filledProgram().filter(({ path }) => few.test(path))
const ports = portsOf(program)

/** Texts of which one fits each pattern of the schemas. */
const samples = [
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
  'RSK-A',
  'RSK-001',
  '0123456789abcdef0123456789abcdef01234567',
  `sha256:${'0'.repeat(64)}`,
  '09:00',
  '1',
  'a/b',
  '@a',
  'UTC',
  'a.yaml',
  '99.9%',
  'soc2_cc6_1',
]

/** Something that a schema accepts, as a person would write it. */
function sample(schema: PlacedSchema, candidates: readonly string[]): unknown {
  const { node, root } = follow(schema)
  if (node.const !== undefined) return node.const
  if (node.default !== undefined) return node.default
  if (node.enum !== undefined) return node.enum[0]
  if (candidates[0] !== undefined && node.items === undefined) return candidates[0]
  const [branch] = [...(node.oneOf ?? []), ...(node.anyOf ?? [])]
  if (branch !== undefined && node.properties === undefined) return sample({ node: branch, root }, [])
  const { items } = node
  if (items !== undefined) {
    const count = Math.max(1, node.minItems ?? 1)
    return Array.from({ length: count }, (_, index) => sample({ node: items, root }, candidates.slice(index)))
  }
  if (node['x-criterion'] === true) return 'CC6.1'
  if (node.properties !== undefined) {
    const keys = Object.keys(node.properties).filter((key) => node.required?.includes(key) === true)
    return Object.fromEntries(keys.map((key) => [key, sample({ node: node.properties?.[key] ?? {}, root }, [])]))
  }
  if (node.type === 'integer' || node.type === 'number') return Math.max(1, node.minimum ?? 1)
  if (node.type === 'boolean') return true
  if (node.format === 'date') return '2026-01-01'
  if (node.format === 'date-time') return '2026-03-02T09:30:00Z'
  if (node.format === 'uri') return 'https://example.com/'
  if (node.pattern === undefined) return 'Some words about it'
  const prefix = /^\^\(?([A-Z]{2,4})-/.exec(node.pattern)?.[1]
  if (prefix !== undefined) return `${prefix}-SAMPLE`
  const found = samples.find((one) => new RegExp(node.pattern ?? '', 'u').test(one))
  if (found === undefined) throw new Error(`add a sample for ${node.pattern}`)
  return found
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

async function made(word: string, given: Record<string, string> = {}, into?: string, from = ports) {
  const wanted = { word, given: new Map(Object.entries(given)), ...(into === undefined ? {} : { into }) }
  let plan = await planNew(request, wanted, from)
  for (let asked = 0; plan.kind === 'missing' && asked < 3; asked += 1) {
    for (const { path, schema, candidates } of plan.missing) wanted.given.set(path, asText(sample(schema, candidates)))
    plan = await planNew(request, wanted, from)
  }
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
    // A record that there is one of is made where there is none.
    const alone = kind?.row === undefined && kind?.kind.folder === undefined
    const from = alone ? portsOf(program.filter(({ path }) => !path.endsWith(`/${word}.yaml`))) : ports
    const plan = await made(word, {}, undefined, from)
    if (plan.kind !== 'planned') throw new Error(`${word}: ${plan.missing.map(({ path }) => path).join(', ')}`)
    const { changes, after, brought } = plan.change
    expect(after.report.items.filter(({ code }) => /^(?:YML|SCH)-/.test(code))).toEqual([])
    expect(brought.filter(({ code }) => code === 'REF-003')).toEqual([])
    const files = [
      ...(await from.files.list('compliance', programEndings)).filter(
        ({ path }) => !changes.some((one) => one.path === path),
      ),
      ...changes
        .filter(({ path }) => programEndings.some((end) => path.endsWith(end)))
        .map(({ path, text }) => ({ path, bytes: Buffer.from(text) })),
    ]
    const { model, problems } = readProgram(files)
    expect(problems).toEqual([])
    const before = readProgram(await from.files.list('compliance', programEndings)).model
    const count = (one: typeof model) =>
      one.records.length + one.declaredIds.length + one.assignments.length + one.accessMatrix.length
    expect(count(model)).toBeGreaterThan(count(before))
    for (const { text, path } of changes) {
      expect(text).not.toMatch(/TODO|TBD|\{\{/)
      if (path.endsWith('.yaml'))
        expect(text).toMatch(/^# yaml-language-server: \$schema=(?:\.\.\/)*\.schemas\/v1\/[a-z-]+\.json\n/)
    }
  })
})

describe('ids', () => {
  const idOf = async (word: string, given: Record<string, string>, from = ports) => {
    const plan = await made(word, given, undefined, from)
    return plan.kind === 'planned' ? plan.name : 'missing'
  }
  const withChange = (id: string) => {
    const [example] = program.filter(({ path }) => path.endsWith('CHG-EXAMPLE-NORMAL.yaml'))
    if (example === undefined || !('bytes' in example)) throw new Error('no example')
    const text = Buffer.from(example.bytes).toString().replaceAll('CHG-EXAMPLE-NORMAL', id)
    return portsOf([...program, { path: `compliance/changes/${id}.yaml`, bytes: Buffer.from(text) }])
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
      '    treatment: mitigate',
      '    status: open',
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
    const two = portsOf([...program, { path: 'compliance/controls/CTL-OTHER.yaml', bytes: Buffer.from(second) }])
    await expect(nameOf(made('evidence-requirement', {}, undefined, two))).rejects.toThrow(
      /This goes into one of 2 Control records\. Name it with --into: CTL-ACC-MFA, CTL-OTHER/,
    )
    expect(await nameOf(made('evidence-requirement', {}, 'CTL-OTHER', two))).toBe('EVR-SAMPLE')
  })

  test('no key reaches a prototype', async () => {
    await expect(made('policy', { title: 'X', owner: 'ana', constructor: 'x' })).rejects.toThrow(/constructor/)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
