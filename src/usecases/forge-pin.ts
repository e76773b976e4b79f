import { type CheckpointNote, parseCheckpoint } from '../evidence/checkpoint.ts'
import { type PinFile, parsePin } from '../evidence/pin.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface ReadPin {
  readonly pin: PinFile
  readonly note: CheckpointNote
}

/** @param what it is, for the message. @throws Refusal (3) for what is no PIN file */
export function toPin(text: string, what: string): ReadPin {
  const pin = parsePin(text)
  const note = pin && parseCheckpoint(pin.checkpoint)
  if (pin !== undefined && note !== undefined) return { pin, note }
  throw new Refusal(exitStatus.notDetermined, `${what} is not a PIN file`, 'Look who changed it, and correct it.')
}

/** Text of the PIN file in a folder of a commit; undefined where there is none. @throws Refusal (3); ForgeRefused, ForgeUnreachable */
export async function pinAt(
  forge: Pick<Forge, 'filesAt'>,
  repository: RepositoryName,
  commit: string,
  folder: string,
): Promise<string | undefined> {
  const path = folder === '.' ? 'PIN' : `${folder}/PIN`
  const file = (await forge.filesAt(repository, commit, path, [])).find((found) => found.path === path)
  if (file === undefined) return undefined
  if ('bytes' in file) return Buffer.from(file.bytes).toString('utf8')
  throw new Refusal(exitStatus.notDetermined, `${path}: ${file.unreadable}`, file.remedy)
}

/** @throws Refusal (3) where the branch is pinned to more records than there are */
export function refuseSmaller(size: number, pinned: number, branch: string): void {
  if (size >= pinned) return
  const what = `${branch} is pinned to a log of ${pinned} records, and this one has ${size}`
  throw new Refusal(exitStatus.notDetermined, what, 'Fetch the evidence branch and publish again.')
}

/**
 * The clone at hand may not have the pin that the forge has: the log is held against that one, too.
 *
 * @throws Refusal (4) where it is not the log that is pinned
 */
export async function refuseOther(
  text: string,
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<void> {
  const source = `${settings.protectedBranch} on the forge`
  const { outcome, findings } = await verifyEvidence({ ...settings, checkpoints: [{ source, text }] }, ports)
  if (outcome !== 'integrity-failure') return
  const [first] = findings
  const what = `The log is not the one that is pinned: ${first?.file ?? source}: ${first?.message ?? 'it differs'}`
  throw new Refusal(exitStatus.integrity, what, 'Run `evidence verify`; nothing was proposed.')
}
