import type { Pin } from '../evidence/check-pins.ts'
import { isDemoKeyElsewhere, type VerifierKey } from '../evidence/note-key.ts'
import { parsePin } from '../evidence/pin.ts'
import type { Certificate } from '../evidence/time-stamp/certificate.ts'
import { parseTrustPolicy } from '../evidence/trust-policy.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { History } from '../ports/history.ts'
import { readAuthorities } from './read-authorities.ts'

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
  /** Certificates of time stamping authorities, from `anchors/` of the program folder on the protected branch. */
  readonly authorities: readonly Certificate[]
  /** Every place that was looked at for a pin, and whether there was one. */
  readonly lookedAt: readonly { readonly source: string; readonly found: boolean }[]
  /** Commit of the protected branch; undefined where there is no such branch. */
  readonly protectedTip: string | undefined
}

/** Tip of a branch as the remote had it, else as it is here: what was only committed locally was not reviewed. */
export async function tipOf(history: History, branch: string): Promise<string | undefined> {
  return (await tipsOf(history, [branch]))[0]
}

async function tipsOf(history: History, branches: readonly string[]): Promise<readonly (string | undefined)[]> {
  const names = branches.flatMap((branch) => [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`])
  const found = await history.resolveAll(names)
  return branches.map((_branch, index) => found[2 * index] ?? found[2 * index + 1])
}

/**
 * Reads keys and pins from the protected branch, the documents branch and the caller.
 *
 * @throws Refusal where something is there that cannot be read: trust is never guessed
 */
export async function readTrust(history: History, places: TrustPlaces): Promise<Trust> {
  const { programFolder, protectedBranch, documentsBranch } = places
  const [protectedTip, documentsTip] = await tipsOf(history, [protectedBranch, documentsBranch])
  const policyPath = join(programFolder, 'trust.policy')
  const trusted = await filesOf(history, protectedTip, programFolder, ['trust.policy', 'PIN', '.pem'])
  const documented = await filesOf(history, documentsTip, '', ['PIN'])
  const policyText = textAt(trusted, policyPath, protectedBranch)
  const pins: Pin[] = []
  const lookedAt: { source: string; found: boolean }[] = []
  for (const [branch, files, folder] of [
    [protectedBranch, trusted, programFolder],
    [documentsBranch, documented, ''],
  ] as const) {
    const path = join(folder, 'PIN')
    const source = `${branch}:${path}`
    const text = textAt(files, path, branch)
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
    authorities: readAuthorities(trusted, join(programFolder, 'anchors'), protectedBranch),
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

async function filesOf(
  history: History,
  commit: string | undefined,
  folder: string,
  names: readonly string[],
): Promise<readonly SourceFile[]> {
  return commit === undefined ? [] : history.filesAt(commit, folder, names)
}

function textAt(files: readonly SourceFile[], path: string, branch: string): string | undefined {
  const file = files.find((found) => found.path === path)
  if (file === undefined) return undefined
  if ('unreadable' in file)
    throw new Refusal(exitStatus.notDetermined, `${branch}:${path} ${file.unreadable}`, file.remedy)
  return Buffer.from(file.bytes).toString('utf8')
}

function join(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`
}
