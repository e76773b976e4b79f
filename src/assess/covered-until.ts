import type { EvidencePredicate } from '../model/evidence.ts'

/**
 * The last moment that a record speaks for, UTC. What was filed in July about June speaks for June.
 */
export function coveredUntil(record: EvidencePredicate): string {
  switch (record.kind) {
    case 'collection.window':
      return record.data.to
    case 'scan.result':
      return record.data.coversTo
    case 'attestation':
      return `${record.data.coversTo}T23:59:59Z`
    default:
      return record.occurredAt
  }
}
