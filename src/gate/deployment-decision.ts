import type { ChangeMerged } from '../model/evidence.ts'
import type { ForgeAccount } from '../model/facts.ts'
import type { GateVerdict } from '../model/outcome.ts'

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
  /** The part taken: creator of the deployment, actor of the run, who triggered or re-ran it, merger. */
  readonly as: 'creator' | 'actor' | 'triggering-actor' | 'merger'
}

/** One commit of the protected branch that the deployment brings, or all commits of one pull request. */
export interface ShippedChange {
  readonly commit: string
  /** undefined where no merged pull request in the log brought the commit. */
  readonly change: MergedChange | undefined
  readonly verdict: Extract<GateVerdict, 'approved' | 'refused' | 'not-determined'>
  readonly reasons: readonly string[]
}

export interface DeploymentDecision {
  readonly verdict: Extract<GateVerdict, 'approved' | 'refused' | 'not-determined'>
  readonly code: DeploymentCode
  readonly summary: string
  readonly notes: readonly string[]
  readonly rollback: boolean
  /** Whether nobody who approved what it brings, or let it into the environment, took part in deploying it. */
  readonly separation: 'pass' | 'fail' | 'not-applicable' | 'not-determined'
  readonly deployers: readonly DeployerRow[]
  readonly changes: readonly ShippedChange[]
}
