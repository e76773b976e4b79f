import type { Policy } from '../model/records.ts'
import type { Revision } from './record-history.ts'

/** A policy as it was at a revision. */
export const policyAt = (revision: Revision): Policy | undefined =>
  revision.value?.kind === 'Policy' ? (revision.value.data as Policy) : undefined
