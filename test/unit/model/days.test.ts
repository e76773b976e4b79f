import { expect, test } from 'vitest'
import { dayOf, millisecondsOf } from '../../../src/model/days.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { changeRequest } from '../../support/gate-facts.ts'

test.each([
  '2026-03-01T09:00:00.1234567890123Z',
  `2026-03-01T09:00:00.${'1'.repeat(12)}+01:00`,
  '2016-12-31T23:59:60Z',
  '2026-03-01 09:00:00z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
])('a moment that the schema lets through can be computed with: %s', (moment) => {
  const { path, text } = changeRequest()
  const bytes = new TextEncoder().encode(text.replace('2026-03-01T09:00:00Z', `"${moment}"`))
  const { problems, model } = readProgram([{ path, bytes }])
  expect(problems).toEqual([])
  expect(model.changes.get('CHG-1')?.value.requestedAt).toBe(moment)
  expect(Number.isSafeInteger(millisecondsOf(moment))).toBe(true)
  expect(dayOf(moment)).toMatch(/\d-\d\d-\d\d$/)
})

test('digits beyond a billionth of a second change nothing', () => {
  expect(millisecondsOf('2026-03-01T09:00:00.1239999999999Z')).toBe(Date.UTC(2026, 2, 1, 9, 0, 0, 123))
})
