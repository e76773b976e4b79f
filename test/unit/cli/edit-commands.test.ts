import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askForValues } from '../../../src/cli/ask-for-values.ts'
import { schemaOf, stepInto } from '../../../src/usecases/record-schema.ts'
import { meaningOf } from '../../../src/usecases/value-of-text.ts'
import { ProgramFolder } from '../../support/program-folder.ts'

let program: ProgramFolder
beforeEach(async () => {
  program = await ProgramFolder.make()
})
afterEach(() => program.remove())

const register = 'compliance/risks/RGR-MAIN.yaml'
const change = 'compliance/changes/CHG-EXAMPLE-NORMAL.yaml'

/** The lines of a diff that take something out or put something in. */
const changedLines = (diff: string) => diff.split('\n').filter((line) => /^[-+](?![-+])/.test(line))
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
const reviewedOn = () => /lastReviewed: "?([\d-]+)/.exec(program.read(register))?.[1] ?? ''

describe('risk review', () => {
  test('changes the lines of one risk and no other byte', async () => {
    const before = program
      .read(register)
      .replace(/(id: RSK-FAILED-CHANGE\n[\s\S]*?inherent: )\{.*\}/, '$1{likelihood: likely, impact: minor}')
    const today = reviewedOn()
    program.write(
      register,
      before.replaceAll(`lastReviewed: ${today}`, `lastReviewed: ${dayBefore(today)} # looked at`),
    )
    const { status, out, err } = await program.run(
      'risk',
      'review',
      'RSK-FAILED-CHANGE',
      '--residual',
      'likely/minor',
      '--on',
      today,
    )
    expect({ status, err }).toEqual({ status: 0, err: `Changed ${register}\n` })
    expect(changedLines(out).map((line) => line.trim())).toEqual([
      '-    residual: {likelihood: likely, impact: moderate}',
      '+    residual: {likelihood: likely, impact: minor}',
      `-    lastReviewed: ${dayBefore(today)} # looked at`,
      expect.stringMatching(/^- {4}reviewBy: \d{4}-\d\d-\d\d$/),
      `+    lastReviewed: ${today} # looked at`,
      expect.stringMatching(/^\+ {4}reviewBy: \d{4}-\d\d-\d\d$/),
    ])
    expect((await program.run('check')).status).toBe(0)
  })

  test('a trial writes nothing', async () => {
    const before = program.read(register)
    const { status, out, err } = await program.run('risk', 'review', 'RSK-DEVICE', '--status', 'open', '--dry-run')
    expect(status).toBe(0)
    expect(out).toContain('+    status: open')
    expect(err).toBe('Nothing was written.\n')
    expect(program.read(register)).toBe(before)
  })

  test('a finding that the new rating brings is told, and stays the decision of a person', async () => {
    const { status, err } = await program.run(
      'risk',
      'review',
      'RSK-FAILED-CHANGE',
      '--residual',
      'almost-certain/catastrophic',
    )
    expect(status).toBe(1)
    expect(err).toMatch(/This brings .*RSK-003: /s)
    expect(program.read(register)).toContain('residual: {likelihood: almost-certain, impact: catastrophic}')
  })

  test('a score that somebody typed is kept right', async () => {
    program.change(
      register,
      'residual: {likelihood: likely, impact: major}',
      'residual: {likelihood: likely, impact: major, score: 16}',
    )
    await program.run('risk', 'review', 'RSK-UNREVIEWED', '--residual', 'likely/minor')
    expect(program.read(register)).toContain('residual: {likelihood: likely, impact: minor, score: 8}')
  })

  test.each([
    [['RSK-DEVISE'], /There is no risk RSK-DEVISE\. Did you mean RSK-DEVICE\?/],
    [['RSK-DEVICE', '--residual', 'likly/minor'], /Did you mean `likely\/minor`\?/],
    [['RSK-DEVICE', '--on', '2999-01-01'], /has not taken place yet/],
    [['RSK-DEVICE', '--on', '2001-01-01'], /was reviewed on .*, after 2001-01-01/],
    [['RSK-DEVICE', '--on', '2026-02-30'], /--on cannot be `2026-02-30`/],
    [['RSK-DEVICE', '--next', '2001-01-01'], /is not after this one/],
  ])('%j is refused', async (args, says) => {
    const before = program.read(register)
    const { status, err, out } = await program.run('risk', 'review', ...args)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(says)
    expect(program.read(register)).toBe(before)
  })

  test('a register with a mistake is not edited', async () => {
    program.change(register, 'treatment: mitigate', 'treatment: mitigat')
    const { status, err } = await program.run('risk', 'review', 'RSK-UNREVIEWED')
    expect(status).toBe(2)
    expect(err).toContain('stands in a file or record with mistakes')
  })
})

