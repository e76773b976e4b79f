import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { sha256Hex } from '../../../src/evidence/attachments.ts'
import { toLine } from '../../../src/evidence/record.ts'
import { describeImport } from '../../../src/usecases/describe-import.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { type ImportRequest, importEvidence, statusOfImport } from '../../../src/usecases/import-evidence.ts'
import { importFile } from '../../../src/usecases/import-file.ts'
import type { ImportFormat } from '../../../src/usecases/import-formats.ts'
import { toGivenMoments } from '../../../src/usecases/import-moments.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { inChunks } from '../../support/byte-chunks.ts'
import { canarySecrets } from '../../support/canary-secrets.ts'
import { unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { logSigner, repositoryWithLog, signedLog } from '../../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}

const program = `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: SOC 2 program
status: operating
organisation: { name: Example Ltd, securityLead: ana }
system: { name: Shop }
categories: [CC]
reportType: type1
`
const sources = `apiVersion: countersign/v1
kind: EvidenceSource
id: SRC-STAFF
title: Leavers from the staff list
dataset: leavers
system: hr.example.com
format: csv
fields:
  - { field: person, from: Id }
  - { field: lastDay, from: Last day }
  - { field: accounts, from: Accounts, split: ';', optional: true }
ignore: [Name]
---
apiVersion: countersign/v1
kind: EvidenceSource
id: SRC-GATEWAY
title: Audit log of the gateway
dataset: activity
system: gateway.example.com
format: json
items: /logs
total: /total
fields:
  - { field: id, from: /id }
  - { field: at, from: /timestamp }
  - { field: account, from: /user_email, optional: true }
  - { field: action, from: /action }
  - { field: resource, from: /resource, optional: true }
  - field: outcome
    from: /status
    values: [{ is: success, means: allowed }, { is: denied, means: denied }, { is: failed, means: failed }]
  - { field: privileged, value: null }
ignore: [/user_name, /user_agent, /ip_address, /details]
`

let work = ''
let count = 0
const now = '2026-06-01T12:00:00Z'

const portsAt = (where: string) => ({
  log: gitEvidenceLog({
    git: sandbox.git,
    remote: where,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  }),
  history: gitHistory(sandbox.git, { where: { cwd: where } }),
  spool: fileSpool(sandbox.path('spool')),
  clock: { now: () => Date.parse(now) },
})

beforeAll(() => {
  const seed = repositoryWithLog(sandbox, 'seed', signedLog([[unreviewed(1)]]).files)
  sandbox.write(seed, 'compliance/program.yaml', program)
  sandbox.write(seed, 'compliance/sources.yaml', sources)
  sandbox.commit(seed, 'start')
})
/** A repository of its own for a test that writes. */
const fresh = (): void => {
  count += 1
  work = sandbox.path(`work-${count}`)
  sandbox.run(sandbox.folder, 'clone', '-q', '--mirror', sandbox.path('seed'), work)
}

/** What one file becomes, before anything is recorded. */
async function madeOf(format: ImportFormat, text: string, at?: string) {
  const moments = toGivenMoments(at, undefined)
  const frame = { query: '', moments, salt: 's', producer, nowMs: Date.parse(now) }
  const { records, doubts } = await importFile(fileOf('file', text), format, 'github.com/acme/shop', frame)
  for (const { record } of records) toLine(record)
  return { results: records.map(({ record }) => record.predicate.result), isSure: doubts.length === 0 }
}

const fileOf = (name: string, content: string | Uint8Array) => ({ name, bytes: inChunks(content, 1000) })
const request = (
  what: ImportRequest['what'] | Extract<ImportRequest['what'], { kind: 'format' }>['format'],
  files: readonly (readonly [string, string | Uint8Array])[],
  { at, covers, query = '' }: { at?: string; covers?: string; query?: string } = {},
): ImportRequest => ({
  ...{ places, signer: logSigner, producer, query },
  what: typeof what === 'string' ? { kind: 'format', format: what, system: 'github.com/acme/shop' } : what,
  moments: toGivenMoments(at, covers),
  files: files.map(([name, content]) => fileOf(name, content)),
})
const importing = (...args: Parameters<typeof request>) => importEvidence(request(...args), portsAt(work))

/** What the log says now, read back and verified. */
async function logged() {
  const { outcome, log } = await verifyEvidence(places, portsAt(work))
  expect(outcome).toBe('verified')
  return (log?.entries ?? []).slice(2).map(({ record }) => record.predicate)
}
async function attached(sha256: string): Promise<string> {
  const reading = await portsAt(work).log.read({ keys: [logSigner.verifier], pins: [] })
  if (reading.kind !== 'read') throw new Error(reading.kind)
  for await (const bytes of portsAt(work).log.attachments(reading.commit, [sha256])) {
    return Buffer.from(bytes ?? []).toString()
  }
  throw new Error('nothing')
}

const invocation = { executionSuccessful: true, endTimeUtc: '2026-03-02T10:15:30Z' }
const tool = { driver: { name: 'CodeQL', version: '2.20.0', rules: [{ id: 'js/xss' }, { id: 'js/sql' }] } }
const sarif = (results: object[] | undefined, over: object = {}) =>
  JSON.stringify({ version: '2.1.0', runs: [{ tool, invocations: [invocation], results, ...over }] })
const junit =
  '<testsuite name="unit" tests="2" failures="0" errors="0" skipped="1"><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>'
const lcov = 'SF:src/a.ts\nDA:1,2\nDA:2,0\nDA:3,1\nend_of_record\n'
const staff = 'Id,Name,Last day,Accounts\n17,Ann Miller,2026-02-28,ann@example.com\n18,Bo,2026-03-31,bo;bo-admin\n'
const staffSource = { kind: 'source', id: 'SRC-STAFF' } as const
const gateway = { kind: 'source', id: 'SRC-GATEWAY' } as const
const event = {
  ...{ id: 9, timestamp: '2026-02-03T10:15:30.5Z', user_email: 'ann@example.com', user_name: 'Ann', status: 'denied' },
  ...{ action: 'app.restart', resource: 'shop', user_agent: 'x', ip_address: '10.0.0.1', details: '{}' },
}
const events = (...logs: object[]) =>
  JSON.stringify({ logs, total: logs.length, page: 1, limit: 100 }).replace(',"page":1,"limit":100', '')
const quarter = { covers: '2026-01-01..2026-04-01', query: 'range=custom' }
const listed = { at: '2026-04-01T08:00:00Z', query: 'report "leavers"' }

describe('what files say is recorded', () => {
  test('of a scanner, with all findings attached and nothing else of the file', async () => {
    fresh()
    const place = [{ physicalLocation: { artifactLocation: { uri: 'src/a.ts' }, region: { startLine: 3 } } }]
    const text = sarif([{ ruleId: 'js/xss', level: 'error', message: { text: 'hello' }, locations: place }])
    const done = await importing('sarif', [['codeql.sarif', text]], { query: 'all of main' })
    expect(statusOfImport(done)).toBe(0)
    const [record] = await logged()
    expect(record).toMatchObject({
      kind: 'scan.result',
      key: `import:github.com/acme/shop/sarif/CodeQL-1/${sha256Hex(text)}/2026-03-02T10:15:30Z`,
      occurredAt: '2026-03-02T10:15:30Z',
      recordedAt: now,
      result: 'fail',
      data: {
        ...{ tool: 'CodeQL', toolVersion: '2.20.0', source: 'codeql.sarif', query: 'all of main', resources: null },
        ...{ total: 1, failed: 1, high: 1, passed: 0, originalDigest: sha256Hex(text), checksCut: false },
        checks: [
          { id: 'js/sql', passed: 0, failed: 0, notEvaluated: 0 },
          { id: 'js/xss', passed: 0, failed: 1, notEvaluated: 0 },
        ],
      },
      attachments: [{ name: 'items.jsonl' }],
    })
    expect(await attached(record?.attachments[0]?.sha256 ?? '')).toBe(
      '{"check":"js/xss","closedAt":null,"openedAt":null,"resource":"src/a.ts:3","severity":"high","status":"failed"}\n',
    )
    expect(describeImport(done)).toMatch(/CodeQL 2\.20\.0, 1 failed \(1 high\), 0 passed.*result fail/)
  })

  test.each([
    ['found nothing', sarif([]), 'pass', 0],
    ['did not scan', sarif(undefined), 'not-determined', 3],
    ['failed', sarif([], { invocations: [{ ...invocation, executionSuccessful: false }] }), 'not-determined', 3],
    [
      'evaluated a part',
      sarif([
        { ruleId: 'a', kind: 'pass' },
        { ruleId: 'b', kind: 'open' },
      ]),
      'not-determined',
      0,
    ],
    ['names nothing that it looked at', sarif([], { tool: { driver: { name: 'x' } } }), 'not-determined', 0],
    [
      'failed and found something',
      sarif([{ ruleId: 'a' }], { invocations: [{ ...invocation, executionSuccessful: false }] }),
      'fail',
      3,
    ],
  ])('of one that %s', async (_what, text, result, status) => {
    expect(await madeOf('sarif', text)).toEqual({ results: [result], isSure: status === 0 })
  })

  test('of tests and coverage, at the moment that is given', async () => {
    fresh()
    await importing('junit', [['junit.xml', junit]], { at: '2026-03-02T10:15:30+01:00' })
    await importing('lcov', [['lcov.info', lcov]], { at: '2026-03-02T09:16:00Z' })
    expect(await logged()).toMatchObject([
      {
        kind: 'test.result',
        occurredAt: '2026-03-02T09:15:30Z',
        result: 'pass',
        data: { tool: 'unit', tests: 2, passed: 1, skipped: 1 },
        attachments: [],
      },
      {
        kind: 'coverage.result',
        result: 'pass',
        data: { linesTotal: 3, linesCovered: 2, lineRate: 6666, branchRate: null },
        attachments: [{ name: 'original', sha256: sha256Hex(lcov), size: lcov.length }],
      },
    ])
  })

  test.each([
    [
      'a failed test',
      junit
        .replace('<skipped/>', '<failure/>')
        .replace('failures="0"', 'failures="1"')
        .replace('skipped="1"', 'skipped="0"'),
      'fail',
      0,
    ],
    ['totals that do not add up', junit.replace('tests="2"', 'tests="20"'), 'not-determined', 3],
    ['no test', '<testsuite tests="0"/>', 'not-determined', 0],
    [
      'nothing but skipped tests',
      junit.replace('<testcase name="a"/>', '').replace('tests="2"', 'tests="1"'),
      'not-determined',
      0,
    ],
  ])('of a report with %s', async (_what, text, result, status) => {
    expect(await madeOf('junit', text, '2026-03-02')).toEqual({ results: [result], isSure: status === 0 })
  })

  test('of a staff list, without names and addresses', async () => {
    fresh()
    const done = await importing(staffSource, [['staff.csv', staff]], listed)
    expect(statusOfImport(done)).toBe(0)
    const [record] = await logged()
    expect(record).toMatchObject({
      kind: 'collection.window',
      key: `import:hr.example.com/leavers/${sha256Hex(staff)}/2026-04-01T08:00:00Z`,
      occurredAt: '2026-04-01T08:00:00Z',
      result: 'pass',
      data: {
        ...{
          dataset: 'leavers',
          system: 'hr.example.com',
          method: 'import',
          form: 'snapshot',
          count: 2,
          complete: true,
        },
        ...{ source: 'staff.csv', query: 'report "leavers"', originalDigest: sha256Hex(staff) },
      },
    })
    const lines = await attached(record?.attachments[0]?.sha256 ?? '')
    expect(lines).toMatch(/^\{"accounts":\["bo","bo-admin"\],"lastDay":"2026-03-31","person":"18"\}$/m)
    expect(lines).toMatch(/"accounts":\["email-sha256:[0-9a-f]{64}"\]/)
    expect(lines).not.toMatch(/Miller|example\.com/)
  })

  test('of an application, for a stretch of time', async () => {
    fresh()
    const done = await importing(gateway, [['audit.json', events(event)]], quarter)
    expect(statusOfImport(done)).toBe(0)
    expect(await logged()).toMatchObject([
      {
        kind: 'collection.window',
        result: 'pass',
        data: { form: 'interval', from: '2026-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z', count: 1, total: null },
      },
    ])
  })

  test('of an application whose file has a page of many: not determined', async () => {
    fresh()
    const done = await importing(gateway, [['audit.json', events(event).replace('"total":1', '"total":812')]], quarter)
    expect(statusOfImport(done)).toBe(3)
    expect(await logged()).toMatchObject([
      {
        result: 'not-determined',
        data: { complete: false, unread: [{ part: 'items', why: expect.stringContaining('812') }] },
      },
    ])
  })

  test('of monitoring and of statements of others', async () => {
    fresh()
    const rules = 'groups:\n  - name: g\n    rules: [{ alert: Down, expr: up == 0 }]\n'
    const statement = JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'shop', digest: { sha256: 'ab'.repeat(32) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {},
    })
    await importing('prometheus-rules', [['rules.yaml', rules]], { at: '2026-03-02T10:15:30Z' })
    await importing('alertmanager', [['alerts.json', '[]']], { at: '2026-03-02T10:15:30Z' })
    await importing('in-toto', [['x.jsonl', `${statement}\n${statement}\n`]], { at: '2026-03-02T10:15:30Z' })
    expect(await logged()).toMatchObject([
      {
        kind: 'collection.window',
        data: { dataset: 'alert-rules', count: 1 },
        attachments: [{}, { name: 'original' }],
      },
      { kind: 'collection.window', data: { dataset: 'alerts', count: 0 } },
      {
        kind: 'statement.imported',
        result: 'none',
        data: { envelope: 'none', signature: 'none', originalDigest: sha256Hex(statement) },
        attachments: [{ name: 'statement.json', sha256: sha256Hex(statement) }],
      },
    ])
  })
})

