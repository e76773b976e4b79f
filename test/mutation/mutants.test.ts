import { describe, expect, test } from 'vitest'
import { findMutants } from './find-mutants.ts'
import { MutantSwitch } from './mutant-switch.ts'
import { withSwitches } from './write-switches.ts'

// biome-ignore format: one row, one line
test.each([
  ['if (a) b()', ['true', 'false']],
  ['if (a === 1) b()', ['true', 'false', 'a !== 1', '2']],
  ['x = a ? 1 : 2', ['(nothing)', 'true', 'false', '2', '3']],
  ['x = a && b', ['(nothing)', 'true', 'false', 'a', 'b']],
  ['x = a || b', ['(nothing)', 'true', 'false', 'a', 'b']],
  ['x = a ?? b', ['(nothing)', 'a', 'b']],
  ['x = !a', ['(nothing)', 'true', 'false', 'a']],
  ['x = a < b', ['(nothing)', 'true', 'false', 'a <= b', 'a >= b']],
  ['x = (a ?? b) >= c', ['(nothing)', 'true', 'false', '(a ?? b) > c', '(a ?? b) < c', 'a', 'b']],
  ['n += 1', ['(nothing)', 'n -= 1', '2']],
  ['x = a.some(f)', ['(nothing)', 'every']],
  ['x = a.filter(f)', ['(nothing)', '() => true', '() => false']],
  ['x = a.filter((b) => !b)', ['(nothing)', 'true', 'false', 'b']],
  ['x = a.sort((b, c) => b < c ? -1 : 1)', ['(nothing)', 'slice', 'true', 'false', 'b <= c', 'b >= c']],
  ['x = ["a", ...b]', ['(nothing)', '(nothing)', '(nothing)', "'mutant'"]],
  ['x = { verdict: "refused", "a": 1 }', ['(nothing)', "'approved'", '2']],
  ['function f(a = b) { if (c) return; return 1 }', ['undefined', 'true', 'false', '(nothing)', '2']],
  ['if (c) { a(); continue_() }', ['true', 'false', '(nothing)', '(nothing)']],
  // What explains, and what does not run.
  ['x = { message: a ? "b" : "c", why: [1] }', ['(nothing)']],
  [`x = \`\${a && b}\``, ['(nothing)']],
  ['x = "some sentence"', ['(nothing)']],
  ['type A = 1 | "b"; import { c } from "d"; let x: A', []],
  ['let x = a as "b"', []],
])('of %s', (text, wanted) => {
  expect(findMutants(text).map(({ mutated }) => mutated || '(nothing)')).toEqual(wanted)
})

describe('switches', () => {
  const code = `
    const limits = [2, ...[3, 5]]
    const least = Math.min(...limits)
    export function judge(list, { floor = 1 } = {}) {
      const kept = list?.filter((one) => one >= floor).map((one) => one + 1)
      if (kept === undefined) return 'no'
      let sum = 0
      for (const one of kept) {
        if (one % 2 === 0 && !limits.includes(one)) continue
        sum += one
      }
      if (sum > least) { sum -= least; return [sum, floor ?? 'none'] }
      return kept.length === 0 || kept.some((one) => one > 4) ? 'pending' : 'approved'
    }`
  const inputs: readonly (readonly unknown[])[] = [
    [undefined],
    [[]],
    [[1]],
    [[0, 2]],
    [[3, 4, 5], { floor: 4 }],
    [[1, 1, 7], { floor: null }],
    [[-5, 5], { floor: -9 }],
  ]
  type Judge = (...input: readonly unknown[]) => unknown
  const load = (text: string, mutants = new MutantSwitch()) => {
    const body = text.replaceAll('globalThis.countersignMutants', 'mutants').replace('export function', 'function')
    return new Function('mutants', `${body}; return judge`)(mutants) as Judge
  }
  const results = (judge: Judge) =>
    inputs.map((input) => {
      try {
        return JSON.stringify(judge(...input))
      } catch {
        return 'threw'
      }
    })
  const found = findMutants(code)
  const written = withSwitches(code, found, 100)

  test('with all of them off it is the code as it was', () => {
    const mutants = new MutantSwitch()
    const judge = load(written, mutants)
    mutants.start(undefined)
    expect(results(judge)).toEqual(results(load(code)))
  })

  test('with one on it is the code with that change', () => {
    const mutants = new MutantSwitch()
    const judge = load(written, mutants)
    expect(found.length).toBeGreaterThan(50)
    for (const [index, { start, end, mutated, form }] of found.entries()) {
      const comma = form === 'element' ? (/^,\s*/.exec(code.slice(end))?.[0].length ?? 0) : 0
      const changed = code.slice(0, start) + mutated + code.slice(end + comma)
      mutants.start(100 + index)
      expect(results(judge), changed).toEqual(results(load(changed)))
    }
  })

  test('places are reached by the code that passes them', () => {
    const mutants = new MutantSwitch()
    const judge = load(written, mutants)
    mutants.start(undefined)
    judge(undefined)
    const pending = 100 + found.findIndex(({ original }) => original === "'pending'")
    expect(mutants.reached.has(pending)).toBe(false)
    judge([])
    expect(mutants.reached.has(pending)).toBe(true)
  })

  test('what never ends is stopped', () => {
    const endless = 'export function judge(n) { while (n > 0) n -= 1; return n }'
    const mutants = new MutantSwitch()
    const own = findMutants(endless)
    const judge = load(withSwitches(endless, own, 0), mutants)
    mutants.start(
      own.findIndex(({ mutated }) => mutated === 'true'),
      1000,
    )
    expect(() => judge(3)).toThrow('does not end')
    expect(mutants.tookTooLong).toBe(true)
  })
})
