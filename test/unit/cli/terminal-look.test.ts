import { expect, test } from 'vitest'
import { progressLine } from '../../../src/cli/progress-line.ts'
import { canAsk, canRedraw, wantsColours } from '../../../src/cli/terminal-look.ts'

test.each([
  ['a terminal', {}, true, true],
  ['a pipe', {}, false, false],
  ['NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['NO_COLOR without a value', { NO_COLOR: '' }, true, true],
  ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ['FORCE_COLOR into a pipe', { FORCE_COLOR: '1' }, false, true],
  ['FORCE_COLOR=true', { FORCE_COLOR: 'true' }, false, true],
  ['FORCE_COLOR=0 on a terminal', { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR=false on a terminal', { FORCE_COLOR: 'false' }, true, false],
  ['FORCE_COLOR without a value', { FORCE_COLOR: '' }, false, false],
  ['FORCE_COLOR against NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ['FORCE_COLOR on a dumb terminal', { FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  ['a CI system with a terminal', { CI: 'true' }, true, true],
] as const)('colours with %s', (_name, environment, isTerminal, wanted) => {
  expect(wantsColours(environment, isTerminal)).toBe(wanted)
})

test.each([
  ['a terminal', {}, true, true, true],
  ['a pipe', {}, false, false, false],
  ['a dumb terminal', { TERM: 'dumb' }, true, false, true],
  ['a CI system with a terminal', { CI: 'true' }, true, false, false],
  ['CI=false', { CI: 'false' }, true, true, true],
] as const)('redrawing and asking on %s', (_name, environment, isTerminal, redraws, asks) => {
  expect(canRedraw(environment, isTerminal)).toBe(redraws)
  expect(canAsk(environment, isTerminal)).toBe(asks)
})

test('progress is silent at first, not drawn too often, cut to the width, and leaves nothing', () => {
  let now = 0
  const drawn: string[] = []
  const line = progressLine(
    (text) => drawn.push(text),
    () => now,
    () => ({ columns: 10 }),
  )
  for (now = 0; now < 1000; now += 10) line.show(`${now} of many files`)
  expect(drawn.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
    '500 of ma',
    '600 of ma',
    '700 of ma',
    '800 of ma',
    '900 of ma',
  ])
  line.clear()
  expect(drawn.at(-1)).toBe('\r\u001b[K')
  const count = drawn.length
  line.clear()
  expect(drawn).toHaveLength(count)
})

test('a run that was over before anything was drawn draws nothing', () => {
  const drawn: string[] = []
  const line = progressLine(
    (text) => drawn.push(text),
    () => 499,
    () => {
      throw new Error('nobody should look')
    },
  )
  line.show('x')
  line.clear()
  expect(drawn).toEqual([])
})

test('nothing is drawn where there is no terminal, and that is looked at once', () => {
  let looked = 0
  const drawn: string[] = []
  const line = progressLine(
    (text) => drawn.push(text),
    () => 1000,
    () => {
      looked += 1
      return false
    },
  )
  line.show('x')
  line.show('y')
  line.clear()
  expect(drawn).toEqual([])
  expect(looked).toBe(1)
})

test.each([0, undefined])('a terminal that says it has %s columns is taken for one of 80', (columns) => {
  const drawn: string[] = []
  progressLine(
    (text) => drawn.push(text),
    () => 1000,
    () => ({ columns }),
  ).show('x'.repeat(100))
  expect(drawn).toEqual([`\r\u001b[K${'x'.repeat(79)}`])
})
