import { afterAll, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import type { Attachment } from '../../src/evidence/attachments.ts'
import { emptyTip, growLog } from '../../src/evidence/grow-log.ts'
import { baseOf } from '../../src/evidence/log-base.ts'
import { planAppend } from '../../src/evidence/plan-append.ts'
import { segmentPath } from '../../src/evidence/segments.ts'
import { timeBrackets } from '../../src/evidence/time-bracket.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { describeVerification } from '../../src/usecases/describe-evidence.ts'
import { statusOfVerification, verifyEvidence } from '../../src/usecases/verify-evidence.ts'
import { type LogFiles, logCreated, origin, unreviewed, verifyFiles } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { logSigner, logVkey, repositoryWithLog } from '../support/signed-log.ts'
import { anchorOf, type TestAuthority, testAuthority } from '../support/time-stamp/anchored-log.ts'
import { toPem, trusted } from '../support/time-stamp/make-certificate.ts'
import { makeReceipt, sha256 } from '../support/time-stamp/make-receipt.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const authority = testAuthority()
const birth = logCreated('signed', origin, logVkey)

/** A log that is appended to step by step, so that each anchor has the checkpoint of its time. */
class GrowingLog {
  readonly files = new Map<string, Buffer>()
  note = ''
  #tip = emptyTip(origin)

  append(records: readonly EvidenceRecord[], attachments: readonly Attachment[] = []): this {
    const grown = growLog(this.#tip, records, attachments, logSigner)
    for (const [path, bytes] of grown.files) this.files.set(path, bytes)
    const last = segmentPath(Math.floor((grown.edge.size - 1) / 256))
    this.#tip = { origin, edge: grown.edge, lastSegment: this.files.get(last) ?? Buffer.alloc(0) }
    this.note = grown.note
    return this
  }

  anchor(time: string, by: TestAuthority = authority, over = {}): this {
    const { record, attachments } = anchorOf(this.note, by, { time, ...over })
    return this.append([record], attachments)
  }
}

const log = () => new GrowingLog().append([birth])
let count = 0
const verifiedLog = (files: LogFiles) =>
  verifyFiles(files, { keys: [logSigner.verifier], authorities: trusted(authority.ca) })
/** What `evidence verify` makes of these files in a real repository. */
async function verify(files: LogFiles, { ca }: TestAuthority = authority, kept: readonly string[] = []) {
  count += 1
  const work = repositoryWithLog(sandbox, `work-${count}`, files)
  sandbox.write(work, 'compliance/anchors/tsa.pem', toPem(ca))
  sandbox.commit(work, 'trust an authority')
  const result = await verifyEvidence(
    {
      protectedBranch: 'main',
      documentsBranch: 'compliance-docs',
      programFolder: 'compliance',
      checkpoints: kept.map((text) => ({ source: 'kept', text })),
    },
    {
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
    },
  )
  return {
    status: statusOfVerification[result.outcome],
    codes: result.findings.map(({ code }) => code),
    anchors: result.verification?.anchors ?? [],
    messages: result.findings.map(({ message }) => message),
    text: describeVerification(result),
  }
}

describe('fault 10: writer clock 2 h ahead', () => {
  const recordedAt = (moment: string): EvidenceRecord => {
    const record = unreviewed(1)
    return { ...record, predicate: { ...record.predicate, recordedAt: moment } } as EvidenceRecord
  }

  test('a record that says it was recorded later than ten minutes after an anchor that covers it is E_TIME', async () => {
    // One and a half seconds of accuracy are given as well.
    const inTime = log()
      .append([recordedAt('2026-01-07T09:10:01Z')])
      .anchor('2026-01-07T09:00:00Z')
    expect(await verify(inTime.files)).toMatchObject({ status: 0, codes: [] })
    const late = log()
      .append([recordedAt('2026-01-07T09:10:02Z')])
      .anchor('2026-01-07T09:00:00Z')
    late.append([unreviewed(2)]).anchor('2026-01-07T09:00:01Z')
    const result = await verify(late.files)
    expect(result).toMatchObject({ status: 4, codes: ['E_TIME'] })
    expect(result.messages[0]).toMatch(
      /^record 1 says .*09:10:02Z, but existed by 2026-01-07T09:00:00Z \(anchor of record 2\)/,
    )
  })

  test('order is by index, and what an anchor does not cover may have any time', async () => {
    const later = log()
      .append([unreviewed(2)])
      .anchor('2026-01-07T09:00:00Z')
      .append([recordedAt('2026-02-01T00:00:00Z')])
    expect(await verify(later.files)).toMatchObject({ status: 0, codes: [] })
    const back = log()
      .append([recordedAt('2026-01-07T08:00:00Z'), unreviewed(2)])
      .anchor('2026-01-07T09:00:00Z')
    expect(await verify(back.files)).toMatchObject({ status: 0, codes: [] })
  })
})

describe('fault 10: writer clock 2 h behind', () => {
  test('the next append says W_SKEW against the newest anchor, and is made', () => {
    const anchored = log()
      .append([unreviewed(1)])
      .anchor('2026-01-07T09:00:00Z')
    const read = verifiedLog(anchored.files)
    const planAt = (now: string) =>
      planAppend(baseOf(read), {
        records: [unreviewed(2)],
        attachments: [],
        expected: { keys: [logSigner.verifier], pins: [] },
        signer: logSigner,
        birth: undefined,
        nowMs: Date.parse(now),
      })
    expect(planAt('2026-01-07T07:00:00Z')).toMatchObject({
      kind: 'write',
      warnings: ['W_SKEW the clock here shows 2026-01-07T07:00:00Z, but the log was anchored at 2026-01-07T09:00:00Z'],
    })
    expect(planAt('2026-01-07T08:50:00Z')).toMatchObject({ kind: 'write', warnings: [] })
  })
})

describe('fault 17: rollback, seen from an anchor', () => {
  test('the checkpoint of an anchor that somebody kept convicts a shorter log', async () => {
    const whole = log().append([unreviewed(1), unreviewed(2)])
    const kept = whole.note
    const short = log().append([unreviewed(1)])
    expect(await verify(short.files, authority, [kept])).toMatchObject({ status: 4, codes: ['E_ROLLBACK'] })
  })

  test('an anchor carried over to a shorter log convicts it', async () => {
    const whole = log().append([unreviewed(1), unreviewed(2), unreviewed(3), unreviewed(4)])
    const { record, attachments } = anchorOf(whole.note, authority, { time: '2026-01-07T09:00:00Z' })
    const short = log()
      .append([unreviewed(1)])
      .append([record], attachments)
    expect(await verify(short.files)).toMatchObject({ status: 4, codes: ['E_ROLLBACK'] })
  })
})

describe('fault 18: history rewritten and signed with the true key, seen from an anchor', () => {
  test('the anchor was for other records', async () => {
    const true1 = log().append([unreviewed(1), unreviewed(2)])
    const { record, attachments } = anchorOf(true1.note, authority, { time: '2026-01-07T09:00:00Z' })
    const forged = log()
      .append([unreviewed(1), unreviewed(7)])
      .append([record], attachments)
    const result = await verify(forged.files)
    expect(result).toMatchObject({ status: 4, codes: ['E_FORK'] })
    expect(result.messages[0]).toMatch(/history was rewritten/)
  })

  test('without the anchors of its time nothing old can be claimed: what was put in place is only as old as its own anchor', async () => {
    const forged = log()
      .append([unreviewed(1), unreviewed(7)])
      .anchor('2026-06-01T00:00:00Z')
    const { anchors } = await verify(forged.files)
    expect(timeBrackets(anchors).bracketOf(2)).toEqual({ after: null, by: '2026-06-01T00:00:01.500Z' })
  })
})

describe('fault 45: a receipt for other bytes, an expired certificate of the authority', () => {
  const time = '2026-01-07T09:00:00Z'
  const begun = () => log().append([unreviewed(1)])

  test('other bytes: E_ANCHOR', async () => {
    const receipt = makeReceipt({ digest: sha256('other'), signer: authority.signer, time })
    expect(await verify(begun().anchor(time, authority, { receipt }).files)).toMatchObject({
      status: 4,
      codes: ['E_ANCHOR'],
    })
  })

  test('a spoiled signature, a certificate not meant for it or not valid then: E_ANCHOR', async () => {
    const { note } = begun()
    const whole = makeReceipt({ digest: sha256(note), signer: authority.signer, time })
    const spoiled = Buffer.from(whole)
    spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1
    expect(await verify(begun().anchor(time, authority, { receipt: spoiled }).files)).toMatchObject({
      status: 4,
      codes: ['E_ANCHOR'],
    })
    const early = testAuthority({ to: '2026-01-07T08:59:59Z' })
    const result = await verify(begun().anchor(time, early).files, early)
    expect(result).toMatchObject({ status: 4, codes: ['E_ANCHOR'] })
    expect(result.messages[0]).toMatch(/not valid any more at 2026-01-07T09:00:00/)
  })

  test('expired but valid at its own time: good, and noted', async () => {
    const expired = testAuthority({ to: '2026-01-07T10:00:00Z' })
    const later = begun().anchor(time, expired)
    const record = unreviewed(2)
    const late = { ...record, predicate: { ...record.predicate, recordedAt: '2026-06-01T00:00:00Z' } } as EvidenceRecord
    const result = await verify(later.append([late]).files, expired)
    expect(result).toMatchObject({ status: 0, codes: [], anchors: [{ outcome: 'holds', hasExpired: true }] })
    expect(result.text).toContain('its certificate ended 2026-01-07T10:00:00Z, after that, so the receipt stays good')
  })

  test('an authority that nobody reviewed: not checked, and said', async () => {
    const result = await verify(begun().anchor(time, testAuthority()).files)
    expect(result).toMatchObject({ status: 0, codes: [], anchors: [{ outcome: 'not-checked' }] })
    expect(result.text).toContain('not checked: no certificate on the protected branch vouches for its authority')
    expect(result.text).toContain('Anchors: none')
  })
})

describe('fault 46: more than 1,000 anchors', () => {
  test('all are checked and the newest is found', () => {
    const many = log()
    const at = (day: number) => new Date(Date.UTC(2026, 0, 7 + day, 9)).toISOString().replace('.000', '')
    for (let day = 0; day < 1_100; day += 1) many.append([unreviewed(100 + day)]).anchor(at(day))
    const { verification } = verifiedLog(many.files)
    expect(verification.findings).toEqual([])
    expect(verification.anchors.filter(({ outcome }) => outcome === 'holds')).toHaveLength(1_100)
    expect(verification.anchors.at(-1)).toMatchObject({ size: 2_200, time: new Date(at(1_099)).toISOString() })
    const { bracketOf } = timeBrackets(verification.anchors)
    expect(bracketOf(2_199).by).toBe(at(1_099).replace('00Z', '01.500Z'))
  })
})
