import type { VerifiedLog } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { readVerifiedLog } from './read-verified-log.ts'

export interface SoundLog extends VerifiedLog {
  readonly commit: string
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[]
}

/** The log for those who hand out parts of it: verified first, and it must be there. @throws Refusal as `readVerifiedLog`, (3) without a log */
export async function soundLog(
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<SoundLog> {
  const { log, commit, notes } = await readVerifiedLog(settings, undefined, ports)
  if (log !== undefined && commit !== undefined) return { ...log, commit, notes }
  const what = 'There is no evidence log'
  throw new Refusal(exitStatus.notDetermined, what, 'Fetch the evidence branch, or record something first.')
}
