import { describe, expect, test } from 'vitest'
import { isEmptyTalk, placeholdersIn } from '../../../src/rules/policies/placeholders.ts'
import { changedDuties } from '../../../src/rules/policies/policy-duties.ts'

describe('placeholders', () => {
  test.each([
    ['Welcome to [Company Name].', '[Company Name]'],
    ['[Name] decides.', '[Name]'],
    ['Ask [your security lead].', '[your security lead]'],
    ['From YYYY-MM-DD on.', 'YYYY-MM-DD'],
    ['{{organisation}} decides.', '{{organisation}}'],
    ['TBD', 'TBD'],
    ['<insert date>', '<insert date>'],
  ])('%s', (text, mark) => {
    expect(placeholdersIn(text).map((one) => one.mark)).toEqual([mark])
  })

  test.each([
    'See [the company](https://example.com).',
    '- [x] done',
    'Write `YYYY-MM-DD`.',
    '```\nTODO\n```',
    'Methods and todos are fine in [1].',
    'Mail <https://example.com>',
  ])('%s holds none', (text) => {
    expect(placeholdersIn(text)).toEqual([])
  })
})

describe('a plan', () => {
  test.each(['n/a', 'N/A.', 'tbd', '-', 'none', 'revert', 'TODO: write it down', ''])('%j says nothing', (text) => {
    expect(isEmptyTalk(text)).toBe(true)
  })
  test.each(['Deploy the release before.', 'Revert the merge and deploy.'])('%j says something', (text) => {
    expect(isEmptyTalk(text)).toBe(false)
  })
})

describe('duties that changed', () => {
  const before = '# Access\n\nKeys must be rotated yearly. We like keys.\n\n- Everybody shall\n  use MFA.\n'
  test.each([
    ['layout', '# Access\n\nKeys must be *rotated*\nyearly. We like keys.\n\n* Everybody shall use MFA.\n', []],
    ['what binds nobody', before.replace('like', 'love'), []],
    [
      'a word of a duty',
      before.replace('yearly', 'monthly'),
      ['Keys must be rotated yearly.', 'Keys must be rotated monthly.'],
    ],
    ['a duty less', before.replace('- Everybody shall\n  use MFA.\n', ''), ['Everybody shall use MFA.']],
    ['a duty more', `${before}\nNobody may not lock up.\n`, ['Nobody may not lock up.']],
  ])('%s', (_name, after, expected) => {
    expect(changedDuties(before, after)).toEqual(expected)
  })
})
