import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitmentOf, payloadLimitBytes, payloadPath, toPayload } from '../../src/evidence/payload.ts'
import { Refusal } from '../../src/model/refusal.ts'
import { canarySecrets } from '../support/canary-secrets.ts'
import { unreviewed } from '../support/evidence-records.ts'
import { branch, numbered, payloadLog, payloadOf, withPayloads } from '../support/payload-log.ts'

type Stage = Awaited<ReturnType<typeof payloadLog>>

describe('fault 30: a payload that is too large', () => {
  test('is refused with the limit before anything is written', () => {
    const large = Buffer.alloc(100 * 1024 * 1024)
    expect(() => toPayload('original.csv', 'text/csv', large, Buffer.alloc(32))).toThrow(
      `original.csv has 104857600 bytes; a payload has at most ${payloadLimitBytes}`,
    )
  })

  test('the largest one is taken', () => {
    const { ref } = toPayload(
      'a.bin',
      'application/octet-stream',
      Buffer.alloc(payloadLimitBytes, 0xff),
      Buffer.alloc(32),
    )
    expect(ref.size).toBe(payloadLimitBytes)
  })
})

describe('fault 43: payloads that are missing, altered or disposed of', () => {
  let stage: Stage
  const [one, two, three] = [payloadOf('name,Ada\n'), payloadOf('name,Ben\n', 'b.csv', 8), payloadOf('x', 'c.csv', 9)]
  beforeAll(async () => {
    stage = await payloadLog()
    const { outcome } = await stage.append([numbered(1, one), numbered(2, two), numbered(3, three)], [one, two, three])
    expect(outcome.kind).toBe('appended')
  })
  afterAll(() => stage.sandbox.remove())

  test('whole: the bytes are on their branch and not in the log', async () => {
    expect(stage.files()).toEqual([
      'README.md',
      ...[one, two, three].map(({ ref }) => payloadPath(ref.commitment)).sort(),
    ])
    const { sandbox, work } = stage
    const objects = sandbox.run(work, 'rev-list', '--objects', '--no-object-names', 'compliance-evidence').split('\n')
    for (const object of objects) expect(sandbox.run(work, 'cat-file', '-p', object)).not.toMatch(/name,(?:Ada|Ben)/)
    const result = await stage.run(['verify', '--payloads'])
    expect(result).toMatchObject({ status: 0, err: '' })
    expect(result.out).toContain('Payloads: whole\n  whole       3\n')
    expect(commitmentOf(one.stored)).toBe(one.ref.commitment)
  })

  test('missing and altered are integrity failures with their names', async () => {
    const { sandbox, work } = stage
    const before = stage.tip()
    const other = stage.sandbox.work('other')
    sandbox.run(other, 'fetch', '-q', work, branch)
    sandbox.run(other, 'checkout', '-q', 'FETCH_HEAD')
    sandbox.run(other, 'rm', '-q', payloadPath(one.ref.commitment))
    sandbox.write(other, payloadPath(two.ref.commitment), Buffer.from('something else'))
    sandbox.commit(other, 'tampered')
    sandbox.run(other, 'push', '-q', work, `HEAD:refs/heads/${branch}`)
    const result = await stage.run(['verify', '--payloads', '--format', 'json'])
    expect(result.status).toBe(4)
    const { payloads } = JSON.parse(result.out)
    expect(payloads.findings).toEqual([
      expect.objectContaining({ code: 'E_PAYLOAD_MISSING', file: payloadPath(one.ref.commitment), index: 1 }),
      expect.objectContaining({ code: 'E_PAYLOAD_DIGEST', file: payloadPath(two.ref.commitment), index: 2 }),
    ])
    expect((await stage.run(['verify'])).status).toBe(0)
    sandbox.run(work, 'update-ref', `refs/heads/${branch}`, before)
  })

  test('a branch that is not here is not determined, never whole', async () => {
    const { sandbox, work } = stage
    const before = stage.tip()
    sandbox.run(work, 'update-ref', '-d', `refs/heads/${branch}`)
    const result = await stage.run(['verify', '--payloads'])
    expect(result).toMatchObject({ status: 3, out: expect.stringContaining('Payloads: not determined') })
    sandbox.run(work, 'update-ref', `refs/heads/${branch}`, before)
  })

  test('a clone has the branch as a copy, and reads it there', async () => {
    const { sandbox, work } = stage
    sandbox.run(sandbox.folder, 'clone', '-q', work, 'copy')
    const copy = sandbox.path('copy')
    expect(await stage.run(['verify', '--payloads'], copy)).toMatchObject({ status: 0 })
    const refused = await stage.run(['dispose', '--orphans'], copy)
    expect(refused).toMatchObject({ status: 0, out: 'There is nothing to dispose of.\n' })
  })

  test('a wish that is not whole is refused, and nothing changes', async () => {
    const before = stage.tip()
    for (const [args, says] of [
      [[], 'Say what to dispose of'],
      [['--record', '1', '--expired'], 'Say what to dispose of'],
      [['--record', '1'], '--record needs --basis'],
      [['--record', '1', '--basis', ' '], '--record needs --basis'],
      [['--record', '99', '--basis', 'x'], 'The log has no record 99'],
      [['--record', '0', '--basis', 'x'], 'Record 0 has no payload'],
      [['--record', '1', '--payload', 'z', '--basis', 'x'], 'Record 1 has no payload `z`'],
      [['--expired', '--payload', 'z'], '--payload and --basis go with --record'],
      [['--orphans', '--as-of', '2026-01-01'], '--as-of goes with --expired'],
      [['--expired', '--as-of', '2999-01-01'], 'is still to come'],
    ] as const)
      expect(await stage.dispose(...args), args.join(' ')).toMatchObject({
        status: 2,
        err: expect.stringContaining(says),
      })
    expect(stage.tip()).toBe(before)
  })

  test('without the right to say so in the log nothing goes', async () => {
    const before = stage.tip()
    const result = await stage.run(['dispose', '--record', '1', '--basis', 'request 7'])
    expect(result).toMatchObject({ status: 2, out: expect.stringContaining('Nothing was removed') })
    expect(stage.tip()).toBe(before)
  })

  test('disposed of: the log says so, the bytes and their history are gone, all else stays', async () => {
    const { sandbox, work } = stage
    const history = stage.tip()
    const log = stage.tip('compliance-evidence')
    const dry = await stage.dispose('--record', '1', '--basis', 'request 7', '--dry-run')
    expect(dry).toMatchObject({ status: 0, out: 'Would dispose of original.csv of record 1 (9 bytes).\n' })
    expect([stage.tip(), stage.tip('compliance-evidence')]).toEqual([history, log])

    const result = await stage.dispose('--record', '1', '--payload', 'original.csv', '--basis', 'request 7')
    expect(result).toMatchObject({ status: 0, err: '' })
    expect(result.out).toContain('Copies may be left')
    expect(stage.files()).toEqual(['README.md', ...[two, three].map(({ ref }) => payloadPath(ref.commitment)).sort()])
    expect(sandbox.run(work, 'rev-list', '--count', branch)).toBe('1')
    const reachable = sandbox.run(work, 'rev-list', '--objects', '--no-object-names', '--all').split('\n')
    expect(reachable).not.toContain(sandbox.run(work, 'rev-parse', `${history}:${payloadPath(one.ref.commitment)}`))
    expect(sandbox.run(work, 'merge-base', '--is-ancestor', log, 'compliance-evidence')).toBe('')

    const verified = await stage.run(['verify', '--payloads'])
    expect(verified).toMatchObject({ status: 0, err: '' })
    expect(verified.out).toContain('disposed    original.csv of record 1, under record 4')
  })

  test('again does nothing again, and finishes what a run that died began', async () => {
    const log = stage.tip('compliance-evidence')
    const tip = stage.tip()
    expect(await stage.dispose('--record', '1', '--basis', 'another reason')).toMatchObject({ status: 0 })
    expect([stage.tip('compliance-evidence'), stage.tip()]).toEqual([log, tip])
    // As if the run had died after the log said so.
    expect(await stage.store.add([one], 0)).toEqual({ kind: 'done' })
    const verified = await stage.run(['verify', '--payloads'])
    expect(verified.out).toContain('STILL THERE original.csv of record 1, disposed of under record 4')
    expect(await stage.dispose('--expired', '--as-of', '2026-01-08')).toMatchObject({ status: 0 })
    expect(stage.files()).not.toContain(payloadPath(one.ref.commitment))
    expect(stage.tip('compliance-evidence')).toBe(log)
  })

  test('what no record points to is told, and removed where asked', async () => {
    const orphan = payloadOf('left behind', 'd.csv', 4)
    await stage.store.add([orphan], 0)
    expect((await stage.run(['verify', '--payloads'])).out).toContain('1 that no record points to')
    expect(await stage.dispose('--orphans')).toMatchObject({ status: 0 })
    expect(stage.files()).not.toContain(payloadPath(orphan.ref.commitment))
    expect(stage.files()).toContain(payloadPath(two.ref.commitment))
  })

  test('a record that says so of another record or payload disposes of nothing', async () => {
    const { log } = stage.ports
    const reading = await log.read({ keys: [], pins: [] } as never)
    const tombstone = reading.kind === 'read' ? reading.log.entries.at(-1)?.record : undefined
    if (tombstone?.predicate.kind !== 'payload.disposed') throw new Error('the last record is no tombstone')
    const { data } = tombstone.predicate
    const lying = {
      ...tombstone,
      predicate: {
        ...tombstone.predicate,
        key: `payload.disposed/${'f'.repeat(64)}`,
        data: { ...data, name: 'c.csv', commitment: three.ref.commitment },
      },
    } as typeof tombstone
    expect((await stage.append([lying], [])).outcome.kind).toBe('appended')
    await stage.store.remove([three.ref.commitment], 0)
    const result = await stage.run(['verify', '--payloads'])
    expect(result).toMatchObject({ status: 4, out: expect.stringContaining('E_PAYLOAD_MISSING') })
  })

  test('time is over by the kind of the record, on the day after the last', async () => {
    const { sandbox, work } = stage
    const settings = (days: number) =>
      `apiVersion: countersign/v1\nkind: Config\nevidence:\n  retention: {default: 9999, change.unreviewed: ${days}}\n`
    // The records are of 2026-01-06.
    sandbox.write(work, 'countersign.yaml', settings(10))
    sandbox.commit(work, 'ten days')
    expect((await stage.dispose('--expired', '--dry-run', '--as-of', '2026-01-16')).out).toBe(
      'There is nothing to dispose of.\n',
    )
    expect((await stage.dispose('--expired', '--dry-run', '--as-of', '2026-01-17')).out).toContain('b.csv of record 2')
    const result = await stage.dispose('--expired', '--as-of', '2026-01-17')
    expect(result).toMatchObject({ status: 0, err: '' })
    expect(stage.files()).toEqual(['README.md'])
  })

  test('a branch that holds anything else is never rewritten', async () => {
    const { sandbox, work } = stage
    sandbox.write(work, 'countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\npayloadsBranch: main\n')
    sandbox.commit(work, 'wrong branch')
    const before = stage.tip('main')
    expect(await stage.dispose('--expired')).toMatchObject({ status: 2, err: expect.stringContaining('names main') })
    sandbox.run(work, 'branch', 'code')
    sandbox.write(work, 'countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\npayloadsBranch: code\n')
    sandbox.commit(work, 'another wrong branch')
    const code = stage.tip('code')
    const refused = await stage.dispose('--expired')
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('holds something else than payloads') })
    expect([stage.tip('main') === before, stage.tip('code')]).toEqual([false, code])
  })
})

