import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { asked, decisionMutants, root, switchable } from './decision-code.ts'
import { DoneMutants } from './done-mutants.ts'
import { isMeant, readEquivalents } from './equivalent-mutants.ts'
import { MutantReporter } from './mutant-reporter.ts'

/** Tests of one part first: they notice most, and a mutant that is noticed costs no further run. */
class PartsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWhole = ({ moduleId }: TestSpecification) =>
      /\/(?:attacks|semantics|language)\/|\/(?:decide-[^/]*|legitimate|simulate)\.test\.ts$/.test(moduleId)
    return files.toSorted(
      (one, other) => Number(isWhole(one)) - Number(isWhole(other)) || (one.moduleId < other.moduleId ? -1 : 1),
    )
  }
}

/** Properties are left out: chance kills nothing. */
const properties = 'test/unit/gate/{*-properties,any-facts}.test.ts'
/** The tests of the parts that are finished: each part is proven by tests of its own. */
const parts =
  'actors,change-requests,contributors,first-percentage,freshness,judge-checks,judge-evidence,latest-opinions,matching,names,permissions,relevant-problems,reviewer-rows,seen-accounts,summarise,worst-verdict'

const doneMutants = join(root, '.build', 'gate-mutants')
mkdirSync(join(root, '.build'), { recursive: true })
const equivalents = readEquivalents()
const equivalent = decisionMutants.filter((mutant) => equivalents.some((one) => isMeant(one, mutant)))
DoneMutants.create(
  doneMutants,
  decisionMutants.length,
  equivalent.map(({ number }) => number),
)

/** The tests of the gate, run over every mutant of the decision code. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform: (_text, id) => switchable(id.split('?')[0] ?? ''),
    },
  ],
  test: {
    include: [asked === undefined ? `test/unit/gate/{${parts}}.test.ts` : 'test/unit/gate/**/*.test.ts'],
    exclude: [properties],
    runner: './test/mutation/gate/mutant-runner.ts',
    // Nothing is loaded twice in a process.
    isolate: false,
    maxWorkers: '100%',
    provide: { doneMutants },
    sequence: { sequencer: PartsFirst },
    // A test runs as often as it reaches mutants.
    testTimeout: 0,
    slowTestThreshold: Number.POSITIVE_INFINITY,
    reporters: ['default', new MutantReporter()],
  },
})
