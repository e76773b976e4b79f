import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Attachment, toAttachment } from '../../../src/evidence/attachments.ts'
import type { ChangeMerged } from '../../../src/model/evidence.ts'
import type { PullRequestFacts } from '../../../src/model/facts.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { GateReplay as validate } from '../../../src/read/report-validators.gen.js'
import { replayResult, replayText, statusOfReplay } from '../../../src/report/print-replay.ts'
import type { AttachedRecord } from '../../../src/usecases/change-records.ts'
import { sortedJson } from '../../../src/usecases/gate-digests.ts'
import { type ReplaySelection, replayLog } from '../../../src/usecases/replay-log.ts'
import { gateRules, people, roles } from '../../support/gate-facts.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { recordedPulls } from '../../support/recorded-pulls.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let shop: ReturnType<typeof recordedPulls>
let count = 0
beforeEach(() => {
  count += 1
  shop = recordedPulls(sandbox, `shop-${count}`)
})
const replay = (selection: ReplaySelection = { kind: 'all' }, ports = shop.ports) =>
  replayLog(selection, defaultSettings, ports)

/** Everybody has left, roles went to others, the rules ask for something else. */
function aYearLater(): void {
  shop.write(
    'compliance/people.yaml',
    people
      .replaceAll('start: 2020-01-01, accounts', 'start: 2020-01-01, end: 2026-06-30, accounts')
      .replace('id: ana, name: Ana', 'id: ana, name: Ana Lovelace'),
  )
  shop.write(
    'compliance/roles.yaml',
    roles.replaceAll('person: ana', 'person: zoe').replaceAll('technical_lead', 'chief'),
  )
  shop.write('compliance/gate-rules.yaml', gateRules('  - {id: everybody, require: {approvals: 9}}'))
  shop.commit('A year later')
}

test('a year later, with people gone and rules changed, every decision is the same, byte for byte', async () => {
  await shop.record(shop.open(['ana']), shop.open(['ana', 'ben']))
  await shop.record(shop.merge(['ana', 'ben']))
  await shop.record(
    shop.merge(['ana']),
    shop.merge(['ana', 'ben'], 'ben'),
    shop.merge(['ana', 'ben'], 'ghost', { mergedBy: null }),
  )
  aYearLater()
  await shop.record(shop.merge(['ana', 'ben', 'cleo']))
  const report = await replay()
  expect(
    report.rows.map(({ kind, recorded, verdict, outcome, remarks }) => [kind, recorded, verdict, outcome, remarks]),
  ).toEqual([
    ['change.decision', 'pending', 'pending', 'same', []],
    ['change.decision', 'approved', 'approved', 'same', []],
    ['change.merged', 'approved', 'approved', 'same', []],
    ['change.merged', 'pending', 'pending', 'same', []],
    ['change.merged', 'refused', 'refused', 'same', []],
    ['change.merged', 'not-determined', 'not-determined', 'same', []],
    // By the new rules.
    ['change.merged', 'pending', 'pending', 'same', []],
  ])
  expect(statusOfReplay(report)).toBe(0)
  expect(replayText(report)).toContain('Decided again: 7 same, 0 different, 0 not determined.')
})

describe('which are decided again', () => {
  test('one by its number, one by its key, those of a pull request', async () => {
    await shop.record(shop.merge(['ana', 'ben']), shop.merge(['ana']))
    const indexes = async (selection: ReplaySelection) =>
      (await replay(selection)).rows.map(({ index, pull }) => [index, pull])
    expect(await indexes({ kind: 'record', name: '2' })).toEqual([[2, 8]])
    expect(await indexes({ kind: 'record', name: 'github:500#7/merged' })).toEqual([[1, 7]])
    expect(await indexes({ kind: 'pull', number: 8 })).toEqual([[2, 8]])
  })

  test.each([
    ['99', 'The log has no record 99'],
    ['0', 'Record 0 is log.created, no decision'],
    ['', 'The log has no record '],
  ])('record %j is refused', async (name, says) => {
    await shop.record(shop.merge(['ana', 'ben']))
    await expect(replay({ kind: 'record', name })).rejects.toMatchObject({
      status: 2,
      message: expect.stringContaining(says),
    })
  })

  test('nothing decided again is no proof', async () => {
    await shop.record(shop.merge(['ana', 'ben']))
    const report = await replay({ kind: 'pull', number: 4711 })
    expect(report.rows).toEqual([])
    expect(statusOfReplay(report)).toBe(3)
    expect(replayText(report)).toContain('Nothing was decided again')
  })

  test('without a log', async () => {
    await expect(replay()).rejects.toMatchObject({ status: 3 })
  })
})

