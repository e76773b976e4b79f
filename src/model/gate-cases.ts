/** Situations that users write down for their rules; generated from `schemas/gate-cases.json`. */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type GateCases = DeepReadonly<made.GateCases>
export type GateCase = DeepReadonly<made.GateCase>
export type GivenPull = DeepReadonly<made.GivenPull>
export type GivenReview = NonNullable<GivenPull['approvals'] | GivenPull['objections']>[number]
export type ExpectedDecision = DeepReadonly<made.ExpectedDecision>
export type CasePerson = DeepReadonly<made.CasePerson>
