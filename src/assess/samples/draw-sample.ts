import { createHmac } from 'node:crypto'

/** `none`: out of all items. `month`: in turn out of every month. */
export const stratifications = ['none', 'month'] as const
export type Stratification = (typeof stratifications)[number]

export interface Drawable {
  readonly key: string
  /** `2026-03`; only looked at where the sample is stratified. */
  readonly month: string
}

export interface Drawn<T extends Drawable> {
  readonly item: T
  /** HMAC-SHA256 of the key under the seed, hex. */
  readonly score: string
}

/**
 * Draws the items with the smallest scores, ties by the bytes of the key: bottom-k sampling. The order of the items makes
 * no difference, and a larger sample begins with every item of a smaller one, so that it can be extended honestly.
 *
 * By months: first the smallest score of every month, then the second of every month, and so on, each round in the order of
 * the scores. So every month is in it as soon as there are as many items as months, and extending keeps what was drawn.
 *
 * @param items of one population; no key twice
 * @param size how many; all of them where there are fewer
 * @returns in the order in which they are drawn
 */
export function drawSample<T extends Drawable>(
  items: readonly T[],
  size: number,
  seed: Uint8Array,
  strata: Stratification,
): readonly Drawn<T>[] {
  const scored = items
    .map((item) => ({ item, bytes: Buffer.from(item.key), score: scoreOf(item.key, seed) }))
    .sort((a, b) => order(a.score, b.score) || Buffer.compare(a.bytes, b.bytes))
  const rounds = new Map<string, number>()
  const ranked = scored.map(({ item, score }, place) => {
    const round = strata === 'none' ? 0 : (rounds.get(item.month) ?? 0)
    rounds.set(item.month, round + 1)
    return { item, score, round, place }
  })
  return ranked
    .sort((a, b) => a.round - b.round || a.place - b.place)
    .slice(0, size)
    .map(({ item, score }) => ({ item, score }))
}

const scoreOf = (key: string, seed: Uint8Array): string => createHmac('sha256', seed).update(key, 'utf8').digest('hex')
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
