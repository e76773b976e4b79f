import type { Pin } from '../evidence/check-pins.ts'
import { isDemoKeyElsewhere, type VerifierKey } from '../evidence/note-key.ts'
import { parsePin } from '../evidence/pin.ts'
import { parseTrustPolicy } from '../evidence/trust-policy.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { History } from '../ports/history.ts'

/** Where trust is looked up. Never in the log itself. */
export interface TrustPlaces {
  readonly protectedBranch: string
  readonly documentsBranch: string
  /** Folder of the program, for `trust.policy` and `PIN`. */
  readonly programFolder: string
  /** Checkpoints or PIN files that the caller brought along. */
  readonly checkpoints: readonly { readonly source: string; readonly text: string }[]
}

export interface Trust {
  /** undefined where the protected branch has no trust policy. */
  readonly policy:
    | { readonly source: string; readonly logs: readonly VerifierKey[]; readonly quorum: string | undefined }
    | undefined
  readonly pins: readonly Pin[]
  /** Every place that was looked at for a pin, and whether there was one. */
  readonly lookedAt: readonly { readonly source: string; readonly found: boolean }[]
  /** Commit of the protected branch; undefined where there is no such branch. */
  readonly protectedTip: string | undefined
}

/** Tip of a branch as the remote had it, else as it is here: what was only committed locally was not reviewed. */
export async function tipOf(history: History, branch: string): Promise<string | undefined> {
  return (await history.resolve(`refs/remotes/origin/${branch}`)) ?? (await history.resolve(`refs/heads/${branch}`))
}

/**
 * Reads keys and pins from the protected branch, the documents branch and the caller.
 *
 * @throws Refusal where something is there that cannot be read: trust is never guessed
 */
export async function readTrust(history: History, places: TrustPlaces): Promise<Trust> {
  const { programFolder, protectedBranch, documentsBranch } = places
  const protectedTip = await tipOf(history, protectedBranch)
  const policyPath = join(programFolder, 'trust.policy')
  const policyText = await textAt(history, protectedTip, programFolder, policyPath, protectedBranch)
  const pins: Pin[] = []
  const lookedAt: { source: string; found: boolean }[] = []
  const documentsTip = await tipOf(history, documentsBranch)
  for (const [branch, tip, folder] of [
    [protectedBranch, protectedTip, programFolder],
    [documentsBranch, documentsTip, ''],
  ] as const) {
    const path = join(folder, 'PIN')
    const source = `${branch}:${path}`
    const text = await textAt(history, tip, folder, path, branch)
    lookedAt.push({ source, found: text !== undefined })
    // A PIN that is none is kept with what it says, so that verifying reports it instead of passing it over.
    if (text !== undefined) pins.push({ source, note: parsePin(text)?.checkpoint ?? 'not a PIN file' })
  }
  for (const { source, text } of places.checkpoints) {
    lookedAt.push({ source, found: true })
    pins.push({ source, note: text.startsWith('{') ? (parsePin(text)?.checkpoint ?? 'not a PIN file') : text })
  }
  return {
    policy: policyText === undefined ? undefined : toPolicy(policyText, `${protectedBranch}:${policyPath}`),
    pins,
    lookedAt,
    protectedTip,
  }
}

function toPolicy(text: string, source: string): NonNullable<Trust['policy']> {
  const reading = parseTrustPolicy(text)
  if (!reading.ok)
    throw new Refusal(
      exitStatus.notDetermined,
      `${source}:${reading.line}: ${reading.why}`,
      'Correct it on the protected branch, with review.',
    )
  const { logs, quorum } = reading.policy
  if (logs.some(isDemoKeyElsewhere))
    throw new Refusal(
      exitStatus.notDetermined,
      `${source} trusts the key of the demonstration, which everybody has`,
      'Make a key of your own with `evidence init`.',
    )
  return { source, logs, quorum }
}

async function textAt(
  history: History,
  commit: string | undefined,
  folder: string,
  path: string,
  branch: string,
): Promise<string | undefined> {
  if (commit === undefined) return undefined
  const name = path.split('/').at(-1) ?? path
  const file = (await history.filesAt(commit, folder, [name])).find((found) => found.path === path)
  if (file === undefined) return undefined
  if ('unreadable' in file)
    throw new Refusal(exitStatus.notDetermined, `${branch}:${path} ${file.unreadable}`, file.remedy)
  return Buffer.from(file.bytes).toString('utf8')
}

function join(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`
}
