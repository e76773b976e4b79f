import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../src/model/program-model.ts'
import type { ReportItem } from '../../src/report/check-report.ts'
import { printPretty } from '../../src/report/print-pretty.ts'
import { check } from '../../src/usecases/check.ts'
import { fillTokens } from '../../src/usecases/fill-tokens.ts'
import { configName, filledProgram, shippedFiles, tokenValues } from '../support/starter-program.ts'
import { textAt } from '../support/text-at.ts'

/** What `init` wrote, by path, as text. */
const written: ReadonlyMap<string, string> = new Map([
  [configName, fillTokens(shippedFiles.get(configName) ?? '', new Map(Object.entries(tokenValues)))],
  ...filledProgram().map(
    (file) => [file.path, 'bytes' in file ? Buffer.from(file.bytes).toString('utf8') : ''] as const,
  ),
])

const today = tokenValues['today'] ?? ''

async function run(texts: ReadonlyMap<string, string>, asOf: string) {
  const files = [...texts].map(([path, text]): SourceFile => ({ path, bytes: Buffer.from(text) }))
  const refuse = () => Promise.reject(new Error('a check of files needs nothing else'))
  return check(
    { settingsPath: configName, asOf, required: [], paths: [] },
    {
      clock: { now: () => 0 },
      history: refuse,
      files: {
        read: (path) => Promise.resolve(files.find((file) => file.path === path)),
        list: (folder) => Promise.resolve(files.filter(({ path }) => path.startsWith(`${folder}/`))),
      },
    },
  )
}

interface Mistake {
  readonly name: string
  readonly file: string
  /** What the person wrote there instead; the first place counts. Without `from`: a file of their own. */
  readonly from?: string
  readonly to: string
  /** Default: the day on which the program was written. */
  readonly asOf?: string
  /** What is done besides, without a mistake. */
  readonly beside?: readonly (readonly [file: string, from: string, to: string])[]
  /** What is reported, in the order of the report: its code and the text that is underlined. */
  readonly found: readonly (readonly [code: string, shown: string])[]
}

const policy = 'compliance/policies/POL-ACCESS.yaml'
const control = 'compliance/controls/CTL-ACC-GRANT.yaml'
const change = 'compliance/changes/CHG-EXAMPLE-NORMAL.yaml'
const register = 'compliance/risks/RGR-MAIN.yaml'
const exception = (over: string) => `apiVersion: countersign/v1
kind: Exception
id: EXC-LEGACY
title: One repository without a second reviewer
control: CTL-CHG-REVIEW
resources: [legacy-batch]
reason: One engineer knows the batch jobs, and the second starts in spring.
severity: medium
risk: RSK-UNREVIEWED
${over}`
/** A second person, so that an exception can be asked for by one and allowed by another. */
const ben = [
  'compliance/people.yaml',
  'teams:\n',
  '  - id: ben\n    name: Ben\n    type: employee\n    start: 2026-03-02\nteams:\n',
] as const

