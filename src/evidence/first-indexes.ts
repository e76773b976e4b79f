import { DigestNumbers } from './digest-numbers.ts'

/** Remembers for each digest where it came first, in some thirty bytes each. */
export class FirstIndexes {
  readonly #numbers = new DigestNumbers()
  /** Index at which digest number n came. */
  #indexes = new Float64Array(1024)

  /**
   * @param digest the bytes of a SHA-256 as characters
   * @returns the index with which it came before; undefined where it is new
   */
  see(digest: string, index: number): number | undefined {
    const count = this.#numbers.count
    const number = this.#numbers.numberOf(digest)
    if (number < count) return this.#indexes[number]
    if (number === this.#indexes.length) {
      const longer = new Float64Array(number * 2)
      longer.set(this.#indexes)
      this.#indexes = longer
    }
    this.#indexes[number] = index
    return undefined
  }
}
