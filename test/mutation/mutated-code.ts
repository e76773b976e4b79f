import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readEquivalents } from './equivalent-mutants.ts'
import { findMutants, type Mutant } from './find-mutants.ts'
import { withSwitches } from './write-switches.ts'

export const root = resolve(import.meta.dirname, '../..')

/** For whoever works on a file: `MUTATE=votes npm run test:gate-mutants` looks at all with that in their name; `.` is in every name. */
export const asked = process.env['MUTATE']

export interface NumberedMutant extends Mutant {
  readonly number: number
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Files that a run looks at, with every mutant in them. */
export class MutatedCode {
  /** As paths below the root. */
  readonly files: readonly string[]
  /** The number of each is its place in the list. */
  readonly mutants: readonly NumberedMutant[]
  /** Changes that were found to change nothing. */
  readonly equivalents: ReturnType<typeof readEquivalents>
  readonly #sources: ReadonlyMap<string, string>

  /**
   * @param finished files of which every mutant is noticed by a test: what a run proves when nothing else is asked
   * @param others files that may be asked for
   * @param list path of the reviewed list of equivalent mutants
   * @param find the mutants of a source; default all
   */
  constructor(finished: readonly string[], others: readonly string[], list: string, find = findMutants) {
    this.files =
      asked === undefined
        ? finished
        : [...new Set([...finished, ...others])].filter((file) => file.includes(asked ?? '')).sort()
    this.#sources = new Map(this.files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
    this.mutants = [...this.#sources]
      .flatMap(([file, text]) => find(text).map((mutant) => ({ ...mutant, file, ...placeOf(text, mutant.start) })))
      .map((mutant, number) => ({ ...mutant, number }))
    this.equivalents = readEquivalents(list).filter(({ file }) => this.files.includes(file))
  }

  /** The source of a file with its mutants behind switches; undefined where it is none of the files. */
  switchable(path: string): string | undefined {
    const file = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
    const text = this.#sources.get(file)
    if (text === undefined) return undefined
    const own = this.mutants.filter((mutant) => mutant.file === file)
    return withSwitches(text, own, own[0]?.number ?? 0)
  }
}

function placeOf(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
