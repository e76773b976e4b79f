import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toAttachment } from '../../src/evidence/attachments.ts'
import { toLine } from '../../src/evidence/record.ts'
import { exitStatus } from '../../src/model/exit-status.ts'
import { canarySecrets } from '../support/canary-secrets.ts'
import { facts, merged, unreviewed } from '../support/evidence-records.ts'
import { numbered, payloadLog, payloadOf } from '../support/payload-log.ts'

const scanner = vi.hoisted(() => ({ broken: undefined as Error | undefined }))
vi.mock('../../src/model/secrets/redact-value.ts', async (original) => {
  const module = await original<typeof import('../../src/model/secrets/redact-value.ts')>()
  return {
    redactValue<T>(value: T): T {
      if (scanner.broken !== undefined) throw scanner.broken
      return module.redactValue(value)
    },
  }
})

describe('fault 42: the search for secrets fails', () => {
  let stage: Awaited<ReturnType<typeof payloadLog>>
  beforeAll(async () => {
    stage = await payloadLog()
  })
  beforeEach(() => {
    scanner.broken = undefined
  })
  afterAll(() => stage.sandbox.remove())

  const waiting = () => {
    const spool = stage.sandbox.path('spool')
    return existsSync(spool) ? readdirSync(spool) : []
  }
  const nothingWritten = () => [stage.tip('compliance-evidence'), stage.tip(), waiting()]

  test.each([
    ['a fault of the program', new TypeError('undefined is not a function')],
    ['no memory', new RangeError('Invalid string length')],
  ])('%s: nothing is written, not even where records wait', async (_what, error) => {
    const payload = payloadOf('a')
    scanner.broken = error
    await expect(stage.append([numbered(1, payload)], [payload])).rejects.toMatchObject({
      status: exitStatus.notAppended,
      message: expect.stringContaining('Nothing was written'),
    })
    expect(nothingWritten()).toEqual(['', '', []])
  })

  test('what cannot be taken out without breaking the record is refused, and not shown', async () => {
    const secret = canarySecrets['github-token']
    const record = unreviewed(1)
    const withKey = {
      ...record,
      predicate: { ...record.predicate, key: `github:1/unreviewed/${secret}` },
    } as typeof record
    const append = stage.append([withKey], [])
    await expect(append).rejects.toMatchObject({ status: exitStatus.notAppended })
    await expect(append).rejects.not.toThrow(secret)
    expect(nothingWritten()).toEqual(['', '', []])
  })

  test.each([
    ['a member', `{"password":"monkey"}\n`],
    ['a text', JSON.stringify({ title: `x ${canarySecrets.jwt}` })],
    ['a line', `{"a":1}\n{"a":"${canarySecrets['npm-token']}"}\n`],
    ['no JSON', `<failure message="${canarySecrets['slack-token']}"/>`],
  ])('an attachment that still has a secret as %s is refused', async (_what, content) => {
    const attachment = toAttachment(content)
    const record = merged(1)
    await expect(stage.append([record], [], stage.store, [facts(1), attachment])).rejects.toMatchObject({
      status: exitStatus.notAppended,
      message: expect.stringContaining(attachment.sha256.slice(0, 16)),
    })
    expect(nothingWritten()).toEqual(['', '', []])
  })

  test('a record that comes by another way is stopped at its line', () => {
    const record = unreviewed(1, `pushed with ${canarySecrets['github-token']}`)
    expect(() => toLine(record)).toThrow('it holds a secret')
    expect(() => toLine(record)).not.toThrow(/canary/i)
  })

  test('a secret in a record is taken out and counted', async () => {
    const { outcome } = await stage.append([unreviewed(1, `pushed with ${canarySecrets['github-token']}`)], [])
    expect(outcome.kind).toBe('appended')
    const line = stage.sandbox.run(stage.work, 'show', 'compliance-evidence:entries/000.jsonl').split('\n')[1] ?? ''
    expect(JSON.parse(line).predicate).toMatchObject({
      redactions: 1,
      data: { reason: 'pushed with (redacted:github-token)' },
    })
    // The same fact again is the same record.
    const again = await stage.append([unreviewed(1, `pushed with ${canarySecrets['github-token']}`)], [])
    expect(again.outcome.kind).toBe('nothing-new')
  })
})
