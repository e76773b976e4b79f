import { afterAll, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { collectionRecord, type Reading } from '../../../src/evidence/collection-record.ts'
import { toDatasetItems } from '../../../src/evidence/dataset-items.ts'
import type { EvidenceRecord } from '../../../src/model/evidence.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { runRules } from '../../../src/rules/run-rules.ts'
import { readLoggedHistory } from '../../../src/usecases/read-logged-history.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { repositoryWithLog, signedLog } from '../../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const item = (account: string, over: object = {}) => ({
  ...{ account, role: 'member', scope: null, kind: 'person', status: 'active', privileged: false, mfa: true },
  ...{ createdAt: null, lastUsedAt: null },
  ...over,
})
function read(system: string, accounts: readonly object[], over: Partial<Reading> = {}, day = '2026-06-10') {
  const items = toDatasetItems('access-list', accounts)
  const reading: Reading = {
    ...{ dataset: 'access-list', system, method: 'http', source: 'https://shop.example/users', query: '' },
    ...{ form: 'snapshot', from: `${day}T10:00:00Z`, to: `${day}T10:00:00Z`, pages: 1, total: accounts.length },
    ...{ complete: true, unread: [], originalDigest: null, tool: 'countersign', toolVersion: '0.1.0' },
    ...over,
  } as Reading
  const producer = { tool: 'countersign/0.1.0', run: 'github:1/1' }
  const nowMs = Date.parse(`${day}T10:00:00Z`)
  return {
    record: collectionRecord(reading, items, producer, nowMs),
    attachments: items.files.map((one) => one.attachment),
  }
}

let count = 0
async function loaded(
  readings: readonly { record: EvidenceRecord; attachments: ReturnType<typeof read>['attachments'] }[],
  datasets = ['access-list'],
) {
  count += 1
  const batches = readings.map(({ record }) => [record])
  const { files } = signedLog(
    batches,
    readings.flatMap(({ attachments }) => attachments),
  )
  const work = repositoryWithLog(sandbox, `work-${count}`, files)
  const asked: string[] = []
  const log = gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
  const { logged } = await readLoggedHistory(
    { settings: defaultSettings, files: [], asOf: '2026-06-15', timezone: 'UTC', datasets: new Set(datasets) },
    {
      history: gitHistory(sandbox.git, { where: { cwd: work } }),
      log: {
        ...log,
        attachments: (commit, digests) => {
          asked.push(...digests)
          return log.attachments(commit, digests)
        },
      },
    },
  )
  if (logged === undefined) throw new Error('no log')
  return { logged, asked }
}

describe('what rules see of datasets', () => {
  test('is the newest state of each system, and no other is read', async () => {
    const old = read('shop', [item('ana')], {}, '2026-05-10')
    const now = read('shop', [item('ben'), item('ana')])
    const later = read('shop', [item('cy')], {}, '2026-06-16')
    const other = read('gateway', [item('dee')])
    const { logged, asked } = await loaded([now, old, other, later])
    expect(logged.readings.map(({ record, items, why }) => [record.data.system, items, why])).toEqual([
      ['shop', [item('ana'), item('ben')], undefined],
      ['gateway', [item('dee')], undefined],
    ])
    expect(asked).toEqual([now, other].flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256)))
  })

  test('is nothing where no rule asks', async () => {
    const { logged, asked } = await loaded([read('shop', [item('ana')])], [])
    expect({ readings: logged.readings, asked }).toEqual({ readings: [], asked: [] })
  })

  test.each<[string, Partial<Reading>, RegExp]>([
    ['fewer than there are', { total: 3 }, /1 of 3 items of access-list of shop were read/],
    ['not complete', { complete: false }, /not read completely/],
    ['with a part that was refused', { unread: [{ part: 'guests', why: 'forbidden' }] }, /guests .*: forbidden/],
  ])('is not known where the newest reading is %s, whatever the one before says', async (_name, over, why) => {
    const whole = read('shop', [item('ana')], {}, '2026-05-10')
    const { logged, asked } = await loaded([whole, read('shop', [item('ben')], over)])
    expect(logged.readings).toMatchObject([{ items: undefined, why: expect.stringMatching(why) }])
    expect(asked).toEqual([])
  })

  test('is not known where the items are not those that were counted', async () => {
    const one = read('shop', [item('ana')])
    const two = read('shop', [item('ana'), item('ben')])
    // Attached as the items of a record that says that there are more.
    const { predicate } = one.record
    const swapped = { ...two.record, predicate: { ...two.record.predicate, attachments: predicate.attachments } }
    const { logged } = await loaded([{ record: swapped as EvidenceRecord, attachments: one.attachments }])
    expect(logged.readings).toMatchObject([
      { items: undefined, why: expect.stringContaining('not in the log as record 1') },
    ])
  })
})

test('rules about accounts do not pass where the list or a part of it is not known', async () => {
  const people = `apiVersion: countersign/v1
kind: People
people: [{ id: ana, name: Ana, type: employee, start: 2025-01-01, accounts: [{ login: ana }] }]
---
apiVersion: countersign/v1
kind: Roles
roles: [{ id: reader, title: Reader, mfaRequired: true }]
assignments: [{ role: reader, person: ana, grantedAt: 2025-01-01 }]
`
  const { model } = readProgram([{ path: 'a.yaml', bytes: Buffer.from(people) }])
  const { logged } = await loaded([
    read('cut', [item('ana')], { complete: false }),
    read('unclear', [item('ana', { mfa: null, privileged: null })]),
    read('good', [item('ana')]),
  ])
  const about = rules.filter(({ id }) => ['ACC-003', 'ACC-008', 'ACC-010', 'ACC-011'].includes(id))
  const results = runRules(model, { asOf: '2026-06-15', settings: defaultSettings, log: logged }, about)
  const notDetermined = results.map(({ rule, results: found }) => [
    rule.id,
    found.flatMap(({ outcome, resource }) => (outcome.kind === 'not-determined' ? [resource] : [])),
  ])
  expect(Object.fromEntries(notDetermined)).toEqual({
    'ACC-003': ['access-list of cut', 'access-list of unclear'],
    'ACC-008': ['access-list of cut', 'access-list of unclear'],
    'ACC-010': ['access-list of cut'],
    'ACC-011': ['access-list of cut'],
  })
  expect(results.flatMap(({ results: found }) => found.filter(({ outcome }) => outcome.kind === 'fail'))).toEqual([])
})