test.each([
  ['nothing of anybody', 'src/a.ts', 1],
  ['the folder of a runner', '/home/runner/work/shop/src/a.ts', 1],
  ['the folder of a person', '/home/ann/shop/src/a.ts', 0],
  ['the folder of a person on macOS', '/Users/ann/shop/src/a.ts', 0],
  ['an address', 'src/ann@example.com.ts', 0],
  ['a secret', `src/${canarySecrets['github-token']}.ts`, 0],
])('a report of coverage with %s is kept, or not', async (_what, path, kept) => {
  const moments = toGivenMoments('2026-03-02', undefined)
  const frame = { query: '', moments, salt: 's', producer, nowMs: Date.parse(now) }
  const file = fileOf('lcov', `SF:${path}\nDA:1,1\nend_of_record\n`)
  const { records } = await importFile(file, 'lcov', 'acme/shop', frame)
  expect(records[0]?.attachments).toHaveLength(kept)
})

test('secrets in every input are in no git object and in no output', async () => {
  fresh()
  const secrets = Object.values(canarySecrets).map((secret) => secret.replaceAll('\n', ' '))
  const xml = secrets.map((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'))
  const results = secrets.map((text) => ({
    ruleId: text,
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri: `src/${text}` } } }],
  }))
  const tools = secrets.map((text) => ({
    tool: { driver: { name: text, version: text, rules: [{ id: text }] } },
    ...{ automationDetails: { id: text }, invocations: [{ ...invocation, commandLine: text }], results },
  }))
  const suites = xml.map(
    (text) =>
      `<testsuite name="${text}" tests="${text}"><testcase name="${text}"><failure>${text}</failure></testcase></testsuite>`,
  )
  const alerts = secrets.map((text) => ({ alert: text, expr: text, labels: { severity: text } }))
  const statements = secrets.map((text) => ({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: text, digest: { sha256: 'ab'.repeat(32) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { invocation: { parameters: text } },
  }))
  // Long enough to be cut in the middle of a secret.
  const activity = secrets.map((text) => ({
    ...event,
    resource: `${'x '.repeat(235)}${text}`,
    details: text,
    user_name: text,
  }))
  const name = (index: number) => `${secrets[index]?.replaceAll('/', '_')}.x`
  const at = { at: '2026-03-02T10:15:30Z', query: secrets.slice(0, 2).join(' ') }
  const done = [
    await importing('sarif', [[name(0), JSON.stringify({ version: '2.1.0', runs: tools })]]),
    await importing('junit', [[name(1), `<testsuites>${suites.join('')}</testsuites>`]], at),
    await importing('lcov', [[name(2), secrets.map((text) => `SF:src/${text}\nDA:1,1\nend_of_record\n`).join('')]], at),
    await importing('prometheus-rules', [[name(3), JSON.stringify({ groups: [{ name: 'g', rules: alerts }] })]], at),
    await importing('in-toto', [[name(4), statements.map((one) => JSON.stringify(one)).join('\n')]], at),
    await importing(gateway, [[name(5), events(...activity)]], quarter),
  ]
  expect((await logged()).length).toBeGreaterThan(20)
  const objects = sandbox.run(work, 'cat-file', '--batch-all-objects', '--batch', '--unordered')
  const found = [objects, ...done.map(describeImport)].flatMap((output) => output.match(/.{0,60}canary.{0,20}/gi) ?? [])
  expect(found).toEqual([])
  await expect(importing('sarif', [[name(0), '{']])).rejects.not.toThrow(/canary/i)
  for (const text of secrets.slice(0, 2)) {
    const twice = `{${JSON.stringify(text)}: 1, ${JSON.stringify(text)}: 2}`
    await expect(importing('sarif', [['x', twice]])).rejects.not.toThrow(/canary/i)
  }
})

