import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import { closeLog } from '../../../src/usecases/close-log.ts'
import { correctRecord } from '../../../src/usecases/correct-record.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const producer = { tool: 'countersign/0.1.0', run: 'test' }
const places = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const request = { places, signer: undefined, producer, actor: { id: '10001', login: 'alice' } } as const
let count = 0
let ports: Parameters<typeof appendEvidence>[1]

const append = (number: number, create = false) =>
  appendEvidence(
    {
      records: [unreviewed(number)],
      attachments: [],
      signer: undefined,
      producer,
      places,
      create: create
        ? {
            origin: 'github.com/acme/shop/evidence',
            repository: { id: '500', name: 'acme/shop' },
            address: 'git+https://github.com/acme/shop',
            protectedBranch: 'main',
            mayBeUnsigned: true,
          }
        : undefined,
    },
    ports,
  )
const records = async () =>
  (await verifyEvidence(places, ports)).log?.entries.map(({ record }) => record.predicate) ?? []

beforeEach(async () => {
  count += 1
  const work = sandbox.work(`work-${count}`)
  sandbox.write(work, 'a.txt', 'a')
  sandbox.commit(work, 'start')
  ports = {
    log: gitEvidenceLog({
      git: sandbox.git,
      remote: work,
      branch: 'compliance-evidence',
      scratch: sandbox.folder,
      pause: async () => undefined,
      random: () => 0,
      elapsed: () => 0,
    }),
    history: gitHistory(sandbox.git, { where: { cwd: work } }),
    spool: fileSpool(sandbox.path(`spool-${count}`)),
    clock: { now: () => Date.parse('2026-02-01T10:00:00Z') },
  }
  expect((await append(1, true)).outcome.kind).toBe('appended')
})

describe('a correction', () => {
  test('names what it corrects by place and leaf, once; the record stays', async () => {
    const wanted = (await records())[1]?.key ?? ''
    const correct = (what: string) =>
      correctRecord({ ...request, wanted: what, result: 'none', reason: 'a test' }, ports)
    expect((await correct(wanted)).outcome.kind).toBe('appended')
    expect((await correct('1')).outcome.kind).toBe('nothing-new')
    const [, wrong, correction] = await records()
    expect(wrong).toMatchObject({ kind: 'change.unreviewed', result: 'fail' })
    expect(correction).toMatchObject({
      kind: 'correction',
      actor: { login: 'alice' },
      data: { corrects: wanted, index: 1, result: 'none', reason: 'a test' },
    })
    await expect(correct('99')).rejects.toThrow(/no record 99/)
  })
})

describe('a log that is closed', () => {
  test('takes nothing more, says so, and still verifies', async () => {
    const successor = 'github.com/acme/shop/evidence-2027'
    expect((await closeLog({ ...request, reason: 'one log a year', successor }, ports)).outcome.kind).toBe('appended')
    const { outcome, spoolFile } = await append(2)
    expect(outcome).toMatchObject({ kind: 'not-entitled', why: 'record 2 closed the log' })
    expect(spoolFile).toBeDefined()
    expect((await closeLog({ ...request, reason: 'again', successor: null }, ports)).outcome.kind).toBe('not-entitled')
    const { findings, log } = await verifyEvidence(places, ports)
    expect([findings, log?.verification.size]).toEqual([[], 3])
  })
})
