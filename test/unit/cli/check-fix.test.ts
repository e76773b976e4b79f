import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { certainlyMeant } from '../../../src/model/nearest.ts'
import { explain } from '../../../src/usecases/explain.ts'
import { fixes } from '../../../src/usecases/fixes/all-fixes.ts'
import { ProgramFolder } from '../../support/program-folder.ts'

let program: ProgramFolder
beforeEach(async () => {
  program = await ProgramFolder.make()
})
afterEach(() => program.remove())

const register = 'compliance/risks/RGR-MAIN.yaml'
const policy = 'compliance/policies/POL-ACCESS.yaml'
const logging = 'compliance/policies/POL-LOGGING.yaml'
const change = 'compliance/changes/CHG-EXAMPLE-NORMAL.yaml'
const changedLines = (diff: string) =>
  diff
    .split('\n')
    .filter((line) => /^[-+](?![-+])/.test(line))
    .map((line) => line.replace(/ +/g, ' '))

/** A mistake in a file of the starter, what tells it, and the text that the fix leaves. */
const mistakes: readonly (readonly [
  what: string,
  file: string,
  from: string,
  to: string,
  code: string,
  after: string,
])[] = [
  [
    'a score',
    register,
    'inherent: {likelihood: likely, impact: major}',
    'inherent: {likelihood: likely, impact: major, score: 12} # typed',
    'RSK-001',
    'inherent: {likelihood: likely, impact: major, score: 16} # typed',
  ],
  ['a text without quotes', policy, 'title: Access control', 'title: on', 'REF-010', 'title: "on"'],
  [
    'a number that is a text',
    logging,
    'title: Logging and monitoring',
    'title: 1.10 # ten',
    'SCH-003',
    'title: "1.10" # ten',
  ],
  ['an old no', register, 'fraud: false', 'fraud: no', 'SCH-003', 'fraud: false'],
  ['a word one letter off', register, 'treatment: mitigate', 'treatment: mitigat', 'SCH-004', 'treatment: mitigate'],
  [
    'a word in the wrong case',
    policy,
    'classification: internal',
    'classification: Internal',
    'SCH-004',
    'classification: internal',
  ],
  ['an id in the wrong case', change, '[RSK-ACCOUNT, RSK-D', '[rsk-account, RSK-D', 'SCH-003', '[RSK-ACCOUNT, RSK-D'],
  ['an entry twice', change, '[staging, prod', '[staging, staging, prod', 'SCH-003', '[staging, prod'],
]

describe('check --fix mends', () => {
  test('what has one cure only, and no other byte', async () => {
    const clean = new Map([register, policy, logging, change].map((file) => [file, program.read(file)]))
    for (const [, file, from, to] of mistakes.filter(([, , , , code]) => !code.startsWith('SCH')))
      program.change(file, from, to)
    const first = await program.run('check', '--format', 'json')
    for (const [what, , , , code] of mistakes.filter(([, , , , code]) => !code.startsWith('SCH')))
      expect(first.out, what).toContain(code)
    for (const [, file, from, to] of mistakes.filter(([, , , , code]) => code.startsWith('SCH')))
      program.change(file, from, to)
    const wrong = program.read(register)
    const trial = await program.run('check', '--fix', '--dry-run')
    expect(trial.status).toBe(1)
    expect(trial.err).toContain('Nothing was written.')
    expect(program.read(register)).toBe(wrong)
    const { status, err } = await program.run('check', '--fix')
    expect(err).toMatch(/\nFixed 4 files\.\n$/)
    expect(changedLines(err)).toHaveLength(2 * mistakes.length)
    for (const [file, text] of clean) {
      const wanted = mistakes.reduce(
        (at, [, of, from, , , after]) => (of === file ? at.replace(from, after) : at),
        text,
      )
      expect(program.read(file)).toBe(wanted)
    }
    expect(status).toBe(0)
    expect((await program.run('check', '--fix')).err).toBe('Nothing to fix that a machine may decide.\n')
  })

  test('a missing modeline', async () => {
    const clean = program.read(policy)
    program.write(policy, clean.replace(/^#.*\n/, ''))
    await program.run('check', '--fix')
    expect(program.read(policy)).toBe(clean)
  })

  test('only the files that are named', async () => {
    program.change(policy, 'title: Access control', 'title: on')
    program.change(register, 'fraud: false', 'fraud: no')
    await program.run('check', '--fix', 'compliance/policies')
    expect(program.read(policy)).toContain('title: "on"')
    expect(program.read(register)).toContain('fraud: no')
  })
})

describe('check --fix leaves alone', () => {
  test.each<[what: string, file: string, from: string, to: string]>([
    ['an id that is misspelt, since its neighbour may be meant', change, 'RSK-DEVICE', 'RSK-DEVISE'],
    [
      'a number whose base is not certain',
      'compliance/people.yaml',
      'login: ana-souza',
      'login: ana-souza\n        id: 010',
    ],
    ['what is not YAML', policy, 'title: Access control', 'title: [Access'],
    ['a text that would not fit either', policy, 'version: "0.1.0"', 'version: 1.10'],
  ])('%s', async (_what, file, from, to) => {
    program.change(file, from, to)
    const before = program.read(file)
    const { status } = await program.run('check', '--fix')
    expect(program.read(file)).toBe(before)
    expect(status).toBe(1)
  })

  test('everything, where the result would have a finding more', async () => {
    // In its right case the id is in the list twice.
    program.change(policy, 'title: Access control', 'title: on')
    program.change(change, 'risks: [RSK-ACCOUNT, RSK-DEVICE]', 'risks: [RSK-ACCOUNT, RSK-DEVICE, RSK-Account]')
    const before = [program.read(policy), program.read(change)]
    const { status, err } = await program.run('check', '--fix')
    expect(err).toMatch(/Nothing was written: this would bring .* more\./)
    expect(status).toBe(1)
    expect([program.read(policy), program.read(change)]).toEqual(before)
  })

  test('--dry-run alone', async () => {
    expect(await program.run('check', '--dry-run')).toMatchObject({ status: 2, err: expect.stringContaining('--fix') })
  })
})

test('every fix is told where its rule is explained', () => {
  for (const { code, does } of fixes)
    expect(explain({ wanted: code, all: false, format: 'pretty' })).toContain(`check --fix\`: ${does}\n`)
  expect(explain({ wanted: 'RSK-005', all: false, format: 'pretty' })).not.toContain('--fix')
})

test('a word is certain only where one candidate is near', () => {
  expect(certainlyMeant('mitigat', ['mitigate', 'accept'])).toBe('mitigate')
  expect(certainlyMeant('HIGH', ['high', 'low'])).toBe('high')
  expect(certainlyMeant('cat', ['car', 'can'])).toBeUndefined()
  expect(certainlyMeant('mitgat', ['mitigate'])).toBeUndefined()
  expect(certainlyMeant('no', ['not', 'so'])).toBeUndefined()
})