type Data = ChangeMerged['data']
const withData = (made: AttachedRecord, over: Partial<Data>): AttachedRecord => {
  const { predicate } = made.record
  if (predicate.kind !== 'change.merged') throw new Error(predicate.kind)
  return { ...made, record: { ...made.record, predicate: { ...predicate, data: { ...predicate.data, ...over } } } }
}
/** The same with other bytes for one attachment, and the digest in the record that belongs to them. */
function withAttachment(made: AttachedRecord, name: string, text: string): AttachedRecord {
  const other = toAttachment(text)
  const { predicate } = made.record
  const old = predicate.attachments.find((one) => one.name === name)?.sha256
  const attachments = predicate.attachments.map((one) =>
    one.name === name ? { ...one, sha256: other.sha256, size: other.bytes.length } : one,
  )
  const digest = name === 'facts.json' ? { factsDigest: other.sha256 } : { decisionDigest: other.sha256 }
  const files: Attachment[] = [...made.attachments.filter(({ sha256 }) => sha256 !== old), other]
  const changed = withData(made, digest)
  return {
    attachments: files,
    record: { ...changed.record, predicate: { ...changed.record.predicate, attachments } as typeof predicate },
  }
}
const textOf = (made: AttachedRecord, name: string): string => {
  const sha256 = made.record.predicate.attachments.find((one) => one.name === name)?.sha256
  return made.attachments.find((one) => one.sha256 === sha256)?.bytes.toString('utf8') ?? ''
}

describe('what was changed shows, even where the log itself is sound', () => {
  test.each<[string, (made: AttachedRecord) => AttachedRecord, 'different' | 'not-determined', string]>([
    [
      'the verdict',
      (made) => withData(made, { verdict: 'approved' }),
      'different',
      'record/verdict: recorded "approved", now "pending"',
    ],
    [
      'who counted',
      (made) => withData(made, { counted: [] }),
      'different',
      'record/counted/0: recorded nothing, now a mapping',
    ],
    [
      'a reason',
      (made) => withData(made, { reasons: ['All well.'] }),
      'different',
      'record/reasons/0: recorded "All well."',
    ],
    [
      'the merger',
      (made) => withData(made, { mergedBy: { id: '6', login: 'dan' } }),
      'different',
      'record/mergedBy/id',
    ],
    ['the separation', (made) => withData(made, { separation: 'not-applicable' }), 'different', 'record/separation'],
    ['the head', (made) => withData(made, { headSha: 'e'.repeat(40) }), 'different', 'record/headSha'],
    ['the merge commit', (made) => withData(made, { mergeSha: 'e'.repeat(40) }), 'different', 'record/mergeSha'],
    ['the pull request', (made) => withData(made, { pull: 99 }), 'different', 'record/pull: recorded 99'],
    [
      'a step of the decision',
      (made) =>
        withAttachment(
          made,
          'decision.json',
          textOf(made, 'decision.json').replace(
            '"missing":1,"path":"two-reviewers/require/approvals","verdict":"pending"',
            '"missing":null,"path":"two-reviewers/require/approvals","verdict":"approved"',
          ),
        ),
      'different',
      'steps/[two-reviewers/require/approvals]/missing: recorded null, now 1',
    ],
    [
      'the decision, for no decision at all',
      (made) => withAttachment(made, 'decision.json', '[[['),
      'different',
      'recorded nothing, now a mapping',
    ],
    [
      'a fact',
      (made) =>
        withAttachment(
          made,
          'facts.json',
          textOf(made, 'facts.json').replaceAll('"commented"', '"approved"').replace('"merged":true', '"merged":true'),
        ),
      'different',
      'record/title',
    ],
    [
      'the facts, for some that nobody can read',
      (made) => withAttachment(made, 'facts.json', '{}'),
      'not-determined',
      'this version cannot read its facts',
    ],
    [
      'the form of the facts',
      (made) => withAttachment(made, 'facts.json', `${textOf(made, 'facts.json').trimEnd()} \n`),
      'different',
      'the facts, written down again, have another digest',
    ],
    [
      'the commit of the rules',
      (made) => withData(made, { baseShaBefore: 'e'.repeat(40) }),
      'not-determined',
      'commit eeee',
    ],
  ])('%s', async (name, change, outcome, says) => {
    const pull = shop.merge(['ana'])
    await shop.recordChanged(pull, (made) => {
      const changed = change(
        name === 'a fact'
          ? withAttachment(
              made,
              'facts.json',
              sortedJson({
                ...(JSON.parse(textOf(made, 'facts.json')) as PullRequestFacts),
                pull: { ...pull.pull, title: 'Another' },
              }),
            )
          : made,
      )
      return changed
    })
    const report = await replay()
    expect(report.rows).toMatchObject([{ outcome }])
    expect(report.rows[0]?.remarks.join('\n')).toContain(says)
    expect(statusOfReplay(report)).toBe(outcome === 'different' ? 1 : 3)
  })
})

