import { describe, expect, test } from 'vitest'
import { auditMerge, type MergeToAudit } from '../../../src/gate/audit-merge.ts'
import type { StatusEntry } from '../../../src/model/facts.ts'

const bot = 'github-actions[bot]'
const mergedAt = '2026-03-02T12:00:00Z'
let ids = 0
const status = (state: string, at: string, by: string | null = bot): StatusEntry => {
  ids += 1
  const account =
    by === null ? null : { id: ids, login: by, type: by.endsWith('[bot]') ? ('bot' as const) : ('user' as const) }
  return { id: ids, context: 'countersign/gate (main)', state, by: account, at: `2026-03-02T${at}Z` }
}
const green = status('success', '11:00:00')

const merge = (over: Partial<MergeToAudit> = {}): MergeToAudit => ({
  verdict: 'approved',
  summary: 'Two more needed',
  verdictBefore: over.verdict ?? 'approved',
  verdictNow: over.verdict ?? 'approved',
  mergedAt,
  statuses: { known: true, value: [green] },
  poster: bot,
  ...over,
})
const statuses = (...value: readonly StatusEntry[]) => ({ statuses: { known: true, value } as const })

describe('how a merge got past the gate', () => {
  test.each<readonly [kinds: readonly string[], why: string, over: Partial<MergeToAudit>]>([
    [[], 'approved, with a green status by the bot', {}],
    [[], 'approved, and no status at all', statuses()],
    [[], 'approved, and the status is older than the approvals', statuses(status('pending', '10:00:00'))],
    [['merged-unapproved'], 'approvals were missing', { verdict: 'pending', ...statuses() }],
    [['merged-unapproved'], 'it was refused', { verdict: 'refused', ...statuses(status('failure', '11:00:00')) }],
    [['late-approval'], 'approved afterwards', { verdict: 'pending', verdictNow: 'approved', ...statuses() }],
    [['merged-unapproved'], 'afterwards still refused', { verdict: 'pending', verdictNow: 'refused', ...statuses() }],
    [['merged-unapproved', 'forged-status'], 'a green status that is not borne out', { verdict: 'pending' }],
    [['late-approval', 'forged-status'], 'the same, approved later', { verdict: 'pending', verdictNow: 'approved' }],
    [
      ['merged-unapproved'],
      'refused only since an approver merged it',
      { verdict: 'refused', verdictBefore: 'approved' },
    ],
    [
      ['merged-unapproved', 'forged-status'],
      'refused whoever merges',
      { verdict: 'refused', verdictBefore: 'refused' },
    ],
    [
      ['forged-status'],
      'approved, and somebody else was faster',
      statuses(status('success', '10:00:00', 'eve'), green),
    ],
    [['forged-status'], 'approved, and another App speaks', statuses(status('success', '10:00:00', 'x[bot]'))],
    [['forged-status'], 'approved, and who posted it is gone', statuses(status('success', '10:00:00', null))],
    [[], 'a red status by somebody else harms nobody', statuses(status('failure', '10:00:00', 'eve'), green)],
    [[], 'logins have no case', statuses(status('success', '10:00:00', 'GitHub-Actions[bot]'))],
    [[], 'a green one by somebody else after the merge', statuses(green, status('success', '12:00:01', 'eve'))],
    [['forged-status'], 'in the second of the merge', statuses(green, status('success', '12:00:00', 'eve'))],
    [
      ['merged-unapproved'],
      'green once, and red when it was merged',
      { verdict: 'pending', ...statuses(status('pending', '11:30:00'), green) },
    ],
    [
      ['merged-unapproved', 'forged-status'],
      'red once, and green when it was merged',
      { verdict: 'pending', ...statuses(status('success', '11:30:00'), status('pending', '11:00:00')) },
    ],
    [[], 'no gate yet', { verdict: 'not-applicable', ...statuses(status('success', '10:00:00', 'eve')) }],
    [
      ['forged-status'],
      'not determined, and forged',
      { verdict: 'not-determined', ...statuses(status('success', '10:00:00', 'eve')) },
    ],
  ])('%j: %s', (kinds, _why, over) => {
    expect(auditMerge(merge(over)).deviations.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('one who posts many is named once', () => {
    const many = [1, 2, 3].map((n) => status('success', `10:00:0${n}`, 'eve'))
    expect(auditMerge(merge(statuses(...many))).deviations).toEqual([
      { kind: 'forged-status', why: `eve posted a green status, not ${bot}` },
    ])
  })
})

describe('what is not known', () => {
  test.each<readonly [open: readonly RegExp[], why: string, over: Partial<MergeToAudit>]>([
    [[], 'everything is', {}],
    [[/^Two more needed$/], 'the verdict', { verdict: 'not-determined' }],
    [
      [/^the statuses of the head could not be read: HTTP 403$/],
      'statuses',
      { statuses: { known: false, why: 'HTTP 403' } },
    ],
    [[/^when it was merged is not known$/], 'when', { mergedAt: null }],
    [[], 'there was no gate', { verdict: 'not-applicable', statuses: { known: false, why: 'HTTP 403' } }],
  ])('%j: %s', (open, _why, over) => {
    expect(auditMerge(merge(over)).open).toEqual(open.map((pattern) => expect.stringMatching(pattern)))
  })
})

test('the newest status before the merge stood, whatever their order', () => {
  const later = status('failure', '11:59:59')
  const after = status('success', '12:00:01')
  expect(auditMerge(merge(statuses(after, green, later))).standing).toBe(later)
  expect(auditMerge(merge(statuses(after))).standing).toBeUndefined()
})
