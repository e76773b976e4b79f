import type { VerifiedLog } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface VerifiedLogReading {
  /** undefined where there is none. */
  readonly log: VerifiedLog | undefined
  /** Commit that holds it. */
  readonly commit: string | undefined
  readonly notes: readonly string[]
}

/**
 * The evidence log for those who compute from it: verified first, against keys and pins that do not come from it.
 *
 * @param checkpoint one to go back to; it is held against the log like any other pin
 * @returns no log where there is none
 * @throws Refusal (4) where the log is not what was signed and pinned, (3) where it cannot be read or nobody known signed it
 */
export async function readVerifiedLog(
  settings: Pick<Settings, 'protectedBranch' | 'documentsBranch' | 'programFolder'>,
  checkpoint: string | undefined,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<VerifiedLogReading> {
  const checkpoints = checkpoint === undefined ? [] : [{ source: 'the checkpoint asked for', text: checkpoint }]
  const verified = await verifyEvidence({ ...settings, checkpoints }, ports)
  const { outcome, why, findings, log, commit } = verified
  if (outcome === 'integrity-failure') {
    const [first] = findings
    const what = first === undefined ? (why ?? 'the log is not intact') : `${first.file}: ${first.message}`
    throw new Refusal(
      exitStatus.integrity,
      `The evidence log cannot be trusted: ${what}`,
      'Run `evidence verify` for all findings; nothing is computed from it.',
    )
  }
  if (outcome === 'verified') return { log, commit, notes: [] }
  if (log?.verification.authenticity === 'unsigned')
    return { log, commit, notes: ['The evidence log is local and not signed: nobody vouches for it.'] }
  if (verified.isAbsent) return { log: undefined, commit, notes: ['There is no evidence log: nothing can be met.'] }
  throw new Refusal(
    exitStatus.notDetermined,
    `The evidence log could not be verified: ${why ?? 'no reason is known'}`,
    'Run `evidence verify` for the details.',
  )
}
