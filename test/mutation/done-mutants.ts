import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'

/**
 * The mutants that need no further run, shared by the processes that run tests: a file with one byte for each. Two that notice one
 * mutant at a time do some work twice, nothing else.
 */
export class DoneMutants {
  readonly #path: string
  readonly #done: Uint8Array

  constructor(path: string) {
    this.#path = path
    this.#done = readFileSync(path)
  }

  /** Makes the file anew. @param done numbers of those that are done from the start */
  static create(path: string, count: number, done: readonly number[]): void {
    const bytes = new Uint8Array(count)
    for (const one of done) bytes[one] = 1
    writeFileSync(path, bytes)
  }

  has(mutant: number): boolean {
    return this.#done[mutant] === 1
  }

  add(mutant: number): void {
    this.#done[mutant] = 1
    const file = openSync(this.#path, 'r+')
    writeSync(file, Uint8Array.of(1), 0, 1, mutant)
    closeSync(file)
  }
}
