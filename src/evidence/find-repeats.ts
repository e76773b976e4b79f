import { hash } from 'node:crypto'
import type { EvidenceRecord } from '../model/evidence.ts'
import { FirstIndexes } from './first-indexes.ts'
import type { Listed, LogFindingCode, LogWarningCode } from './log-finding.ts'
import { bodyOf } from './record.ts'
import { linesPerSegment, segmentPath } from './segments.ts'

/** Two places in a log that have the same key. */
interface Repeat {
  readonly first: number
  readonly again: number
}

/**
 * Finds records with the key of an earlier one, in little memory: of each key it keeps a digest. Whether such a record says
 * the same as the first is seen in a second look at the few that are concerned.
 */
export class RepeatFinder {
  readonly #keys = new FirstIndexes()
  readonly #repeats: Repeat[] = []
  readonly #bodies = new Map<number, string>()
  readonly #firstOf = new Map<number, number>()

  /** @returns whether a record before had the key */
  isRepeat(key: string, index: number): boolean {
    const first = this.#keys.see(hash('sha256', key, 'binary'), index)
    if (first !== undefined) this.#repeats.push({ first, again: index })
    return first !== undefined
  }

  /** Indexes of the records that need the second look, ascending; from then on `lookAgain` is to be called for each. */
  toLookAt(): readonly number[] {
    for (const { first, again } of this.#repeats) {
      this.#bodies.set(first, '')
      this.#firstOf.set(again, first)
    }
    return [...new Set(this.#repeats.flatMap(({ first, again }) => [first, again]))].sort((a, b) => a - b)
  }

  isConcerned(index: number): boolean {
    return this.#bodies.has(index) || this.#firstOf.has(index)
  }

  lookAgain(
    file: string,
    index: number,
    record: EvidenceRecord,
    findings: Listed<LogFindingCode>,
    warnings: Listed<LogWarningCode>,
  ): void {
    // The key is in it: two keys that only have the same digest are told apart here.
    const body = hash('sha256', bodyOf(record), 'base64')
    if (this.#bodies.has(index)) this.#bodies.set(index, body)
    const first = this.#firstOf.get(index)
    if (first === undefined) return
    this.#firstOf.delete(index)
    const { key } = record.predicate
    if (this.#bodies.get(first) === body)
      warnings.add('W_REPEAT', file, `record ${index} repeats record ${first}: ${key}`, index)
    else findings.add('E_DUP', file, `records ${first} and ${index} have the same key ${key}`, index)
  }

  /** What was not looked at is not known to say the same. */
  reportRest(findings: Listed<LogFindingCode>): void {
    for (const [index, first] of this.#firstOf)
      findings.add(
        'E_DUP',
        segmentPath(Math.floor(index / linesPerSegment)),
        `records ${first} and ${index} have the same key, and could not be compared`,
        index,
      )
  }
}
