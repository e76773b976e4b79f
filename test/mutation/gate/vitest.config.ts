import { asked } from '../mutated-code.ts'
import { mutationRun } from '../mutation-run.ts'
import { decisionCode } from './decision-code.ts'

/** The tests of the parts that are finished: each part is proven by tests of its own. */
const parts =
  'actors,change-requests,contributors,first-percentage,freshness,judge-checks,judge-evidence,latest-opinions,matching,names,permissions,relevant-problems,reviewer-rows,seen-accounts,summarise,worst-verdict'

/** The tests of the gate, run over every mutant of the decision code. */
export default mutationRun('gate', decisionCode, {
  include: [asked === undefined ? `test/unit/gate/{${parts}}.test.ts` : 'test/unit/gate/**/*.test.ts'],
  // Properties are left out: chance kills nothing.
  exclude: ['test/unit/gate/{*-properties,any-facts}.test.ts'],
  last: /\/(?:attacks|semantics|language)\/|\/(?:decide-[^/]*|legitimate|simulate)\.test\.ts$/,
})
