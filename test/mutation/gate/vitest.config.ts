import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { switchable } from './decision-code.ts'
import { MutantReporter } from './mutant-reporter.ts'

/** Tests of one part first: they notice most, and a mutant that is noticed costs no further run. */
class PartsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWhole = ({ moduleId }: TestSpecification) =>
      /\/(?:attacks|semantics)\/|\/(?:decide-[^/]*|legitimate|simulate)\.test\.ts$/.test(moduleId)
    return files.toSorted(
      (one, other) => Number(isWhole(one)) - Number(isWhole(other)) || (one.moduleId < other.moduleId ? -1 : 1),
    )
  }
}

/** The tests of the gate, run over every mutant of the decision code. Properties are left out: chance kills nothing. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform: (_text, id) => switchable(id.split('?')[0] ?? ''),
    },
  ],
  test: {
    include: ['test/unit/gate/**/*.test.ts'],
    exclude: ['test/unit/gate/decision-properties.test.ts'],
    runner: './test/mutation/gate/mutant-runner.ts',
    // One process, and nothing loaded twice.
    isolate: false,
    maxWorkers: 1,
    sequence: { sequencer: PartsFirst },
    // A test runs as often as it reaches mutants.
    testTimeout: 0,
    slowTestThreshold: Number.POSITIVE_INFINITY,
    reporters: ['default', new MutantReporter()],
  },
})
