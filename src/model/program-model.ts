import type { Located } from './location.ts'
import type { Problem } from './problem.ts'
import type {
  AccessGrant,
  ChangeRequest,
  Control,
  CriterionDecision,
  Exception,
  GateRules,
  Person,
  Policy,
  Program,
  RecordKind,
  RecordOfKind,
  Risk,
  RiskRegister,
  Role,
  RoleAssignment,
  SodPair,
  Team,
} from './records.ts'

/** A file as it was found. Unreadable is a value: it becomes a problem, never an absence. */
export type SourceFile =
  | { readonly path: string; readonly bytes: Uint8Array }
  | {
      readonly path: string
      /** What is wrong, without a full stop: a sentence, or what follows `The file`. */
      readonly unreadable: string
      readonly remedy: string
      /** Whether it was left alone because of its size. */
      readonly tooLarge?: boolean
    }

/** One YAML document that is a record, with its place. */
export type ProgramRecord = {
  readonly [K in RecordKind]: Located<RecordOfKind[K]> & { readonly kind: K }
}[RecordKind]

/** What an id names. `record` for kinds with an id of their own, else the section it stands in. */
export type IdKind =
  | 'program'
  | 'person'
  | 'team'
  | 'role'
  | 'sod-pair'
  | 'policy'
  | 'control'
  | 'evidence-requirement'
  | 'criterion-decision'
  | 'risk-register'
  | 'risk'
  | 'change-request'
  | 'gate-rule'
  | 'exception'

/** That an id was given, once for each time it was: the list holds duplicates, the maps below hold the first. */
export interface DeclaredId {
  readonly id: string
  readonly kind: IdKind
  readonly owner: Located<{ readonly id: string }>
}

/** A plain scalar that readers of YAML take for different values, for example `1.10`, `no` or `0o17`. */
export interface AmbiguousScalar {
  /** As a person wrote it. */
  readonly source: string
  readonly why: string
}

/** The whole program as it stands in one tree of files. Maps keep the order of path, then of place in the file. */
export interface ProgramModel {
  readonly records: readonly ProgramRecord[]
  readonly declaredIds: readonly DeclaredId[]
  readonly programs: readonly Located<Program>[]
  readonly people: ReadonlyMap<string, Located<Person>>
  readonly teams: ReadonlyMap<string, Located<Team>>
  readonly roles: ReadonlyMap<string, Located<Role>>
  readonly assignments: readonly Located<RoleAssignment>[]
  readonly accessMatrix: readonly Located<AccessGrant>[]
  readonly sodPairs: ReadonlyMap<string, Located<SodPair>>
  readonly policies: ReadonlyMap<string, Located<Policy>>
  readonly controls: ReadonlyMap<string, Located<Control>>
  readonly decisions: readonly Located<CriterionDecision>[]
  readonly registers: readonly Located<RiskRegister>[]
  readonly risks: ReadonlyMap<string, Located<Risk>>
  readonly changes: ReadonlyMap<string, Located<ChangeRequest>>
  readonly gateRules: readonly Located<GateRules>[]
  readonly exceptions: ReadonlyMap<string, Located<Exception>>
  /** Text of each policy, by the path of its Markdown file. A file that could not be read is not in here. */
  readonly bodies: ReadonlyMap<string, string>
  /** Scalars of the records that another reader would take for something else. */
  readonly ambiguousScalars: readonly Located<AmbiguousScalar>[]
  /**
   * Ids that stand in files or records with problems, and paths of texts that cannot be read. What they name is not in
   * the maps; a reference to one is neither right nor wrong.
   */
  readonly malformedIds: ReadonlySet<string>
}

/** A program that was read: what is well formed, and everything that is not. */
export interface ProgramReading {
  readonly model: ProgramModel
  readonly problems: readonly Problem[]
}
