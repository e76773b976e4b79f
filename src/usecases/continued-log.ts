import { birthOf } from '../evidence/log-birth.ts'
import type { LogEntry } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidencePorts } from './append-evidence.ts'
import type { RecordRequest } from './record-from-facts.ts'
import { verifyEvidence } from './verify-evidence.ts'

/** What is needed to continue a log; what it is about was said when it was begun. */
export type LogRequest = Pick<RecordRequest, 'places' | 'signer' | 'producer'>

export interface ContinuedLog {
  readonly entries: readonly LogEntry[]
  /** Id of the repository that it is about. */
  readonly repositoryId: string
  /** When it was begun, in milliseconds since 1970: what happened before is not its business. */
  readonly bornMs: number
}

/** The log as it is, for those who go on from what it has. @throws Refusal where it cannot be relied on */
export async function continuedLog({ places }: LogRequest, ports: EvidencePorts): Promise<ContinuedLog> {
  const { outcome, log, why } = await verifyEvidence(places, ports)
  if (outcome === 'integrity-failure')
    throw new Refusal(exitStatus.integrity, `The evidence log is damaged: ${why ?? ''}`, 'Run `evidence verify`.')
  const birth = log === undefined ? undefined : birthOf(log)
  if (log === undefined || birth === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      `The evidence log cannot be continued: ${why ?? 'it does not begin as one must'}`,
      'Fetch the evidence branch, or begin a log with `evidence record`.',
    )
  return { entries: log.entries, repositoryId: birth.data.repository.id, bornMs: Date.parse(birth.occurredAt) }
}
