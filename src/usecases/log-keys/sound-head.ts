import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { EvidencePorts } from '../append-evidence.ts'
import type { TrustPlaces } from '../evidence-trust.ts'
import { verifyEvidence } from '../verify-evidence.ts'

/** Size of the log that keys are changed for. Witnesses may still be waited for; all else must hold. @throws Refusal (3, 4) */
export async function soundHead(
  places: TrustPlaces,
  ports: Pick<EvidencePorts, 'history' | 'log'>,
): Promise<{ readonly size: number; readonly address: string }> {
  const { outcome, why, verification, log, findings } = await verifyEvidence(places, ports)
  if (outcome === 'integrity-failure')
    throw new Refusal(
      exitStatus.integrity,
      `The evidence log cannot be trusted: ${findings[0]?.message ?? why ?? 'it is not intact'}`,
      'Run `evidence verify` for all findings, and `evidence repair` before anything else.',
    )
  const address = log?.entries[0]?.record.subject[0]?.name
  if (verification?.authenticity !== 'signed' || address === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      `The evidence log could not be verified: ${why ?? 'it is not signed'}`,
      'Run `evidence verify` for the details.',
    )
  return { size: verification.size, address }
}
