/**
 * The records that people write, as types. They are generated from `schemas/`, the published contract; here they become
 * read-only, because nothing after the reader may change one.
 */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type Config = DeepReadonly<made.Config>
export type Program = DeepReadonly<made.Program>
export type People = DeepReadonly<made.People>
export type Person = DeepReadonly<made.Person>
export type Team = NonNullable<People['teams']>[number]
export type Roles = DeepReadonly<made.Roles>
export type Role = DeepReadonly<made.Role>
export type RoleAssignment = DeepReadonly<made.RoleAssignment>
export type AccessGrant = DeepReadonly<made.AccessGrant>
export type SodPair = DeepReadonly<made.SodPair>
export type Policy = DeepReadonly<made.Policy>
export type Control = DeepReadonly<made.Control>
export type EvidenceRequirement = DeepReadonly<made.EvidenceRequirement>
export type CriterionDecision = DeepReadonly<made.CriterionDecision>
export type RiskRegister = DeepReadonly<made.RiskRegister>
export type Risk = DeepReadonly<made.Risk>
export type Rating = DeepReadonly<made.Rating>
export type ChangeRequest = DeepReadonly<made.ChangeRequest>
export type GateRules = DeepReadonly<made.GateRules>
export type GateRule = DeepReadonly<made.GateRule>
export type Exception = DeepReadonly<made.Exception>

/** What one YAML document of the program can be. A new kind is a schema, its rules and its template. */
export interface RecordOfKind {
  readonly Program: Program
  readonly People: People
  readonly Roles: Roles
  readonly Policy: Policy
  readonly Control: Control
  readonly CriterionDecision: CriterionDecision
  readonly RiskRegister: RiskRegister
  readonly ChangeRequest: ChangeRequest
  readonly GateRules: GateRules
  readonly Exception: Exception
}
export type RecordKind = keyof RecordOfKind