describe('another version of the engine', () => {
  test('that decides the same, is told', async () => {
    await shop.recordChanged(shop.merge(['ana']), (made) =>
      withData(made, { engine: 'countersign/0.0.9', reasons: ['In other words.'] }),
    )
    const report = await replay()
    expect(report.rows).toMatchObject([
      { outcome: 'same', remarks: [expect.stringContaining('decided by countersign/0.0.9, and again by')] },
    ])
    expect(statusOfReplay(report)).toBe(0)
  })

  test('that decides otherwise, shows nothing', async () => {
    await shop.recordChanged(shop.merge(['ana']), (made) =>
      withAttachment(
        withData(made, { engine: 'countersign/0.0.9' }),
        'decision.json',
        textOf(made, 'decision.json').replace('"verdict":"pending"}', '"verdict":"approved"}'),
      ),
    )
    const report = await replay()
    expect(report.rows).toMatchObject([{ outcome: 'not-determined', verdict: 'pending' }])
    expect(report.rows[0]?.remarks).toHaveLength(2)
    expect(statusOfReplay(report)).toBe(3)
  })
})

test('a log that was damaged decides nothing', async () => {
  await shop.record(shop.merge(['ana', 'ben']))
  const lost = sandbox.work(`lost-${count}`)
  sandbox.run(lost, 'fetch', '--quiet', shop.work, 'compliance-evidence:compliance-evidence')
  sandbox.run(lost, 'checkout', '--quiet', 'compliance-evidence')
  sandbox.run(lost, 'rm', '--quiet', '-r', 'attachments')
  sandbox.commit(lost, 'tidy up')
  await expect(replay({ kind: 'all' }, { ...shop.ports, log: shop.logAt(lost) })).rejects.toMatchObject({ status: 4 })
})

test('a log elsewhere is read as well as one here', async () => {
  await shop.record(shop.merge(['ana', 'ben']), shop.merge(['ana']))
  const report = await replay({ kind: 'all' }, { ...shop.ports, log: shop.logAt(`file://${shop.work}`) })
  expect(report.rows.map(({ outcome }) => outcome)).toEqual(['same', 'same'])
})

test('json is what its schema says, and text of a record stays text', async () => {
  await shop.recordChanged(shop.merge(['ana']), (made) => withData(made, { reasons: ['\u202e::error::\u007f'] }))
  await shop.record(shop.merge(['ana', 'ben']))
  const report = await replay()
  const parsed: unknown = JSON.parse(JSON.stringify(replayResult(report)))
  expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
  expect(replayText(report)).not.toMatch(/[\u202e\u007f]/)
})
