import type { Assessment } from '../assess/assessment.ts'
import type { Trend } from '../assess/trend.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Revision } from '../read/record-history.ts'
import type { DatasetItems } from '../rules/read-datasets.ts'
import type { RuleResult } from '../rules/run-rules.ts'

/** What the documents are pinned to: with these and the repository anybody makes the same bytes again. */
interface PinInput {
  /** Text of the checkpoint of the log; undefined where there is no log. */
  readonly checkpoint: string | undefined
  /** Commit of the protected branch that the program was read from. */
  readonly sourceCommit: string
  /** `countersign/x.y.z` */
  readonly tool: string
}

/** What git says of a commit: a claim, shown as one. */
export interface CommitClaim {
  readonly authorName: string
  readonly subject: string
  /** RFC 3339. Left out: not known. */
  readonly committedAt?: string
}

/** Everything the documents are made of. */
export interface RenderInput {
  readonly model: ProgramModel
  /** Revisions of each record by id, oldest first. */
  readonly history: ReadonlyMap<string, readonly Revision[]>
  /** Text of a policy by its digest (`Revision.textDigest`): earlier ones, too. Left out: only the texts in the model are known. */
  readonly textOf?: (digest: string) => string | undefined
  /** Templates of the program that replace built-in ones, by name. */
  readonly fillers?: ReadonlyMap<string, (view: object) => string>
  /** Commits of the protected branch by id, oldest first. */
  readonly commits: ReadonlyMap<string, CommitClaim>
  /** Name of the protected branch. Left out: what the log says. */
  readonly branch?: string
  /** The records that the checkpoint covers, in the order of the log. */
  readonly log: readonly LogRecord[]
  readonly assessment: Assessment
  /** How the program stood at the ends of the months before. Left out: it was not computed, and the pages say so. */
  readonly trend?: Trend
  readonly pin: PinInput
  /** Address of the repository for links, for example `https://github.com/acme/shop`; undefined: no links are made. */
  readonly repositoryUrl: string | undefined
  /** Results of the rules of the check that readiness checklists are bound to, by id. A rule that is not there was not asked. */
  readonly ruleResults?: ReadonlyMap<string, RuleResult>
  /** The newest list of accounts of each system with its items; left out where they were not read. */
  readonly readings?: readonly DatasetItems[]
}