const mistakes: readonly Mistake[] = [
  {
    name: 'wrong indentation',
    file: policy,
    from: 'owner: security_lead',
    to: '  owner: security_lead',
    found: [['YML-004', 'owner']],
  },
  { name: 'a tab', file: policy, from: '  required: true', to: '\trequired: true', found: [['YML-004', '\t']] },
  { name: 'no colon', file: policy, from: 'status: draft', to: 'status draft', found: [['YML-004', 'status draft']] },
  {
    name: 'no space after the colon',
    file: policy,
    from: 'status: draft',
    to: 'status:draft',
    found: [['YML-004', 'status:draft']],
  },
  {
    name: 'a colon in a title',
    file: policy,
    from: 'title: Access control',
    to: 'title: Access: who may do what',
    found: [['YML-004', 'Access: who may do what']],
  },
  { name: 'a quote that is not closed', file: policy, from: '"0.1.0"', to: '"0.1.0', found: [['YML-004', '"']] },
  { name: 'an unknown kind', file: policy, from: 'kind: Policy', to: 'kind: Polcy', found: [['SCH-005', 'Polcy']] },
  {
    name: 'no apiVersion',
    file: policy,
    from: 'apiVersion: countersign/v1\n',
    to: '',
    found: [['SCH-005', 'POL-ACCESS']],
  },
  { name: 'a misspelt key', file: policy, from: 'reviewEvery:', to: 'reviewEvry:', found: [['SCH-001', 'reviewEvry']] },
  {
    name: 'a missing key',
    file: policy,
    from: 'classification: internal\n',
    to: '',
    found: [['SCH-002', 'POL-ACCESS']],
  },
  {
    name: 'a misspelt value',
    file: policy,
    from: 'status: draft',
    to: 'status: aproved',
    found: [['SCH-004', 'aproved']],
  },
  { name: 'a version without quotes', file: policy, from: '"0.1.0"', to: '1.10', found: [['SCH-003', '1.10']] },
  {
    name: 'a duration in words',
    file: policy,
    from: 'dueIn: P30D',
    to: 'dueIn: 30 days',
    found: [['SCH-003', '30 days']],
  },
  { name: 'yes for true', file: policy, from: 'required: true', to: 'required: yes', found: [['SCH-003', 'yes']] },
  {
    name: 'an id of another form',
    file: policy,
    from: 'id: POL-ACCESS',
    to: 'id: pol_access',
    found: [['SCH-003', 'pol_access']],
  },
  {
    name: 'a name instead of an id',
    file: policy,
    from: 'owner: security_lead',
    to: 'owner: Ana Souza',
    found: [['SCH-003', 'Ana Souza']],
  },
  {
    name: 'an e-mail address instead of an id',
    file: policy,
    from: 'owner: security_lead',
    to: 'owner: ana@example.com',
    found: [['SCH-003', 'ana@example.com']],
  },
  {
    name: 'the same id twice',
    file: 'compliance/policies/POL-ACCESS.yml',
    to: written.get(policy) ?? '',
    found: [['REF-001', 'POL-ACCESS']],
  },
  {
    name: 'an unknown role',
    file: policy,
    from: 'owner: security_lead',
    to: 'owner: security_leed',
    found: [['REF-002', 'security_leed']],
  },
  {
    name: 'an unknown control',
    file: register,
    from: '- CTL-CHG-REVIEW',
    to: '- CTL-CHG-REVEIW',
    found: [['REF-002', 'CTL-CHG-REVEIW']],
  },
  {
    name: 'a list where one value belongs',
    file: policy,
    from: 'owner: security_lead',
    to: 'owner: [security_lead]',
    found: [['SCH-003', '[security_lead]']],
  },
  {
    name: 'one value where a list belongs',
    file: control,
    from: 'policies: [POL-ACCESS]',
    to: 'policies: POL-ACCESS',
    found: [['SCH-003', 'POL-ACCESS']],
  },
  {
    name: 'a criterion that does not exist',
    file: control,
    from: 'id: CC6.3',
    to: 'id: CC8.2',
    found: [['SCP-002', 'CC8.2']],
  },
  {
    name: 'a month that does not exist',
    file: register,
    from: `reviewBy: ${tokenValues['in90Days'] ?? ''}`,
    to: 'reviewBy: 2026-13-01',
    found: [['SCH-003', '2026-13-01']],
  },
  {
    name: 'a date of the USA',
    file: register,
    from: `reviewBy: ${tokenValues['in90Days'] ?? ''}`,
    to: 'reviewBy: 05/31/2026',
    found: [['SCH-003', '05/31/2026']],
  },
  {
    name: 'a score that does not follow',
    file: register,
    from: 'inherent: {likelihood: likely, impact: major}',
    to: 'inherent: {likelihood: likely, impact: major, score: 20}',
    found: [['RSK-001', '20']],
  },
  {
    name: 'a text that is not there',
    file: policy,
    from: 'body: POL-ACCESS.md',
    to: 'body: POL-ACCES.md',
    found: [['REF-002', 'POL-ACCES.md']],
  },
  {
    name: 'a placeholder that was left',
    file: 'compliance/policies/POL-ACCESS.md',
    from: '## Review',
    to: 'Ask in [your ticket system] first.\n\n## Review',
    beside: [[policy, 'status: draft', 'status: approved\nlastReviewed: 2026-03-01']],
    found: [['POL-009', '[your ticket system]']],
  },
  {
    name: 'who asks also approves',
    file: 'compliance/exceptions/EXC-LEGACY.yaml',
    to: exception('requestedBy: ana\napprovedBy: ana\nstart: 2026-03-02\nexpires: 2026-04-01\n'),
    found: [['EXC-003', 'ana']],
  },
  {
    name: 'an exception that has ended',
    file: 'compliance/exceptions/EXC-LEGACY.yaml',
    to: exception('requestedBy: ben\napprovedBy: ana\nstart: 2026-03-02\nexpires: 2026-04-01\n'),
    asOf: '2026-04-20',
    beside: [ben],
    found: [['EXC-002', '2026-04-01']],
  },
  {
    name: 'no way back',
    file: change,
    from: 'status: draft',
    to: 'status: submitted',
    beside: [[change, 'rollbackPlan', 'x-old']],
    found: [['CHG-007', 'submitted']],
  },
  {
    name: 'a file in another folder',
    file: 'compliance/risks/EXC-LEGACY.yaml',
    to: exception('requestedBy: ben\napprovedBy: ana\nstart: 2026-03-02\nexpires: 2026-04-01\n'),
    beside: [ben],
    found: [['REF-003', 'Exception']],
  },
  {
    name: 'an unknown setting',
    file: configName,
    from: 'protectedBranch:',
    to: 'protectedBranches:',
    found: [['SCH-001', 'protectedBranches']],
  },
  {
    name: 'a severity of risks in the settings',
    file: configName,
    from: 'rules: {}',
    to: 'rules: { SCP-005: high }',
    found: [['SCH-004', 'high']],
  },
  {
    name: 'a rule that does not exist in the settings',
    file: configName,
    from: 'rules: {}',
    to: 'rules: { SCP-505: off }',
    found: [['SCH-001', 'SCP-505']],
  },
]

