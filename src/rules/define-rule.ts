import type { AlertFile } from '../model/alert-file.ts'
import type { Criterion } from '../model/criteria.ts'
import type { Located, Place, RecordPath } from '../model/location.ts'
import type { Outcome, Severity } from '../model/outcome.ts'
import type { AmbiguousScalar, DeclaredId, ProgramModel, ProgramRecord } from '../model/program-model.ts'
import type { IdKind, ItemOf } from '../model/records.ts'
import type { DeploymentRecord, Logged, MergeRecord, ReadDataset, UnreviewedRecord } from './logged-history.ts'
import type { DatasetName } from './read-datasets.ts'
import type { RuleContext } from './rule-context.ts'

/** That a record names another one. */
export interface Reference {
  /** The record that names, for example `CTL-CHG-REVIEW`. */
  readonly from: string
  readonly at: Place
  readonly path: RecordPath
  /** The id that is named, or the path of a text. */
  readonly id: string
  /** What it may name; none for a text. */
  readonly kinds: readonly IdKind[]
}

/** That a person does or did something on a day. */
export interface Act {
  readonly from: string
  readonly person: string
  readonly day: string
  /** For example `approved it`. */
  readonly what: string
  readonly at: Place
  readonly path: RecordPath
}

/** A date of a record, and what has to be true of it. */
export interface DateClaim {
  readonly from: string
  readonly at: Place
  readonly path: RecordPath
  /** A day, or for moments the day in the time zone of the program. */
  readonly day: string
  /** It must not be before this one. */
  readonly notBefore?: { readonly day: string; readonly path: RecordPath }
  /** It tells something that has happened, so it cannot lie after the day of the check. */
  readonly isPast: boolean
}

/** A day by which something has to be done. */
export interface Deadline {
  readonly from: string
  readonly at: Place
  readonly path: RecordPath
  readonly due: string
  /** When it was done. */
  readonly done?: { readonly day: string; readonly path: RecordPath }
  /** Why it no longer has to be done, for example `status is withdrawn`. */
  readonly settled?: string
}

/** That a record names a person who is said to have approved it. */
export interface Claim {
  readonly from: string
  readonly person: string
  readonly at: Place
  readonly path: RecordPath
}

/** That a record is mapped to a criterion. */
export interface CriterionMapping {
  readonly from: string
  readonly at: Place
  readonly path: RecordPath
  readonly id: string
}

/** References of one sort among records of one kind, in which nothing may come back to itself. */
export interface LinkGraph {
  /** For example `inherits`. */
  readonly link: string
  readonly nodes: ReadonlyMap<
    string,
    { readonly at: Place; readonly links: readonly { to: string; path: RecordPath }[] }
  >
}

/** What rules can be about. A rule is asked once for each thing of its subject. */
export interface SubjectOf extends ItemOf {
  readonly tree: ProgramModel
  readonly record: ProgramRecord
  readonly 'declared-id': DeclaredId
  readonly reference: Reference
  readonly act: Act
  readonly date: DateClaim
  readonly deadline: Deadline
  readonly 'link-graph': LinkGraph
  readonly 'ambiguous-scalar': Located<AmbiguousScalar>
  readonly 'alert-file': AlertFile
  readonly 'criterion-mapping': CriterionMapping
  /** A merge that the evidence log holds. */
  readonly 'merged-change': Logged<MergeRecord>
  /** What reached the protected branch without an approved pull request: around it, or with a verdict against it. */
  readonly 'unapproved-change': Logged<MergeRecord | UnreviewedRecord>
  readonly 'logged-deployment': Logged<DeploymentRecord>
  /** The newest state of each dataset of each system that was read. */
  readonly 'read-dataset': ReadDataset
  /** That a record names a person who approved or accepted it. */
  readonly claim: Claim
  /** The criteria of the categories in scope. */
  readonly criterion: Criterion
}
export type SubjectKind = keyof SubjectOf

/** What every rule says of itself. */
export interface RuleInfo {
  /** Public: never reused, never given a new meaning. */
  readonly id: string
  /** The file is called like this. */
  readonly name: string
  readonly title: string
  readonly severity: Exclude<Severity, 'off'>
  readonly rationale: string
  readonly remedy: string
  /** Criteria that it helps to meet. */
  readonly criteria: readonly string[]
  readonly since: string
  /** What it needs beyond the files; without it the rule is not run. */
  readonly needs?: 'base' | 'log'
  /** Datasets of which it looks at the items; they are read only where such a rule is run. */
  readonly datasets?: readonly DatasetName[]
  /**
   * Whether the passing of time alone makes it fail. Then it only warns on a change that does not touch the record: whoever
   * mends one file should not be stopped by the calendar of another.
   */
  readonly overdue?: true
  /** Whether no exception can waive it, and no baseline list it. */
  readonly unwaivable?: true
  /** Whether no baseline can list it: what other rules rest on, and what is mended in a minute. */
  readonly neverKnown?: true
  /** Severity where it depends on the program; a configured one wins. */
  severityIn?(context: RuleContext): Exclude<Severity, 'off'>
}

export interface Rule<S extends SubjectKind = SubjectKind> extends RuleInfo {
  readonly subject: S
  check(subject: SubjectOf[S], context: RuleContext): Outcome
}

/** Any rule; the subject it is asked about is the one it declares. */
export type AnyRule = { readonly [S in SubjectKind]: Rule<S> }[SubjectKind]

/** What a rule said about one thing, by the name that an exception would use for it. */
export interface Judgement {
  readonly resource: string
  readonly outcome: Outcome
}

/** A rule that was asked elsewhere: about results, which the rules about files never see. */
export interface JudgedRule extends RuleInfo {
  readonly judged: readonly Judgement[]
}

export type RunnableRule = AnyRule | JudgedRule

export const defineRule = <S extends SubjectKind>(rule: Rule<S>): Rule<S> => rule
