import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setupChecks } from '../../../src/doctor/registry.gen.ts'
import { remoteChecks } from '../../../src/doctor/remote/registry.gen.ts'
import { formatCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { type Around, actionPin, examine, logKey, setUpRepository } from '../../support/set-up-repository.ts'

const good = await setUpRepository()
const check = '.github/workflows/countersign-check.yml'
const deploy = '.github/workflows/countersign-deploy.yml'
const gate = '.github/workflows/countersign-gate.yml'
const record = '.github/workflows/countersign-record.yml'

type Texts = Readonly<Record<string, string>>
type Edit = (texts: Texts) => Texts

/** Replaces a text that has to be there, so that no row passes because its edit missed. */
const swap =
  (path: string, from: string | RegExp, to: string): Edit =>
  (texts) => {
    const before = texts[path] ?? ''
    const after = before.replace(from, () => to)
    if (after === before) throw new Error(`${path} does not hold ${from}`)
    return { ...texts, [path]: after }
  }
const without =
  (...paths: readonly string[]): Edit =>
  (texts) =>
    Object.fromEntries(Object.entries(texts).filter(([path]) => !paths.includes(path)))
const put =
  (path: string, text: string): Edit =>
  (texts) => ({ ...texts, [path]: text })

const edits =
  (...all: readonly Edit[]): Edit =>
  (texts) =>
    all.reduce((edited, edit) => edit(edited), texts)

/** An expression of GitHub's, which a template of ours must not take for its own. */
const expression = (text: string) => ['$', '{{ ', text, ' }}'].join('')

const ofItems = ({ report }: Awaited<ReturnType<typeof examine>>) => [
  ...new Set(report.items.map(({ code, severity }) => `${code} ${severity}`)),
]

test('what init writes, filled in, passes every check', async () => {
  const { report } = await examine(good)
  expect(report.items).toEqual([])
  expect(report.notDetermined).toEqual([])
  expect(report.verdict).toBe('satisfied')
  expect(new Set(report.checks.map(({ outcome }) => outcome))).toEqual(new Set(['pass']))
})

const unpinned = `acme/countersign@v1`
const notNeeded = 'contents: read\n      packages: write'
const ownPin = actionPin.slice(0, -1)
const demoElsewhere = signerOfSeed(
  'x',
  createHash('sha256').update('countersign demo key, not a secret').digest(),
).verifier
const checkpoint = { origin: logKey.verifier.name, size: 0, root: Buffer.alloc(32) }

/** [wanted item, why, edit, what is around]. */
type Violating = readonly [wanted: string, why: string, edit: Edit | undefined, around?: Around]
const violating: readonly Violating[] = [
  ['DOC-001 error', 'an old Node.js', undefined, { nodeVersion: '18.20.4' }],
  ['DOC-001 error', 'a version of Node.js that is none', undefined, { nodeVersion: 'v22' }],
  ['DOC-002 error', 'an old git', undefined, { gitVersion: '2.30.9' }],
  ['DOC-003 error', 'a shallow clone', undefined, { repository: { isShallow: true } }],
  ['DOC-003 error', 'a folder below the top', undefined, { repository: { isTop: false } }],
  ['DOC-006 warning', 'a schema of another version', swap('compliance/.schemas/v1/policy.json', '"title"', '"titel"')],
  ['DOC-007 warning', 'no first line for the editor', swap('compliance/program.yaml', /^# yaml-language.*\n/, '')],
  ['DOC-007 warning', 'a schema that is not there', swap('compliance/program.yaml', 'v1/program', 'v9/program')],
  ['DOC-007 warning', 'settings with a schema elsewhere', swap('countersign.yaml', 'compliance/.schemas', '.schemas')],
  [
    'DOC-008 error, DOC-028 error',
    'a protected branch that is not there, and that workflows do not name',
    swap('countersign.yaml', 'protectedBranch: main', 'protectedBranch: master'),
    { repository: { branches: new Set(['main', 'x']) } },
  ],
  ['DOC-009 warning', 'no key yet', without('compliance/trust.policy')],
  [
    'DOC-009 error',
    'a log and no key',
    without('compliance/trust.policy'),
    { checkpoint: formatCheckpoint(checkpoint, logKey) },
  ],
  ['DOC-009 error', 'a policy that is none', put('compliance/trust.policy', 'log nonsense\n')],
  [
    'DOC-009 error',
    'the key of the demonstration',
    put('compliance/trust.policy', `log ${formatVerifierKey(demoElsewhere)}\nquorum none\n`),
  ],
  [
    'DOC-009 error',
    'a checkpoint of another log',
    undefined,
    { checkpoint: formatCheckpoint({ ...checkpoint, origin: 'elsewhere' }, undefined) },
  ],
  [
    'DOC-009 error',
    'a checkpoint that nobody signed',
    undefined,
    { checkpoint: formatCheckpoint(checkpoint, undefined) },
  ],
  ['DOC-009 error', 'a checkpoint that is none', undefined, { checkpoint: 'x' }],
  ['DOC-010 warning', 'no code owners', without('.github/CODEOWNERS')],
  ['DOC-010 warning', 'a later line that takes owners away', swap('.github/CODEOWNERS', /$/, '/.github/workflows/\n')],
  ['DOC-010 warning', 'a pattern that GitHub leaves out', swap('.github/CODEOWNERS', /$/, '!/docs/ @ana-souza\n')],
  ['DOC-010 warning', 'an owner that is none', swap('.github/CODEOWNERS', /$/, '/docs/ ana\n')],
  ['DOC-010 warning', 'an owner that is a placeholder', swap('.github/CODEOWNERS', /$/, '/docs/ @OWNER/security\n')],
  [
    'DOC-010 warning',
    'owners in a file that GitHub passes over',
    (texts) => without('.github/CODEOWNERS')({ ...texts, CODEOWNERS: '* @ana-souza\n/.github/\n' }),
  ],
  ['DOC-011 warning', 'records folded away', put('.gitattributes', 'compliance/** linguist-generated\n')],
  ['DOC-011 warning', 'records without a diff', put('.gitattributes', '*.yaml -diff\n')],
  ['DOC-012 warning', 'no hook', without('.pre-commit-config.yaml')],
  ['DOC-020 warning', 'a workflow with an anchor', swap(check, 'pull_request:', 'pull_request: &x')],
  ['DOC-021 error', 'a check on pushes only', swap(check, '  pull_request:\n', '')],
  ['DOC-022 error', 'no gate', without(gate)],
  ['DOC-023 warning', 'no recording', without(record)],
  ['DOC-024 error', 'a gate on pull_request', swap(gate, 'pull_request_target:', 'pull_request:')],
  ['DOC-024 error', 'a gate on both', swap(gate, '  merge_group:', '  pull_request:\n  merge_group:')],
  ['DOC-025 error', 'a gate that a queue waits for', swap(gate, '  merge_group:\n', '')],
  ['DOC-025 warning', 'a check that a queue may wait for', swap(check, '  merge_group:\n', '')],
  [
    'DOC-025 error',
    'a gate that leaves merge groups out',
    swap(gate, '    runs-on', "    if: github.event_name != 'merge_group'\n    runs-on"),
  ],
  ['DOC-026 error', 'a gate that no review wakes', swap(gate, '  pull_request_review:\n', '')],
  [
    'DOC-026 error',
    'a dismissal that is not noticed',
    swap(gate, 'pull_request_review:', 'pull_request_review:\n    types: [submitted, edited]'),
  ],
  [
    'DOC-026 error',
    'a gate that waits for a workflow that no review starts',
    edits(
      swap(gate, '  pull_request_review:\n', '  workflow_run:\n    workflows: [Review noticed]\n'),
      swap(gate, '|| github.sha', '|| github.run_id'),
    ),
  ],
  [
    'DOC-026 warning',
    'the same, with a schedule',
    edits(
      swap(
        gate,
        '  pull_request_review:\n',
        '  workflow_run:\n    workflows: [Compliance check]\n  schedule:\n    - cron: "1 1 * * *"\n',
      ),
      swap(gate, '|| github.sha', '|| github.run_id'),
    ),
  ],
  ['DOC-027 error', 'pushes that are not judged', swap(gate, 'synchronize, ', '')],
  ['DOC-027 warning', 'another base that is not judged', swap(gate, 'edited, ', '')],
  ['DOC-027 warning', 'the types that GitHub takes', swap(gate, / {4}types:.*\n/, '')],
  [
    'DOC-028 error',
    'a filter of paths',
    swap(gate, '  pull_request_review:', '    paths: [src/**]\n  pull_request_review:'),
  ],
  [
    'DOC-028 error',
    'a filter of paths on the check',
    swap(check, '  pull_request:', "  pull_request:\n    paths-ignore: ['docs/**']"),
  ],
  ['DOC-028 error', 'another branch', swap(gate, '  merge_group:', '  merge_group:\n    branches: [release/**]')],
  [
    'DOC-028 error',
    'all branches but this',
    swap(gate, '  merge_group:', "  merge_group:\n    branches: ['**', '!main']"),
  ],
  ['DOC-028 error', 'this branch left out', swap(gate, '  merge_group:', '  merge_group:\n    branches-ignore: main')],
  ['DOC-028 error', 'recording of tags', swap(record, 'branches: ["main"]', 'tags: [v*]')],
  [
    'DOC-029 error',
    'a condition on a label',
    swap(gate, '    runs-on', "    if: contains(github.event.pull_request.labels.*.name, 'x')\n    runs-on"),
  ],
  [
    'DOC-029 error',
    'a condition of the step',
    swap(gate, '        with: { mode: gate }', "        if: github.actor != 'bot'\n        with: { mode: gate }"),
  ],
  [
    'DOC-030 error',
    'permissions by default',
    swap(check, /permissions: \{\}\n| {4}permissions:\n {6}contents: read\n/g, ''),
  ],
  ['DOC-031 error', 'a gate that cannot post', swap(gate, 'statuses: write', 'statuses: read')],
  [
    'DOC-031 error',
    'a gate that cannot write the comment it is asked for',
    swap(gate, 'with: { mode: gate }', 'with: { mode: gate, comment: on-change }'),
  ],
  [
    'DOC-031 error',
    'a gate that cannot ask for reviews',
    swap(gate, 'with: { mode: gate }', `with: { mode: gate, request-reviews: "${expression('true')}" }`),
  ],
  [
    'DOC-031 error',
    'a token of the run that is given as one of its own',
    edits(
      swap(gate, 'statuses: write', 'statuses: read'),
      swap(gate, 'with: { mode: gate }', `with: { mode: gate, github-token: "${expression('github.token')}" }`),
    ),
  ],
  ['DOC-031 error', 'a recording that cannot read runs', swap(record, '      actions: read\n', '')],
  ['DOC-031 error', 'none at all', swap(deploy, / {4}permissions:\n(?: {6}.*\n)+(?= {4}steps)/, '')],
  [
    'DOC-032 error',
    'a gate that may write to pull requests and is not asked to',
    swap(gate, 'pull-requests: read', 'pull-requests: write'),
  ],
  [
    'DOC-032 error',
    'a gate with the token of an App, and one of its own',
    swap(
      gate,
      'with: { mode: gate }',
      `with: { mode: gate, github-token: "${expression('steps.app.outputs.token')}" }`,
    ),
  ],
  ['DOC-032 error', 'writing what is not needed', swap(check, 'contents: read', notNeeded)],
  [
    'DOC-032 error, DOC-046 warning',
    'writing everything',
    swap(check, '    permissions:\n      contents: read', '    permissions: write-all'),
  ],
  ['DOC-032 error', 'writing for all jobs', swap(check, 'permissions: {}', 'permissions:\n  contents: write')],
  ['DOC-033 error', 'Countersign by tag', swap(gate, actionPin, unpinned)],
  ['DOC-033 error', 'another action by branch', swap(check, /actions\/checkout@\w+/, 'actions/checkout@main')],
  ['DOC-033 error', 'a short commit', swap(gate, actionPin, ownPin)],
  [
    'DOC-033 error',
    'a reusable workflow by tag',
    swap(check, 'jobs:\n', 'jobs:\n  other:\n    uses: acme/x/.github/workflows/y.yml@v1\n'),
  ],
  ['DOC-034 error', 'a placeholder', swap(gate, actionPin, `OWNER/countersign@${'1'.repeat(40)}`)],
  ['DOC-034 error', 'zeros', swap(gate, actionPin, `acme/countersign@${'0'.repeat(40)}`)],
  ['DOC-035 error', 'a wrong input', swap(gate, '{ mode: gate }', '{ mode: gate, enfroce: job }')],
  ['DOC-036 error', 'a job of that name', swap(check, '  check:\n', '  check:\n    name: countersign/gate (main)\n')],
  [
    'DOC-036 error',
    'a step that posts it',
    swap(check, '    steps:\n', "    steps:\n      - run: gh api x -f context='countersign/gate (main)'\n"),
  ],
  [
    'DOC-037 error',
    'the head in the gate',
    swap(
      gate,
      '    steps:\n',
      `    steps:\n      - uses: actions/checkout@${'2'.repeat(40)}\n        with: { ref: "\${{ github.event.pull_request.head.sha }}", persist-credentials: false }\n`,
    ),
  ],
  ['DOC-037 error', 'the head by a command', swap(gate, '    steps:\n', '    steps:\n      - run: gh pr checkout 1\n')],
  [
    'DOC-037 error',
    'the head allowed',
    swap(
      gate,
      '    steps:\n',
      `    steps:\n      - uses: actions/checkout@${'2'.repeat(40)}\n        with: { allow-unsafe-pr-checkout: true, persist-credentials: false }\n`,
    ),
  ],
  ['DOC-038 error', 'the last commit only', swap(record, 'fetch-depth: 0, ', '')],
  ['DOC-038 error', 'nothing checked out', swap(record, / {6}- uses: actions\/checkout.*\n.*\n/, '')],
  ['DOC-039 warning', 'a token left behind', swap(check, ', persist-credentials: false', '')],
  [
    'DOC-040 error',
    'a recording that is cut',
    swap(record, 'permissions: {}', 'concurrency: { group: x, cancel-in-progress: true }\npermissions: {}'),
  ],
  [
    'DOC-040 error',
    'a recording that may be cut',
    swap(
      record,
      '    environment',
      `    concurrency: { group: x, cancel-in-progress: "${expression('true')}" }\n    environment`,
    ),
  ],
  ['DOC-041 error', 'gates in no order', swap(gate, / {4}concurrency:.*\n/, '')],
  ['DOC-041 error', 'pushes that push each other out', swap(gate, '|| github.sha', '|| github.ref')],
  [
    'DOC-041 error',
    'reviews of two pull requests in one group',
    swap(gate, '  pull_request_review:\n', '  pull_request_review:\n  workflow_run:\n    workflows: [x]\n'),
  ],
  ['DOC-041 error', 'gates that push each other out', swap(gate, /concurrency:.*/, 'concurrency: gate')],
  ['DOC-042 warning', 'no catching up', swap(record, / {2}schedule:\n.*\n/, '')],
  ['DOC-043 warning', 'nobody watches the calendar', swap(check, / {2}schedule:\n.*\n/, '')],
  ['DOC-044 error', 'a key of the repository', swap(record, '    environment: compliance\n', '')],
  ['DOC-044 error', 'a key in the file', swap(record, /log-key: .*/, 'log-key: PRIVATE+KEY+x')],
  ['DOC-044 warning', 'no key', swap(record, / {10}log-key: .*\n/, '')],
  [
    'DOC-045 error',
    'a secret in the check',
    swap(check, '{ mode: check }', `{ mode: check, github-token: "${expression('secrets.PAT')}" }`),
  ],
  [
    'DOC-045 error',
    'a secret in brackets',
    swap(check, '    runs-on', `    env: { X: "${expression("secrets['PAT']")}" }\n    runs-on`),
  ],
  [
    'DOC-045 error',
    'a secret for all jobs',
    swap(check, 'jobs:\n', `env: { X: "${expression('secrets.PAT')}" }\njobs:\n`),
  ],
  [
    'DOC-045 error',
    'all secrets',
    swap(
      check,
      'jobs:\n',
      `jobs:\n  other:\n    uses: acme/x/.github/workflows/y.yml@${'3'.repeat(40)}\n    secrets: inherit\n`,
    ),
  ],
  [
    'DOC-046 warning',
    'somebody else posts statuses',
    put('.github/workflows/x.yml', 'on: push\npermissions: { statuses: write }\njobs:\n  a: { steps: [] }\n'),
  ],
  ['DOC-047 error', 'a check that may fail', swap(check, '    runs-on', '    continue-on-error: true\n    runs-on')],
  [
    'DOC-047 error',
    'a step that may fail',
    swap(gate, '        with: { mode: gate }', '        continue-on-error: true\n        with: { mode: gate }'),
  ],
]

describe('each check finds', () => {
  test.each(violating.map(([wanted, why, edit, around]) => ({ wanted, why, edit, around })))(
    '$wanted: $why',
    async ({ wanted, edit, around }) => {
      const examination = await examine(edit?.(good) ?? good, around)
      expect(ofItems(examination)).toEqual(wanted.split(', '))
      // A place in a file is a line that is there.
      for (const { at } of examination.report.items) {
        const text = examination.textOf(at.file)
        if (text !== undefined) expect(at.line).toBeLessThanOrEqual(text.split('\n').length)
      }
    },
  )

  test('nothing of what a user of several checks at once could do is hidden by another', async () => {
    const examination = await examine(
      swap(gate, 'contents: read', 'contents: write')(swap(gate, '  pull_request_review:\n', '')(good)),
    )
    expect(ofItems(examination)).toEqual(['DOC-026 error', 'DOC-032 error'])
  })

  test('every check has a row', () => {
    const rows = new Set(violating.map(([wanted]) => wanted.slice(0, 7)))
    expect(setupChecks.map(({ id }) => id).filter((id) => !rows.has(id))).toEqual(['DOC-004', 'DOC-005'])
  })
})

type Passing = readonly [why: string, edit: Edit | undefined, around?: Around]
const passing: readonly Passing[] = [
  ['a newer Node.js', undefined, { nodeVersion: '24.1.0' }],
  ['git of another maker', undefined, { gitVersion: '2.39.5.windows.1' }],
  ['a repository before its first commit', undefined, { repository: { branches: new Set<string>(), current: 'main' } }],
  ['a protected branch that was only fetched', undefined, { repository: { current: 'topic' } }],
  ['a signed checkpoint', undefined, { checkpoint: formatCheckpoint(checkpoint, logKey) }],
  ['code owners at the root', (texts) => without('.github/CODEOWNERS')({ ...texts, CODEOWNERS: '* @acme/all\n' })],
  ['failures that count', swap(check, '    runs-on', '    continue-on-error: false\n    runs-on')],
  ['alerting rules beside the records', put('compliance/monitoring/alerts.yaml', 'groups: []\n')],
  ['lefthook', (texts) => without('.pre-commit-config.yaml')({ ...texts, 'lefthook.yml': 'run: countersign check\n' })],
  ['a schema from the web', swap('compliance/program.yaml', '.schemas/v1/program', 'https://example.invalid/program')],
  [
    'another workflow that is none of our business',
    put('.github/workflows/x.yml', 'on: push\njobs:\n  a: &a { steps: [] }\n'),
  ],
  [
    'reviews by a second workflow',
    edits(
      swap(gate, '  pull_request_review:\n', '  workflow_run: { workflows: [Poke], types: [completed] }\n'),
      swap(gate, '|| github.sha', '|| github.run_id'),
      put('.github/workflows/poke.yml', 'name: Poke\non: pull_request_review\njobs:\n  a: { steps: [] }\n'),
    ),
  ],
  [
    'a filter that keeps the branch',
    swap(gate, '  merge_group:', "  merge_group:\n    branches: [main, 'release/**']"),
  ],
  [
    'a condition on events',
    swap(gate, '    runs-on', `    if: ${expression("github.event_name != 'issues' && !cancelled()")}\n    runs-on`),
  ],
  ['a local copy', swap(gate, actionPin, './.github/actions/countersign')],
  [
    'a container by digest',
    swap(check, '    steps:\n', `    steps:\n      - uses: docker://alpine@sha256:${'a'.repeat(64)}\n`),
  ],
  [
    'the token of the run',
    swap(check, '{ mode: check }', `{ mode: check, github-token: "${expression('secrets.GITHUB_TOKEN')}" }`),
  ],
  ['check suites may be read', swap(gate, 'statuses: write', 'statuses: write\n      checks: read')],
  [
    'waiting instead of cutting',
    swap(record, 'permissions: {}', 'concurrency: { group: x, cancel-in-progress: false }\npermissions: {}'),
  ],
]

test.each(passing.map(([why, edit, around]) => ({ why, edit, around })))(
  'nothing is found: $why',
  async ({ edit, around }) => {
    const { report } = await examine(edit?.(good) ?? good, around)
    expect(report.items).toEqual([])
    expect(report.verdict).toBe('satisfied')
  },
)

describe('where the ground is missing', () => {
  test('no git: what needs it is not determined, and the rest still looked at', async () => {
    const { report } = await examine(good, { gitVersion: undefined })
    expect(report.items.map(({ code }) => code)).toEqual(['DOC-002'])
    expect(report.notDetermined.map((open) => open.check)).toEqual(['DOC-003', 'DOC-008'])
    expect(report.verdict).toBe('violated')
  })

  test('no repository', async () => {
    const { report } = await examine(good, { repository: undefined })
    expect(report.items.map(({ code }) => code)).toEqual(['DOC-003'])
    expect(report.notDetermined.map((open) => open.check)).toEqual(['DOC-008'])
  })

  test('an empty repository: settings, program, check and gate are missing', async () => {
    const { report } = await examine({})
    expect(report.items.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'DOC-004 error',
      'DOC-005 error',
      'DOC-021 error',
      'DOC-022 error',
      'DOC-023 warning',
    ])
  })

  test('settings with a mistake', async () => {
    const { report } = await examine(swap('countersign.yaml', 'protectedBranch', 'protectedBranh')(good))
    const [item] = report.items.filter(({ code }) => code === 'DOC-004')
    expect(item).toMatchObject({ severity: 'error', at: { file: 'countersign.yaml', line: 9 } })
    expect(report.notDetermined.map((open) => open.check)).toEqual(['DOC-005', 'DOC-008'])
  })

  test('a workflow that cannot be read leaves open what it may do', async () => {
    const { report } = await examine(swap(check, 'jobs:', 'jobs: [')(good))
    expect(ofItems({ report, textOf: () => undefined })).toEqual(['DOC-020 warning'])
    expect(report.verdict).toBe('not-determined')
    expect(report.notDetermined.map((open) => open.check)).toContain('DOC-021')
    expect(
      report.checks.filter(({ id, outcome }) => id >= 'DOC-021' && outcome === 'pass').map(({ id }) => id),
    ).toEqual(['DOC-022', 'DOC-023'])
  })

  test('a workflow that others call is not followed, and what it does stays open', async () => {
    const { report } = await examine(swap(gate, /on:\n[\s\S]*?permissions/, 'on: workflow_call\npermissions')(good))
    expect(report.items.map(({ code, at }) => [code, at.file])).toEqual([['DOC-020', gate]])
    expect(report.verdict).toBe('not-determined')
  })

  test('what only the forge knows is listed, and fails nothing unless it must not be missing', async () => {
    const { report } = await examine(good)
    expect(report.remote).toEqual(remoteChecks.map(({ id, title }) => ({ id, title })))
    expect((await examine(good, { remoteRequired: true })).report.verdict).toBe('not-determined')
  })
})

test('no workflow that somebody writes breaks it', async () => {
  const key = fc.constantFrom(
    'on',
    'jobs',
    'steps',
    'if',
    'with',
    'uses',
    'permissions',
    'concurrency',
    'env',
    'name',
    'a',
    'push',
    'branches',
    'mode',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(
        'pull_request',
        'acme/countersign@v1',
        'gate',
        'write-all',
        '',
        null,
        0,
        true,
        '!',
        '**',
      ),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }))
  const step = fc.record({ uses: fc.constant('acme/countersign@v1'), with: value, if: value })
  const job = fc.record({ steps: fc.array(step, { maxLength: 2 }), permissions: value, concurrency: value, if: value })
  const workflow = fc.record({ on: value, permissions: value, jobs: fc.dictionary(key, fc.oneof(job, value)) })
  await fc.assert(
    fc.asyncProperty(fc.oneof(workflow, value, fc.string()), async (data) => {
      const text = typeof data === 'string' ? data : JSON.stringify(data)
      const { report } = await examine({ 'countersign.yaml': good['countersign.yaml'] ?? '', [check]: text })
      expect(report.verdict).toBe('violated')
      for (const { at } of report.items) expect(at.line).toBeGreaterThan(0)
    }),
    { numRuns: 100 },
  )
})

describe('the list of checks', () => {
  test('holds every file, under the name it gives itself', () => {
    const files = readdirSync('src/doctor/checks').map((file) => basename(file, '.ts'))
    expect(setupChecks.map(({ name }) => name).sort()).toEqual(files.sort())
    const remote = readdirSync('src/doctor/remote').filter((file) => file !== 'registry.gen.ts')
    expect(remoteChecks.map(({ name }) => `${name}.ts`).sort()).toEqual(remote.sort())
  })

  test('has each id once, with texts that are sentences', () => {
    const ids = [...setupChecks, ...remoteChecks].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(remoteChecks.map(({ id }) => id)).toEqual(ids.filter((id) => /^DOC-1\d\d$/.test(id)))
    for (const { id, title, remedy } of [...setupChecks, ...remoteChecks]) {
      expect(id).toMatch(/^DOC-[01]\d\d$/)
      expect(title).toMatch(/^[A-Z].*[^.]$|^git |^countersign/)
      expect(remedy).toMatch(/^[A-Z].*\.$/)
    }
  })
})
