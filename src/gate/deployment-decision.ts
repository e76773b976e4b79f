import type { ChangeMerged } from '../model/evidence.ts'
import type { ForgeAccount } from '../model/facts.ts'
import type { DecisionNode } from './gate-decision.ts'
import type { Judgement } from './judgement.ts'

/** A merged pull request as the evidence log has it. */
export type MergedChange = ChangeMerged['data']

export type DeploymentCode =
  | 'judged'
  | 'rollback' // deployed there before, with approval: allowed and recorded
  | 'no-baseline' // nothing says where the deployment begins
  | 'unreadable-rules'

export interface DeployerRow {
  readonly name: string
  readonly account: ForgeAccount
  /** The part taken: creator of the deployment, whom it was created for, actor of the run, who triggered or re-ran it, merger. */
  readonly as: 'creator' | 'requester' | 'actor' | 'triggering-actor' | 're-runner' | 'merger'
}

/** A change that the deployment brings, or one commit of the protected branch that no pull request in the log explains. */
export interface ShippedChange {
  /** The last commit that it put on the branch. */
  readonly commit: string
  /** undefined where no merged pull request in the log brought the commit. */
  readonly change: MergedChange | undefined
  readonly verdict: Judgement['verdict']
  readonly reasons: readonly string[]
}

export interface DeploymentDecision {
  /** pending: something that is asked for of the commit is not there yet. */
  readonly verdict: Judgement['verdict']
  readonly code: DeploymentCode
  /** One line: what unblocks it and who can do it. Text of people inside is not escaped. */
  readonly summary: string
  readonly notes: readonly string[]
  /** Why, as a tree: where the commit lies, each change, the environment and what is asked for there, who deploys. */
  readonly tree: DecisionNode
  readonly rollback: boolean
  /** Whether nobody who approved what it brings, or let it into the environment, took part in deploying it. */
  readonly separation: 'pass' | 'fail' | 'not-applicable' | 'not-determined'
  readonly deployers: readonly DeployerRow[]
  readonly changes: readonly ShippedChange[]
}
