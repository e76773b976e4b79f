import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { NumberedMutant } from './mutated-code.ts'

/** A change that changes nothing anybody could see, as somebody found by reading the code. */
interface Equivalent {
  readonly file: string
  readonly original: string
  readonly mutated: string
  readonly reason: string
}

const keys: readonly (keyof Equivalent)[] = ['file', 'original', 'mutated', 'reason']

/**
 * The reviewed list of a run.
 *
 * @param path of the list
 * @throws Error for an entry that lacks something or has more
 */
export function readEquivalents(path: string): readonly Equivalent[] {
  const list: unknown = parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(list)) throw new Error('equivalent.yaml: a list is needed')
  return list.map((entry: unknown, index) => {
    const values = Object.entries(entry ?? {})
    const isWhole = values.length === keys.length && keys.every((key) => values.some(([name]) => name === key))
    if (!isWhole || values.some(([, value]) => typeof value !== 'string')) {
      throw new Error(
        `equivalent.yaml: entry ${index + 1} needs ${keys.join(', ')}, all of them text, and nothing else`,
      )
    }
    return entry as Equivalent
  })
}

/** The place of a line break says nothing. */
export const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ')

export const isMeant = (equivalent: Equivalent, mutant: NumberedMutant): boolean =>
  equivalent.file === mutant.file &&
  inOneLine(equivalent.original) === inOneLine(mutant.original) &&
  inOneLine(equivalent.mutated) === inOneLine(mutant.mutated)
