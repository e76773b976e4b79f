import type { ManualEvidence } from '../model/records.ts'
import type { Requirement } from './record-standing.ts'

/** Manual evidence in the words of the other kind: a statement that names it, of somebody who did it. */
export function asRequirement({ id, title, claimedIsEnough, ...when }: ManualEvidence): Requirement {
  return {
    ...{ id, title, ...when },
    records: { kind: 'attestation', where: { requirement: id } },
    expect: 'some',
    satisfying: { outcome: 'done' },
    ...(claimedIsEnough === undefined ? {} : { claimedIsEnough }),
  }
}
