import { describe, expect, test } from 'vitest'
import { emergencyReview, emergencyReviewInWords } from '../../../src/assess/emergency-review.ts'
import type { MergeRecord } from '../../../src/rules/logged-history.ts'

const account = (login: string) => ({ id: login, login })

/** A merge as the log has it, as far as this looks at it. */
function merge(index: number, data: object): MergeRecord {
  const plain = { author: account('cy'), mergedBy: account('dee'), counted: [], changeRequests: ['CHG-1'] }
  return {
    index,
    kind: 'change.merged',
    data: { emergencyReviewDue: null, mergedAt: `2026-01-0${index}T12:00:00Z`, ...plain, ...data },
  } as unknown as MergeRecord
}

const counted = (login: string, submittedAt: string) => ({ ...account(login), commit: 'a', submittedAt })
const emergency = merge(2, { emergencyReviewDue: '2026-01-09', counted: [counted('fay', '2026-01-02T10:00:00Z')] })
const review = (others: readonly MergeRecord[]) =>
  emergencyReviewInWords(
    emergencyReview(emergency, [...others, emergency], { people: new Map() }, 'UTC'),
    (at) => `record ${at}`,
  )

describe('the review of an emergency', () => {
  test('is not in the log where nothing names its change again', () => {
    expect(review([])).toBe('not in the log; due by 2026-01-09')
    const other = { changeRequests: ['CHG-2'], counted: [counted('eli', '2026-01-05T10:00:00Z')] }
    expect(review([merge(3, other)])).toBe('not in the log; due by 2026-01-09')
  })

  test('is an approval by somebody who had no part in it, of a later merge that names it', () => {
    expect(review([merge(3, { counted: [counted('eli', '2026-01-05T10:00:00Z')] })])).toBe(
      'done on 2026-01-05 (record 3), in time: due by 2026-01-09',
    )
  })

  test('is late after its day', () => {
    const late = merge(3, { counted: [counted('eli', '2026-01-20T10:00:00Z')] })
    expect(review([late])).toBe('done on 2026-01-20 (record 3), late: due by 2026-01-09')
  })

  test.each(['cy', 'dee', 'fay'])('by %s, who took part, is none', (login) => {
    expect(review([merge(3, { counted: [counted(login, '2026-01-05T10:00:00Z')] })])).toBe(
      'not in the log; due by 2026-01-09',
    )
  })

  test('is never a merge before it', () => {
    expect(review([merge(1, { counted: [counted('eli', '2026-01-01T10:00:00Z')] })])).toBe(
      'not in the log; due by 2026-01-09',
    )
  })
})
