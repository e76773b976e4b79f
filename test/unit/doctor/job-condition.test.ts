import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsOn } from '../../../src/doctor/job-condition.ts'

test.each([
  [undefined, true],
  ["github.event_name == 'push'", true],
  ["github.event_name == 'PUSH'", true],
  ["'push' == github.event_name", true],
  ["github.event_name != 'push'", false],
  [`\${{ github.event_name == 'push' || github.event_name == 'schedule' }}`, true],
  ["github.event_name == 'schedule' && github.event_name == 'push'", false],
  ["!(github.event_name == 'schedule')", true],
  ["always() && github.event_name == 'push'", true],
  ['!cancelled()', true],
  ['success()', true],
  ['true', true],
  ['false', false],
  // True, or false, whatever the part says that is not understood.
  ["github.event_name == 'push' || github.actor == 'bot'", true],
  ["github.event_name == 'schedule' && github.actor == 'bot'", false],
  ["github.event_name == 'push' && github.actor == 'bot'", undefined],
  ["github.event_name == 'schedule' || github.actor == 'bot'", undefined],
  ['github.event.pull_request.draft', undefined],
  ['failure()', undefined],
  ['cancelled()', undefined],
  ["contains(github.event_name, 'push')", undefined],
  ['github.event_name == github.event_name', undefined],
  ["github.event_name = 'push'", undefined],
  ["(github.event_name == 'push'", undefined],
  ["github.event_name == 'push' )", undefined],
  ['', undefined],
  ['constructor', undefined],
  [`${'('.repeat(400)}true${')'.repeat(400)}`, undefined],
])('%j on a push: %j', (condition, wanted) => {
  expect(runsOn(condition, 'push')).toBe(wanted)
})

test('nothing that somebody writes breaks it, and what is not understood is not taken for yes', () => {
  const word = fc.constantFrom(
    "github.event_name == 'push'",
    'github.actor',
    '&&',
    '||',
    '!',
    '(',
    ')',
    'always()',
    "'",
    ' ',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        expect([true, false, undefined]).toContain(runsOn(text, 'push'))
        if (!/[()]/.test(text)) expect(runsOn(`(${text}) && github.actor == 'x'`, 'push')).not.toBe(true)
      },
    ),
  )
})
