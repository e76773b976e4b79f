import { expect, test } from 'vitest'
import { resultOf, textOf } from '../../../src/action/gate-result.ts'

test('a pull request without a verdict is told with why no status could be posted', () => {
  const one = {
    one: { number: 7, why: 'the group cannot be read: x @everyone' },
    remarks: ['No status was posted: no.'],
  }
  expect(textOf(one)).toBe('#7: not determined: the group cannot be read: x @everyone\nNo status was posted: no.\n')
  const result = resultOf([one], 'status')
  expect(result).toMatchObject({ verdict: 'not-determined', status: 3, fails: true })
  expect(result.page).toContain('Pull request 7: the group cannot be read')
  expect(result.page).toContain('No status was posted: no.')
  expect(result.page).not.toContain('@everyone')
})

test('the verdict of a group is that of the group', () => {
  const one = { one: { number: 7, why: 'x' }, remarks: [] }
  const group = { verdict: 'refused', summary: '#7: Refused: no' } as const
  expect(resultOf([one], 'status', group)).toMatchObject({
    verdict: 'refused',
    status: 1,
    fails: false,
    summary: '#7: Refused: no',
  })
  expect(resultOf([one], 'job', group).fails).toBe(true)
})
