import { describe, expect, test } from 'vitest'
import { emergencyReviews, reviewInWords } from '../../../src/render/emergency-reviews.ts'
import type { MergeRecord } from '../../../src/rules/logged-history.ts'

const account = (login: string) => ({ id: login, login })

/** A merge as the log has it, as far as this looks at it. */
function merge(index: number, data: object): MergeRecord {
  const plain = { author: account('cy'), mergedBy: account('dee'), counted: [], changeRequests: ['CHG-1'] }
  return {
    index,
    kind: 'change.merged',
    data: { emergencyReviewDue: null, ...plain, ...data },
  } as unknown as MergeRecord
}

const counted = (login: string, submittedAt: string) => ({ ...account(login), commit: 'a', submittedAt })
const emergency = merge(1, { emergencyReviewDue: '2026-01-09', counted: [counted('fay', '2026-01-02T10:00:00Z')] })
const review = (later: readonly MergeRecord[]) => {
  const context = {
    log: [...later, emergency],
    model: { people: new Map() },
    day: (moment: string) => moment.slice(0, 10),
  }
  const [found] = emergencyReviews(context as unknown as Parameters<typeof emergencyReviews>[0])
  return found === undefined ? undefined : reviewInWords(found)
}

describe('the review of an emergency', () => {
  test('is not in the log where nothing names its change again', () => {
    expect(review([])).toBe('not in the log')
    const other = { changeRequests: ['CHG-2'], counted: [counted('eli', '2026-01-05T10:00:00Z')] }
    expect(review([merge(2, other)])).toBe('not in the log')
  })

  test('is an approval by somebody who had no part in it, of a later merge that names it', () => {
    expect(review([merge(2, { counted: [counted('eli', '2026-01-05T10:00:00Z')] })])).toBe('reviewed on 2026-01-05')
  })

  test('is late after its day', () => {
    const late = merge(3, { counted: [counted('eli', '2026-01-20T10:00:00Z')] })
    expect(review([late])).toBe('reviewed late, on 2026-01-20')
  })

  test.each(['cy', 'dee', 'fay'])('by %s, who took part, is none', (login) => {
    expect(review([merge(2, { counted: [counted(login, '2026-01-05T10:00:00Z')] })])).toBe('not in the log')
  })

  test('is never a merge before it', () => {
    expect(review([merge(0, { counted: [counted('eli', '2026-01-01T10:00:00Z')] })])).toBe('not in the log')
  })
})
