import type { GateVerdict } from '../../../../src/model/outcome.ts'
import type { Situation } from '../../../support/gate-facts.ts'

/** One way to get past the gate: a legitimate situation, the one thing that is different, and what must become of it. */
export interface Attack {
  /** What is tried. */
  readonly name: string
  /** Approved as it is; left out: two people who had no part in it approve. */
  readonly from?: Situation
  /** The one thing that makes it an attack. */
  readonly change: Situation
  readonly wanted: Exclude<GateVerdict, 'approved'>
  /** A part of what the decision says: that it failed for this reason and no other. */
  readonly says: string
}