describe('policy bump', () => {
  test.each([
    ['major', '1.0.0'],
    ['minor', '0.2.0'],
    ['patch', '0.1.1'],
  ])('%s makes it %s', async (level, version) => {
    const { status, out, err } = await program.run('policy', 'bump', 'POL-ACCESS', level, '--reason', 'Clearer words')
    expect(status).toBe(0)
    expect(changedLines(out)).toEqual(['-version: "0.1.0"', `+version: "${version}"`])
    expect(err).toContain(`"POL-ACCESS ${version}: Clearer words"`)
    expect(program.read('compliance/policies/POL-ACCESS.yaml')).toContain(`version: "${version}"\n`)
  })

  test('who approved the version before did not approve this one', async () => {
    const file = 'compliance/policies/POL-ACCESS.yaml'
    program.change(file, 'summary:', '# Claimed.\napprovedBy:\n  - ana\nsummary:')
    const { out } = await program.run('policy', 'bump', 'POL-ACCESS', 'minor')
    expect(changedLines(out)).toEqual(['-version: "0.1.0"', '+version: "0.2.0"', '-approvedBy:', '-  - ana'])
    expect(program.read(file)).toContain('# Claimed.\nsummary:')
  })

  test('the day from which it applies goes where the schema has it', async () => {
    await program.run('policy', 'bump', 'POL-ACCESS', 'minor', '--effective', '2027-01-01')
    expect(program.read('compliance/policies/POL-ACCESS.yaml')).toMatch(
      /summary: .*\neffectiveFrom: "2027-01-01"\nreviewEvery/,
    )
  })

  test('a level that does not exist, and a policy that is retired', async () => {
    expect((await program.run('policy', 'bump', 'POL-ACCESS', 'huge')).err).toContain('Allowed: major, minor, patch')
    program.change('compliance/policies/POL-ACCESS.yaml', 'status: draft', 'status: retired')
    expect((await program.run('policy', 'bump', 'POL-ACCESS', 'minor')).err).toContain('POL-ACCESS is retired')
  })
})

describe('change submit', () => {
  test('a complete draft becomes a request', async () => {
    const { status, out } = await program.run('change', 'submit', 'CHG-EXAMPLE-NORMAL')
    expect(status).toBe(0)
    expect(changedLines(out)).toEqual(['-status: draft', '+status: submitted'])
    expect(program.read(change)).toContain('\nstatus: submitted\n')
    expect((await program.run('change', 'submit', 'CHG-EXAMPLE-NORMAL')).err).toContain('is submitted and no draft')
  })

  test('what is missing is told, and nothing is written', async () => {
    const before = program.read(change).replace(/rollbackPlan: >-\n(?: {2}.*\n)+/, 'rollbackPlan: TBD\n')
    program.write(change, before)
    const { status, out, err } = await program.run('change', 'submit', 'CHG-EXAMPLE-NORMAL')
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/stays a draft.*CHG-007: `rollbackPlan` of CHG-EXAMPLE-NORMAL says nothing/s)
    expect(program.read(change)).toBe(before)
  })
})

describe('new', () => {
  test('writes a record with its text, and the check takes both', async () => {
    const given = ['--title', 'Remote work', '--set', 'owner=security_lead', '--set', 'summary=yes']
    const trial = await program.run('new', 'policy', ...given, '--dry-run')
    expect(trial).toMatchObject({ status: 0, err: 'Nothing was written.\n' })
    const { status, out, err } = await program.run('new', 'policy', ...given)
    expect({ status, out }).toEqual({ status: 0, out: trial.out })
    expect(err).toBe('Wrote compliance/policies/POL-REMOTE-WORK.yaml\nWrote compliance/policies/POL-REMOTE-WORK.md\n')
    expect(program.read('compliance/policies/POL-REMOTE-WORK.yaml')).toContain('\nsummary: "yes"\n')
    expect((await program.run('check')).status).toBe(0)
    expect((await program.run('new', 'policy', ...given, '--id', 'POL-REMOTE-WORK')).err).toContain('is there already')
  })

  test('names the flags where nobody can be asked', async () => {
    const { status, out, err } = await program.run('new', 'risk', '--title', 'Lost backup')
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(/category, inherent\.likelihood, inherent\.impact, treatment are missing\. Give:\n/)
    expect(err).toMatch(/--set treatment=\.\.\. {2}What is done about it\. One of mitigate, accept, transfer, avoid\./)
  })

  test('says what is left for a person to decide', async () => {
    const given = [
      'category=access',
      'inherent.likelihood=likely',
      'inherent.impact=major',
      'treatment=accept',
      'owner=ana',
    ]
    const { status, err } = await program.run(
      'new',
      'risk',
      '--title',
      'Known',
      ...given.flatMap((one) => ['--set', one]),
    )
    expect(status).toBe(0)
    expect(err).toMatch(/^Changed compliance\/risks\/RGR-MAIN\.yaml\nRSK-KNOWN needs a decision of yours/)
    expect(err).toContain('To do: ')
  })

  test.each([
    ['--set', 'title'],
    ['--set', '__proto__.x=1'],
    ['--set', 'owner=ana', '--set', 'owner=ana'],
  ])('refuses %j', async (...args) => {
    expect((await program.run('new', 'policy', '--title', 'X', ...args)).status).toBe(2)
  })

  test('asks until a value is one, and gives up on nonsense', async () => {
    const [missing] = await missingValues()
    const said: string[] = []
    const given = new Map<string, string>()
    const answers = ['', 'huge', 'mitigate']
    const say = (text: string) => said.push(text)
    await askForValues([missing], given, { ask: async () => answers.shift() ?? '', say })
    expect([...given]).toEqual([['treatment', 'mitigate']])
    expect(said.join('')).toMatch(
      /One of mitigate.*treatment is needed.*treatment cannot be `huge`\. Allowed: mitigate/s,
    )
    await expect(askForValues([missing], new Map(), { ask: async () => 'huge', say })).rejects.toThrow(
      /cannot be `huge`/,
    )
  })
})

async function missingValues() {
  const list = stepInto(schemaOf('risk-register.json'), 'risks')
  const schema = stepInto(list ?? schemaOf('risk-register.json'), '*')
  const treatment = stepInto(schema ?? schemaOf('risk-register.json'), 'treatment')
  if (treatment === undefined) throw new Error('no treatment')
  return [{ path: 'treatment', schema: treatment, meaning: meaningOf(treatment.node), candidates: [] }] as const
}
