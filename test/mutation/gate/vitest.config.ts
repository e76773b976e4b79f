import { defineConfig } from 'vitest/config'
import { switchable } from './decision-code.ts'
import { MutantReporter } from './mutant-reporter.ts'

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
    // A test runs as often as it reaches mutants.
    testTimeout: 0,
    slowTestThreshold: Number.POSITIVE_INFINITY,
    reporters: ['default', new MutantReporter()],
  },
})
