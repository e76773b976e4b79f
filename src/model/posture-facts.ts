/**
 * How a repository is set on the forge, as far as somebody could get around the gate by it. Whatever could not be read is a
 * value that says so. Texts are those of people: bounded by whoever reads them, and not escaped.
 */
import type { Readable, Reading } from './facts.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface PostureFacts {
  readonly repository: Readable<RepositorySettings>
  /** The branches that were asked for, each once. */
  readonly branches: readonly BranchPosture[]
  /** Rulesets for branches, those of the organisation too, whether or not they are in force. */
  readonly rulesets: Reading<Ruleset>
  readonly environments: Reading<EnvironmentPosture>
  readonly actions: Readable<ActionsSettings>
  readonly workflowToken: Readable<WorkflowTokenSettings>
  /** Id of the App that every workflow's own token belongs to: each server has its own. */
  readonly actionsApp: Readable<number>
  readonly forkWorkflows: Readable<ForkWorkflows>
  /** What the forge finds wrong with CODEOWNERS of the protected branch; null where there is no such file. */
  readonly codeOwnersFaults: Readable<readonly CodeOwnersFault[] | null>
  /** Accounts that may change the settings. */
  readonly administrators: Reading<Administrator>
  /** Names of the secrets that every workflow of the repository may use. */
  readonly secrets: Reading<string>
}

export interface RepositorySettings {
  readonly isPrivate: boolean
  /** null: the token is not told. */
  readonly mergeMethods: readonly MergeMethod[] | null
  readonly autoMerge: boolean | null
  readonly forking: boolean | null
}

export interface BranchPosture {
  readonly name: string
  /** Branch protection; null where there is none. */
  readonly protection: Readable<BranchProtection | null>
  /** Rules in force, of all rulesets. */
  readonly rules: Reading<BranchRule>
}

export interface RequiredStatus {
  readonly context: string
  /** Id of the App that must post it; null: anybody. */
  readonly app: number | null
}

export interface ReviewRule {
  readonly dismissesStale: boolean
  readonly codeOwners: boolean
  readonly lastPush: boolean
}

/** The older way to protect a branch. */
export interface BranchProtection {
  readonly statuses: readonly RequiredStatus[]
  /** Whether the head must hold the newest base. */
  readonly strict: boolean
  /** undefined: no pull request is needed. */
  readonly review: ReviewRule | undefined
  /** Who may push without a pull request, where one is needed. */
  readonly pushPast: readonly string[]
  readonly bindsAdministrators: boolean
  readonly forcePushes: boolean
  readonly deletions: boolean
  readonly linear: boolean
}

/** A rule of a ruleset. `ruleset` is its id, `source` whose it is: `acme` or `acme/shop`. */
export type BranchRule = { readonly ruleset: number | null; readonly source: string } & RuleContent

export type RuleContent =
  | { readonly kind: 'deletion' | 'force-push' | 'linear' }
  | { readonly kind: 'pull-request'; readonly review: ReviewRule; readonly methods: readonly MergeMethod[] | null }
  | { readonly kind: 'statuses'; readonly statuses: readonly RequiredStatus[]; readonly strict: boolean }
  | { readonly kind: 'merge-queue'; readonly method: MergeMethod | null }
  /** `name` as the forge calls it. */
  | { readonly kind: 'other'; readonly name: string }

export interface Ruleset {
  readonly id: number
  readonly name: string
  /** Whose it is: `acme` or `acme/shop`. */
  readonly source: string
  /** `unknown` is a word of the forge that is not known. */
  readonly enforcement: 'active' | 'evaluate' | 'disabled' | 'unknown'
  readonly rules: Reading<RuleContent>
  /** Patterns of the branches it is for, and of those it is not for. */
  readonly refs: Readable<{ readonly include: readonly string[]; readonly exclude: readonly string[] }>
  /** Told only to who may edit it. */
  readonly bypass: Reading<BypassActor>
}

export interface BypassActor {
  readonly kind: 'app' | 'organisation-admin' | 'role' | 'team' | 'deploy-key' | 'user' | 'unknown'
  readonly id: number | null
  readonly mode: 'always' | 'pull-request' | 'exempt' | 'unknown'
}

export interface EnvironmentPosture {
  readonly name: string
  /** Whether somebody has to let a run in. */
  readonly hasReviewers: boolean
  /** undefined: nobody has to. */
  readonly refusesSelfReview: boolean | undefined
  /** null: the forge does not say. */
  readonly administratorsBypass: boolean | null
  /** Which branches may use it: every one, those that are protected, or these. */
  readonly branches: Readable<'any' | 'protected' | readonly BranchPattern[]>
  /** Names of its secrets; asked for where they were wanted. */
  readonly secrets: Reading<string>
}

export interface BranchPattern {
  readonly pattern: string
  readonly of: 'branch' | 'tag'
}

export interface ActionsSettings {
  readonly enabled: boolean
  /** null: the forge does not say. */
  readonly allowed: 'all' | 'local' | 'selected' | null
  readonly fullCommitIds: boolean | null
}

export interface WorkflowTokenSettings {
  readonly mayWrite: boolean
  readonly mayApprove: boolean
}

/** What workflows of forks may do. */
export type ForkWorkflows =
  | { readonly of: 'public'; readonly approval: 'everybody' | 'first-time' | 'new-to-forge' | 'unknown' }
  | {
      readonly of: 'private'
      readonly run: boolean
      readonly writeTokens: boolean
      readonly secrets: boolean
      readonly approval: boolean
    }

export interface CodeOwnersFault {
  readonly line: number
  readonly path: string
  /** For example `Unknown owner`. */
  readonly kind: string
}

export interface Administrator {
  readonly login: string
  readonly isBot: boolean
  /** Not a member of the organisation. */
  readonly isOutside: boolean
}
