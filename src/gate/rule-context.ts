import type { GateRule, GateRules } from '../model/records.ts'
import type { CandidateContext } from './candidates.ts'
import type { DescribedChanges } from './change-requests.ts'
import type { ConditionContext } from './condition-context.ts'
import type { HeldPart } from './conditions.ts'
import type { LastChange } from './freshness.ts'

/** Everything that judging a rule may look at. */
export interface RuleContext extends CandidateContext, ConditionContext {
  readonly rules: readonly GateRules[]
  /** Of every rule the parts of its condition. */
  readonly held: ReadonlyMap<GateRule, readonly HeldPart[]>
  readonly lastChange: LastChange
  readonly described: DescribedChanges
  /** Key of who is going to deploy, as far as it is known -> why that is thought. */
  readonly plannedDeployers: ReadonlyMap<string, string>
  readonly programFolder: string
  /** Merging to the base deploys. */
  readonly merging: boolean
  /** Key of who merged; undefined while open, or where it is not known. */
  readonly merger: string | undefined
  /** As of when it is judged, milliseconds since 1970, UTC: the merge, else when the facts were read. */
  readonly atMs: number
  /** Rule -> how many approvals it asks for because a machine alone made the change. */
  readonly fewerApprovals: ReadonlyMap<string, number>
}