function withMistake({ file, from, to, beside = [] }: Mistake): ReadonlyMap<string, string> {
  const texts = new Map(written)
  const replace = (path: string, old: string, text: string) => {
    const before = texts.get(path) ?? ''
    if (!before.includes(old)) throw new Error(`${path} has no ${old}`)
    texts.set(
      path,
      before.replace(old, () => text),
    )
  }
  for (const [path, old, text] of beside) replace(path, old, text)
  if (from === undefined) texts.set(file, to)
  else replace(file, from, to)
  return texts
}

const keyOf = ({ code, at, message }: ReportItem): string => `${at.file} ${code} ${message}`

describe('the mistakes that people make most, in what init wrote', () => {
  test('without a mistake nothing is wrong', async () => {
    expect((await run(written, today)).report.counts.errors).toBe(0)
    expect(mistakes.length).toBeGreaterThanOrEqual(30)
  })

  test.each(mistakes)('$name', async (mistake) => {
    const { asOf = today } = mistake
    const known = new Set((await run(written, asOf)).report.items.map(keyOf))
    const texts = withMistake(mistake)
    const { report, textOf } = await run(texts, asOf)
    const items = report.items.filter((item) => !known.has(keyOf(item)))
    expect(items.map(({ code, at }) => [code, textAt(texts.get(at.file) ?? '', at)])).toEqual(mistake.found)
    const printed = printPretty({ ...report, items, notDetermined: [], notRun: [] }, { colours: false, textOf })
    // The last lines count the whole program.
    const said = printed.split('\n').slice(0, -2).join('\n')
    await expect(said).toMatchFileSnapshot(
      join(import.meta.dirname, `../golden/mistakes/${mistake.name.replaceAll(' ', '-')}.txt`),
    )
  })
})
