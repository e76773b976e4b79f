import { afterAll, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { makeRecord } from '../../src/evidence/record.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { describeAppend } from '../../src/usecases/describe-evidence.ts'
import { commitId, repository, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { keyNumber, TrustWorld } from '../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const signer = keyNumber(1)
let count = 0

function worldWith(records: readonly EvidenceRecord[]) {
  count += 1
  const world = new TrustWorld(sandbox, `twice-${count}`)
  world.replaceLog(records, signer)
  return world
}
const withKey = (record: EvidenceRecord, key: string): EvidenceRecord =>
  makeRecord({ ...record.predicate, key } as EvidenceRecord['predicate'], repository, commitId(1))

describe('fault 06: the same delivery twice, and a job that is run again', () => {
  test.each(['github:1/1', 'github:1/2', 'github:99/1'])('by run %s: skipped, and counted', async (run) => {
    const world = worldWith([unreviewed(1), unreviewed(2)])
    const before = world.tip
    const log = gitEvidenceLog({
      ...{ git: sandbox.git, remote: world.work, branch: 'compliance-evidence', scratch: sandbox.folder },
      ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
    })
    const outcome = await log.append({
      ...{ records: [unreviewed(2, undefined, run)], attachments: [], birth: undefined, signer },
      expected: { keys: [signer.verifier], pins: [] },
    })
    expect(outcome).toMatchObject({ kind: 'nothing-new', present: [{ index: 2 }] })
    expect(describeAppend({ outcome, spoolFile: undefined, drained: { done: [], left: [] } })).toContain('Nothing new')
    expect(world.tip).toBe(before)
  })
})

describe('fault 38: a valid record that is replayed', () => {
  test('under its key, which an append skips, and stored all the same: W_REPEAT, and readers get one', async () => {
    const world = worldWith([unreviewed(1), unreviewed(2), unreviewed(1, undefined, 'github:99/1')])
    const { outcome, verification, log } = await world.verify()
    expect([outcome, verification?.warnings.map(({ code, index }) => [code, index])]).toEqual([
      'verified',
      [['W_REPEAT', 3]],
    ])
    expect(log?.entries).toHaveLength(3)
  })

  test('under another key: W_REPLAY names both', async () => {
    const original = unreviewed(1)
    const again = withKey(unreviewed(1, undefined, 'github:99/1'), `${original.predicate.key}0`)
    const { outcome, verification } = await worldWith([original, unreviewed(2), again]).verify()
    expect(outcome).toBe('verified')
    expect(verification?.warnings).toEqual([
      expect.objectContaining({
        code: 'W_REPLAY',
        index: 3,
        message: 'record 3 says what record 1 says, under another key',
      }),
    ])
  })

  test('what differs in anything else is another fact', async () => {
    const other = withKey(unreviewed(1, 'another reason'), `${unreviewed(1).predicate.key}0`)
    expect((await worldWith([unreviewed(1), other]).verify()).verification?.warnings).toEqual([])
  })
})
