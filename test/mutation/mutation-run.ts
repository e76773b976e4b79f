import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { DoneMutants } from './done-mutants.ts'
import { isMeant } from './equivalent-mutants.ts'
import { MutantReporter } from './mutant-reporter.ts'
import { type MutatedCode, root } from './mutated-code.ts'

interface Tests {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Tests of the whole, by their paths. Those of one part go first: they notice most, and a mutant that is noticed costs no further run. */
  readonly last: RegExp
  /** Places of the code that a test may reach and still be used; default any number. */
  readonly mostSteps?: number
}

/**
 * A run of tests over every mutant of some code.
 *
 * @param name of the file in `.build` that says what is done
 */
export function mutationRun(
  name: string,
  code: MutatedCode,
  { include, exclude, last, mostSteps = Number.MAX_SAFE_INTEGER }: Tests,
): ViteUserConfig {
  const doneMutants = join(root, '.build', `${name}-mutants`)
  mkdirSync(join(root, '.build'), { recursive: true })
  const equivalent = code.mutants.filter((mutant) => code.equivalents.some((one) => isMeant(one, mutant)))
  DoneMutants.create(
    doneMutants,
    code.mutants.length,
    equivalent.map(({ number }) => number),
  )

  class PartsFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const isWhole = ({ moduleId }: TestSpecification) => last.test(moduleId)
      return files.toSorted(
        (one, other) => Number(isWhole(one)) - Number(isWhole(other)) || (one.moduleId < other.moduleId ? -1 : 1),
      )
    }
  }

  return defineConfig({
    plugins: [
      {
        name: 'mutants',
        enforce: 'pre',
        transform: (_text, id) => code.switchable(id.split('?')[0] ?? ''),
      },
    ],
    test: {
      include: [...include],
      exclude: [...exclude],
      runner: './test/mutation/mutant-runner.ts',
      // Nothing is loaded twice in a process.
      isolate: false,
      maxWorkers: '100%',
      provide: { doneMutants, mostSteps },
      sequence: { sequencer: PartsFirst },
      // A test runs as often as it reaches mutants.
      testTimeout: 0,
      slowTestThreshold: Number.POSITIVE_INFINITY,
      reporters: ['default', new MutantReporter(code)],
    },
  })
}
