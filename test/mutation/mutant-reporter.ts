import type { Reporter, TestModule } from 'vitest/node'
import { inOneLine, isMeant } from './equivalent-mutants.ts'
import type { MutatedCode, NumberedMutant } from './mutated-code.ts'

/** Says of each file what became of its mutants, and names every one that no test notices. One of those ends the run with 1. */
export class MutantReporter implements Reporter {
  readonly #code: MutatedCode

  constructor(code: MutatedCode) {
    this.#code = code
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { files, mutants, equivalents } = this.#code
    const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.meta().mutants))
    const reached = new Set(results.flatMap((result) => result?.reached ?? []))
    const killed = new Set(results.flatMap((result) => result?.killed ?? []))
    const unnoticed = mutants.filter(({ number }) => !killed.has(number))

    const stale = equivalents.filter((equivalent) => !mutants.some((mutant) => isMeant(equivalent, mutant)))
    const survivors = unnoticed.filter((mutant) => !equivalents.some((equivalent) => isMeant(equivalent, mutant)))
    const fates = { killed, reached, survivors: new Set(survivors.map(({ number }) => number)) }

    const rows = files.map((file) =>
      rowOf(
        file,
        mutants.filter((mutant) => mutant.file === file),
        fates,
      ),
    )
    const total = rowOf('together', mutants, fates)
    const lines = [
      ...survivors.map((mutant) => `${reached.has(mutant.number) ? 'survives' : 'not reached'}: ${placeOf(mutant)}`),
      ...stale.map(({ file, original, mutated }) => `stale in equivalent.yaml: ${file}: ${original} -> ${mutated}`),
      '',
      'mutants  killed  survive  not reached  equivalent  file',
      ...[...rows, total],
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    if (survivors.length > 0 || stale.length > 0 || mutants.length === 0) process.exitCode = 1
  }
}

const placeOf = ({ file, line, column, original, mutated }: NumberedMutant): string =>
  `${file}:${line}:${column}  ${inOneLine(original)}  ->  ${inOneLine(mutated) || '(nothing)'}`

type Fates = Readonly<Record<'killed' | 'reached' | 'survivors', ReadonlySet<number>>>

function rowOf(name: string, mutants: readonly NumberedMutant[], { killed, reached, survivors }: Fates): string {
  const count = (is: (number: number) => boolean) => mutants.filter(({ number }) => is(number)).length
  const columns = [
    [mutants.length, 7],
    [count((one) => killed.has(one)), 6],
    [count((one) => survivors.has(one) && reached.has(one)), 7],
    [count((one) => survivors.has(one) && !reached.has(one)), 11],
    [count((one) => !killed.has(one) && !survivors.has(one)), 10],
  ] as const
  return [...columns.map(([value, width]) => String(value).padStart(width)), name].join('  ')
}
