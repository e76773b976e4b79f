/**
 * Numbers digests as they come: 0, 1, 2 ... A table of 128 bits of each, 20 bytes a slot, because a Map of a million strings
 * takes more memory than all else that reading a log needs. Two digests that agree in 128 bits count as one: to find two
 * such texts takes 2^64 tries, and who treats them as one must look at the texts.
 */
export class DigestNumbers {
  #words = new Uint32Array(4 * 65_536)
  /** Number plus one; zero is a free slot. */
  #numbers = new Uint32Array(65_536)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** @param digest the bytes of a SHA-256 as characters: they are evenly spread, so they need no further hashing */
  numberOf(digest: string): number {
    if (this.#count * 4 >= this.#numbers.length * 3) this.#grow()
    const a = word(digest, 0)
    const b = word(digest, 4)
    const c = word(digest, 8)
    const d = word(digest, 12)
    const slot = this.#find(a, b, c, d)
    const known = this.#numbers[slot] ?? 0
    if (known > 0) return known - 1
    this.#put(slot, a, b, c, d, this.#count + 1)
    this.#count += 1
    return this.#count - 1
  }

  #find(a: number, b: number, c: number, d: number): number {
    const words = this.#words
    const last = this.#numbers.length - 1
    for (let slot = a & last; ; slot = (slot + 1) & last) {
      if (this.#numbers[slot] === 0) return slot
      const at = 4 * slot
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot
    }
  }

  #put(slot: number, a: number, b: number, c: number, d: number, number: number): void {
    const words = this.#words
    const at = 4 * slot
    words[at] = a
    words[at + 1] = b
    words[at + 2] = c
    words[at + 3] = d
    this.#numbers[slot] = number
  }

  #grow(): void {
    const words = this.#words
    const numbers = this.#numbers
    this.#words = new Uint32Array(words.length * 2)
    this.#numbers = new Uint32Array(numbers.length * 2)
    for (let slot = 0; slot < numbers.length; slot += 1) {
      const number = numbers[slot] ?? 0
      if (number === 0) continue
      const at = 4 * slot
      const a = words[at] ?? 0
      const b = words[at + 1] ?? 0
      const c = words[at + 2] ?? 0
      const d = words[at + 3] ?? 0
      this.#put(this.#find(a, b, c, d), a, b, c, d, number)
    }
  }
}

function word(digest: string, at: number): number {
  const high = (digest.charCodeAt(at) << 24) | (digest.charCodeAt(at + 1) << 16)
  return (high | (digest.charCodeAt(at + 2) << 8) | digest.charCodeAt(at + 3)) >>> 0
}
