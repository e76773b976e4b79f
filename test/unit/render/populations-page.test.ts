import { describe, expect, test } from 'vitest'
import type { LogRecord } from '../../../src/model/log-record.ts'
import { documentsWith, hostile, recordsWith } from '../../support/documents-with.ts'
import { logCreated, logOf, merged, reading, sampleDrawn } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control } from '../../support/program-builder.ts'

const at = (moment: string) => ({ at: `2026-${moment}T10:00:00Z` })
const accounts = control({
  id: 'CTL-MFA',
  title: 'Second factor',
  evidence: [
    {
      id: 'EVR-F',
      records: { kind: 'collection.window', where: { dataset: 'access-list' } },
      expect: 'some',
      frequency: 'monthly',
      window: 'P1M',
    },
  ],
})
const vague = control({
  id: 'CTL-VAGUE',
  manualEvidence: [{ id: 'EVR-V', title: 'It was done', frequency: 'per-event', window: 'P1Y' }],
})
const pageOf = (path: string, log: readonly LogRecord[], controls = [accounts, vague, control({ id: 'CTL-A' })]) => {
  const files = documentsWith({ log, controls })
  const text = files.get(path) ?? ''
  expect(structureFaults(path, text, new Set(files.keys()))).toEqual([])
  return text
}

describe('populations', () => {
  test('say how many items there are, by which reading, and what has no population', () => {
    const log = logOf(logCreated(at('01-01')), reading('a', at('05-31'), { count: 7, total: 7, pages: 2 }))
    const text = pageOf('populations.md', log)
    expect(text).toMatch(/\| CTL-MFA Second factor|\[CTL-MFA\]\(controls\/CTL-MFA\.md\) Second factor \| \[Access list/)
    expect(text).toContain('| 7 | another source than the log |')
    expect(text).toContain('7 on 2 pages')
    expect(text).toContain('EVR-V asks for a statement per event, and nothing lists those events')
  })

  test('say that nothing is none, and who never looked', () => {
    const text = pageOf('populations.md', logOf(logCreated(at('01-01'))))
    expect(text).toContain('| 0: none in the period |')
    expect(text).toContain('No system was ever read.')
  })

  test('cannot be broken by what people write', () => {
    const evil = control({ id: 'CTL-MFA', title: hostile, population: 'changes' })
    pageOf('populations.md', logOf(...recordsWith(hostile)), [evil])
  })
})

describe('samples', () => {
  const log = logOf(
    logCreated(at('01-01')),
    sampleDrawn('a', at('05-01'), { nonce: hostile.split('\n')[0] ?? '' }),
    sampleDrawn('b', at('05-02'), { nonce: 'another' }),
    sampleDrawn('c', at('05-03'), { control: 'CTL-MFA', nonce: null }),
  )

  test('stand newest first, with their seed, and one that was drawn again says so', () => {
    const rows = pageOf('samples.md', log)
      .split('\n')
      .filter((line) => line.startsWith('| <a id="sample-'))
    expect(rows).toHaveLength(3)
    expect(rows[0]).toContain('**chosen by management**')
    expect(rows[1]).toContain('**drawn again**: [record 1](evidence/2026-05.md#record-1) has another seed')
    expect(rows[2]).not.toContain('drawn again')
  })

  test('that are not there are asked for', () => {
    expect(pageOf('samples.md', logOf(logCreated(at('01-01'))))).toContain('None is recorded.')
  })
})

describe('changes of a quarter', () => {
  test('are reconciled month by month, what is open first, and each record is one click away', () => {
    const log = logOf(logCreated(at('01-01')), merged(1, at('02-01'), { changeRequests: ['CHG-GONE'] }))
    const text = pageOf('changes/2026-Q1.md', log)
    expect(text).toContain('| 2026-02 | 0 | 1 | 1 | 0 | **2** |')
    expect(text).toContain('merged after the newest commit that was counted')
    expect(text).toContain('the program has no such change request')
    expect(text).toContain('| pull request [#1](https://github.com/example/shop/pull/1) Change 1 | 2026-02-01 |')
    expect(text).toContain('<a id="pr-1"></a>')
    expect(text).toContain('[record 1](../evidence/2026-02.md#record-1)')
    expect(pageOf('evidence/2026-02.md', log)).toContain('| <a id="record-1"></a>1 |')
  })
})

describe('expected evidence', () => {
  test('says what came of what was expected, and from where', () => {
    const log = logOf(logCreated(at('01-01')), reading('a', at('05-31'), { count: 7, total: 7 }))
    const text = pageOf('evidence/expected.md', log)
    expect(text).toContain('shop: https:&#8288;//shop.example/users, by countersign')
    expect(text).toContain('[record 1](../evidence/2026-05.md#record-1)')
  })

  test('without a log says that nothing came', () => {
    expect(pageOf('evidence/expected.md', [])).toContain('There is no evidence log yet, so that nothing came.')
  })
})
