import type { GateVerdict } from '../../../../src/model/outcome.ts'
import type { Situation } from '../../../support/gate-facts.ts'

/** One way to see a semantic: what is different from a situation that is approved, and what becomes of it. */
export interface Case {
  readonly name: string
  /** Approved as it is, on top of two people who had no part in it and approve. */
  readonly from?: Situation
  readonly change: Situation
  readonly wanted: GateVerdict
  readonly says?: string
}

/** Cases by number of the semantic. */
export type Cases = Readonly<Record<number, readonly Case[]>>