describe('payloads and records go together', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await payloadLog()
  })
  afterAll(() => stage.sandbox.remove())

  test('what cannot be stored is not recorded, and nothing waits', async () => {
    const payload = payloadOf('a')
    const refusing = { ...stage.store, add: async () => ({ kind: 'not-done', why: 'no right' }) as const }
    const appended = stage.append([numbered(1, payload)], [payload], refusing)
    await expect(appended).rejects.toThrow(Refusal)
    await expect(appended).rejects.toThrow('could not be stored: no right')
    expect(stage.tip('compliance-evidence')).toBe('')
    const spool = stage.sandbox.path('spool')
    expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
  })

  test('a record that commits to what is not given is refused', async () => {
    await expect(stage.append([numbered(1, payloadOf('a'))], [])).rejects.toThrow(
      'its payload original.csv is not given',
    )
  })

  test('the same fact with a new salt is no conflict and stores nothing', async () => {
    const first = payloadOf('a')
    expect((await stage.append([numbered(1, first)], [first])).outcome.kind).toBe('appended')
    const tip = stage.tip()
    const second = payloadOf('a', 'original.csv', 8)
    expect(second.ref.commitment).not.toBe(first.ref.commitment)
    expect((await stage.append([numbered(1, second)], [second])).outcome.kind).toBe('nothing-new')
    expect(stage.tip()).toBe(tip)
  })

  test('secrets are taken out of a text that is kept', async () => {
    const payload = payloadOf(Object.values(canarySecrets).join('\n'), 'log.txt', 5)
    expect(payload.stored.toString('latin1')).not.toMatch(/canaryx7/i)
    expect(payload.ref.size).toBe(payload.stored.length - 32)
    expect((await stage.append([withPayloads(unreviewed(5), payload)], [payload])).outcome.kind).toBe('appended')
  })

  test('two writers at once lose nothing', async () => {
    const payloads = [1, 2, 3, 4].map((seed) => payloadOf(`${seed}`, 'x.csv', 20 + seed))
    const outcomes = await Promise.all(payloads.map((payload) => stage.store.add([payload], seed(payload))))
    expect(outcomes).toEqual(payloads.map(() => ({ kind: 'done' })))
    expect(stage.files()).toEqual(expect.arrayContaining(payloads.map(({ ref }) => payloadPath(ref.commitment))))
  })
})

const seed = ({ stored }: { readonly stored: Buffer }): number => stored[0] ?? 0
