/**
 * The records that people write, as types. They are generated from `schemas/`, the published contract; there they become
 * read-only, because nothing after the reader may change one.
 */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type * from './kinds.gen.ts'
export type Config = DeepReadonly<made.Config>
export type Rating = DeepReadonly<made.Rating>
export type RequiredCheck = DeepReadonly<made.RequiredCheck>
export type EnvironmentRules = DeepReadonly<made.EnvironmentRules>
export type RequiredEvidence = DeepReadonly<made.RequiredEvidence>
