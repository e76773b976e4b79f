import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MutatedCode, root } from '../mutated-code.ts'

/** Files of which every mutant is noticed by a test. */
const finished = [
  'src/gate/actors.ts',
  'src/gate/contributors.ts',
  'src/gate/first-percentage.ts',
  'src/gate/freshness.ts',
  'src/gate/judge-checks.ts',
  'src/gate/judgement.ts',
  'src/gate/latest-opinions.ts',
  'src/gate/match-paths.ts',
  'src/gate/moment-of-judgement.ts',
  'src/gate/names.ts',
  'src/gate/newest-checks.ts',
  'src/gate/permissions.ts',
  'src/gate/reviewer-rows.ts',
  'src/gate/seen-accounts.ts',
  'src/gate/summarise.ts',
  'src/gate/worst-verdict.ts',
  'src/model/change-approvals.ts',
  'src/model/distinct-people.ts',
  'src/model/match-branch.ts',
  'src/model/match-text.ts',
]
const others = readdirSync(join(root, 'src/gate')).map((name) => `src/gate/${name}`)

/** What decides whether a change may be merged. */
export const decisionCode = new MutatedCode(finished, others, join(import.meta.dirname, 'equivalent.yaml'))
