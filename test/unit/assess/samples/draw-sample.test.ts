import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawSample } from '../../../../src/assess/samples/draw-sample.ts'
import { isNonce, type SeedInputs, sampleSeed } from '../../../../src/assess/samples/sample-seed.ts'
import { planFor } from '../../../../src/assess/samples/sample-size.ts'

const inputs: SeedInputs = {
  origin: 'example.invalid/log',
  size: 7,
  root: 'ab'.repeat(32),
  control: 'CTL-A',
  nonce: 'x',
}
const items = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, unit: 'binary' }),
    month: fc.constantFrom('2026-01', '2026-02', '2026-03'),
  }),
  { selector: ({ key }) => key, maxLength: 60 },
)
const strata = fc.constantFrom('none' as const, 'month' as const)
const keysOf = (drawn: readonly { readonly item: { readonly key: string } }[]) => drawn.map(({ item }) => item.key)

describe('the seed', () => {
  test('is the hash of its parts, a line each', () => {
    const text = `soc2-sample/v1\nexample.invalid/log\n7\n${'ab'.repeat(32)}\nCTL-A\nx\n`
    expect(sampleSeed(inputs).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'))
  })

  test.each([
    ['name of the log', { origin: 'example.invalid/other' }],
    ['size', { size: 8 }],
    ['root', { root: 'ac'.repeat(32) }],
    ['control', { control: 'CTL-B' }],
    ['nonce', { nonce: 'y' }],
  ])('is another with another %s', (_name, over) => {
    expect(sampleSeed({ ...inputs, ...over }).equals(sampleSeed(inputs))).toBe(false)
  })

  test.each(['', 'two\nlines', 'a\u0000b', 'x'.repeat(201)])('a nonce is not %j', (text) => {
    expect(isNonce(text)).toBe(false)
  })
})

describe('drawing', () => {
  test('takes the smallest scores', () => {
    const seed = sampleSeed(inputs)
    const all = Array.from({ length: 30 }, (_, index) => ({ key: `item ${index}`, month: '2026-01' }))
    const score = (key: string) => createHmac('sha256', seed).update(key).digest('hex')
    const wanted = all.map(({ key }) => key).sort((a, b) => (score(a) < score(b) ? -1 : 1))
    expect(keysOf(drawSample(all, 5, seed, 'none'))).toEqual(wanted.slice(0, 5))
  })

  test('is the same in whatever order the items come', () => {
    fc.assert(
      fc.property(items, fc.nat(70), strata, fc.infiniteStream(fc.nat()), (all, size, how, order) => {
        const shuffled = all
          .map((item) => ({ item, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item)
        const seed = sampleSeed(inputs)
        expect(keysOf(drawSample(shuffled, size, seed, how))).toEqual(keysOf(drawSample(all, size, seed, how)))
      }),
    )
  })

  test('keeps what was drawn when it is extended', () => {
    fc.assert(
      fc.property(items, fc.nat(70), fc.nat(70), strata, (all, some, more, how) => {
        const seed = sampleSeed(inputs)
        const [small, large] = [drawSample(all, some, seed, how), drawSample(all, some + more, seed, how)]
        expect(keysOf(large).slice(0, small.length)).toEqual(keysOf(small))
        expect(small).toHaveLength(Math.min(some, all.length))
      }),
    )
  })

  test('by months has every month before it has one twice more than another that is not empty', () => {
    fc.assert(
      fc.property(items, fc.nat(60), (all, size) => {
        const drawn = drawSample(all, size, sampleSeed(inputs), 'month')
        const count = (list: readonly { readonly month: string }[], month: string) =>
          list.filter((one) => one.month === month).length
        const months = [...new Set(all.map(({ month }) => month))]
        const taken = months.map((month) => ({
          taken: count(
            drawn.map(({ item }) => item),
            month,
          ),
          there: count(all, month),
        }))
        const most = Math.max(0, ...taken.map((one) => one.taken))
        for (const one of taken) expect(one.taken).toBeGreaterThanOrEqual(Math.min(most - 1, one.there))
      }),
    )
  })

  test('another control draws others', () => {
    const all = Array.from({ length: 200 }, (_, index) => ({ key: String(index), month: '2026-01' }))
    const [one, other] = ['CTL-A', 'CTL-B'].map((control) =>
      keysOf(drawSample(all, 25, sampleSeed({ ...inputs, control }), 'none')),
    )
    expect(one).not.toEqual(other)
  })
})

describe('the size', () => {
  test.each([
    ['annual', 1],
    ['quarterly', 4],
    ['monthly', 3],
    ['weekly', 8],
    ['daily', 25],
  ] as const)('of what is expected %s', (frequency, size) => {
    const count = { annual: 1, quarterly: 4, monthly: 12, weekly: 52, daily: 365 }[frequency]
    expect(planFor({ frequency }, { name: 'occurrences', count }).size).toBe(size)
  })

  test('of a list is 25, and all of it where there are fewer', () => {
    expect(planFor({ frequency: 'weekly' }, { name: 'access-list', count: 300 }).size).toBe(25)
    expect(planFor({ frequency: 'per-event' }, { name: 'changes', count: 24 }).size).toBe(24)
  })

  test('is what the control names', () => {
    expect(planFor({ frequency: 'daily', sampling: { size: 60 } }, { name: 'changes', count: 300 }).size).toBe(60)
  })
})
