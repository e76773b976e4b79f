import type { ChangeCategory } from '../model/change-approvals.ts'
import type { Review } from '../model/facts.ts'
import type { GateVerdict } from '../model/outcome.ts'

/** Why a decision ended where it did; public, so that callers need not read sentences. */
type GateCode =
  | 'judged' // rules applied, and the verdict is theirs
  | 'draft' // pending until it is marked ready
  | 'closed' // closed without a merge: nothing to decide
  | 'no-configuration' // no GateRules on the base yet
  | 'no-rule' // no rule asks for an approval here
  | 'unreadable-rules' // the base holds rules or people that cannot be read

/** What one rule says. `rule` is its id. */
export interface RuleResult {
  readonly rule: string
  readonly title: string | undefined
  readonly verdict: GateVerdict
  /** One line for a person. */
  readonly message: string
}

/** Approvals that are not there yet. */
export interface Missing {
  /** Number of people. */
  readonly approvals: number
  /** Who of People could give one now; undefined where anybody with the permission may. Empty: nobody is left. */
  readonly people: readonly Candidate[] | undefined
}

/** Somebody of People who could approve. */
export interface Candidate {
  /** Id in People. */
  readonly person: string
  /** Login of the account to ask; undefined where People names none. */
  readonly login: string | undefined
}

/** One step of a decision, with everything it rests on below it: the whole tree explains a verdict without reading sentences. */
export interface DecisionNode {
  /** Where it stands in the rules, for example `two-reviewers/require/approvals` or `apart/require/all/0/checks/1`. */
  readonly path: string
  /** What is decided: `gate`, `obstacle`, `rule`, or the key in the rules. */
  readonly kind: string
  readonly verdict: GateVerdict
  /** One line for a person. Text of people inside is not escaped. */
  readonly message: string
  /** Names of the people whose approval counts here, sorted. */
  readonly counted: readonly string[]
  readonly missing: Missing | undefined
  readonly children: readonly DecisionNode[]
}

/** One person who reviewed, and what became of it. */
export interface ReviewerRow {
  /** Id of the review that speaks for the person. */
  readonly review: number
  /** As shown: the id in People and the login, or the login alone. */
  readonly name: string
  /** Id in People; undefined for an account that nobody there has. */
  readonly person: string | undefined
  /** undefined where the account was deleted. */
  readonly account: { readonly id: number; readonly login: string } | undefined
  readonly state: Review['state']
  readonly submittedAt: string | undefined
  readonly commit: string | undefined
  readonly url: string
  readonly counted: 'yes' | 'no' | 'unknown'
  /** Ids of the rules it counts for. */
  readonly countedFor: readonly string[]
  /** Every reason why it does not count, or not for a rule; one line each. */
  readonly reasons: readonly string[]
}

/** A review that is owed after the merge, by somebody who neither wrote, approved nor merged it. */
export interface OwedReview {
  readonly rule: string
  readonly businessDays: number
}

interface CategoryResult {
  /** What the change requests claim; normal where there is none. */
  readonly claimed: readonly ChangeCategory[]
  /** What the rules were applied for: a lighter category only with the review of the role it names. */
  readonly judgedAs: readonly ChangeCategory[]
}

export interface GateDecision {
  readonly verdict: GateVerdict
  readonly code: GateCode
  /** One line: what unblocks it and who can do it. Text of people inside is not escaped. */
  readonly summary: string
  /** More lines for a person. */
  readonly notes: readonly string[]
  /** Why, as a tree: first what stands in the way outside the rules, then every rule, those that do not apply included. */
  readonly tree: DecisionNode
  readonly rules: readonly RuleResult[]
  readonly reviewers: readonly ReviewerRow[]
  readonly category: CategoryResult
  /** Ids of the change requests that describe it. */
  readonly changeRequests: readonly string[]
  readonly owed: readonly OwedReview[]
  /** After a merge: whether merger and approvers are different people. undefined where no rule asks. */
  readonly separation: 'pass' | 'fail' | 'not-determined' | undefined
}