describe('the same file', () => {
  beforeEach(fresh)

  test('is recorded once, also under another name and by another run', async () => {
    const text = sarif([])
    await importing('sarif', [['a.sarif', text]])
    const again = await importing('sarif', [['b.sarif', text]])
    expect(again.append.outcome.kind).toBe('nothing-new')
    expect(await logged()).toHaveLength(1)
  })

  test('about another system, or of another time, is another fact', async () => {
    await importing('lcov', [['a', lcov]], { at: '2026-03-02T10:00:00Z' })
    await importing({ kind: 'format', format: 'lcov', system: 'other' }, [['a', lcov]], { at: '2026-03-02T10:00:00Z' })
    await importing('lcov', [['a', lcov]], { at: '2026-03-03T10:00:00Z' })
    expect(await logged()).toHaveLength(3)
  })

  test('twice in one run is refused', async () => {
    await expect(
      importing('sarif', [
        ['a', sarif([])],
        ['b', sarif([])],
      ]),
    ).rejects.toThrow(/a and b are the same file/)
  })
})

describe('nothing is recorded, and nothing left behind,', () => {
  beforeAll(fresh)
  afterAll(async () => {
    expect(await logged()).toEqual([])
    const spool = sandbox.path('spool')
    expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
  })

  test.each<readonly [string, Parameters<typeof request>, RegExp]>([
    [
      'of a file that is cut',
      [
        'sarif',
        [
          ['good.sarif', sarif([])],
          ['cut.sarif', sarif([]).slice(0, -9)],
        ],
      ],
      /^cut\.sarif: byte \d+: The JSON ends in the middle.*Nothing was recorded\.$/,
    ],
    ['of an empty file', ['junit', [['e.xml', '']], { at: '2026-03-02' }], /^e\.xml: The file is empty/],
    ['where nobody says when', ['lcov', [['lcov.info', lcov]]], /does not say when it was made.*--at/],
    [
      'where two say when',
      ['sarif', [['a', sarif([])]], { at: '2026-03-02' }],
      /says itself that it is of 2026-03-02T10:15:30Z/,
    ],
    ['of the future', ['lcov', [['a', lcov]], { at: '2026-07-01' }], /is not over yet/],
    [
      'of a stretch that is not over',
      ['sarif', [['a', sarif([])]], { covers: '2026-05-01..2026-07-01' }],
      /is not over yet/,
    ],
    ['of before 2000', ['lcov', [['a', lcov]], { at: '1999-07-01' }], /before 2000/],
    [
      'with a stretch that means nothing',
      ['lcov', [['a', lcov]], { at: '2026-03-02', covers: '2026-01-01..2026-02-01' }],
      /--covers says nothing/,
    ],
    [
      'from a source that is not merged',
      [{ kind: 'source', id: 'SRC-STAF' }, [['a', staff]], listed],
      /no EvidenceSource SRC-STAF on main\. Did you mean SRC-STAFF/,
    ],
    [
      'from a list that nobody can draw again',
      [staffSource, [['a', staff]], { at: '2026-04-01' }],
      /Nobody can tell how a was made/,
    ],
    ['from a list without its moment', [staffSource, [['a', staff]], { query: 'x' }], /does not say when it was made/],
    ['from a list for a stretch', [staffSource, [['a', staff]], quarter], /SRC-STAFF is about a moment/],
    [
      'from an audit log without a stretch',
      [gateway, [['a', events()]], listed],
      /SRC-GATEWAY is about a stretch of time/,
    ],
    [
      'from a log with events of another time',
      [gateway, [['a', events({ ...event, timestamp: '2026-04-01T00:00:00Z' })]], quarter],
      /event of 2026-04-01T00:00:00Z, which is not in/,
    ],
    [
      'of a column that nobody mapped',
      [staffSource, [['s.csv', staff.replace('Name', 'Salary')]], listed],
      /^s\.csv: line 1, column Salary: The source does not know/,
    ],
  ])('%s', async (_what, args, message) => {
    await expect(importing(...args)).rejects.toMatchObject({ status: 2, message: expect.stringMatching(message) })
  })

  test('where there is no log', async () => {
    const other = sandbox.work(`bare-${count}`)
    sandbox.write(other, 'README.md', 'x')
    sandbox.commit(other, 'start')
    await expect(importEvidence(request('sarif', [['a', sarif([])]]), portsAt(other))).rejects.toMatchObject({
      status: 3,
    })
  })
})

test.each([
  ['2026-01-01', /no stretch of time/],
  ['2026-01-01..x', /--covers: This is no date/],
  ['2026-02-01..2026-01-01', /ends before it begins/],
  ['2026-02-01..2026-02-01', /ends before it begins/],
  ['a..b..c', /no stretch/],
])('--covers %s is refused', (covers, message) => {
  expect(() => toGivenMoments(undefined, covers)).toThrow(message)
})
