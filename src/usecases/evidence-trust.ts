import { type Pin, pinOf } from '../evidence/check-pins.ts'
import type { TrustedKey } from '../evidence/key-intervals.ts'
import { parseLogKeys, reasonKeysDisagree, type SetAsidePin } from '../evidence/log-keys-file.ts'
import { isDemoKeyElsewhere } from '../evidence/note-key.ts'
import type { Certificate } from '../evidence/time-stamp/certificate.ts'
import { parseTrustPolicy, type TrustPolicy } from '../evidence/trust-policy.ts'
import type { Expectations } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { History } from '../ports/history.ts'
import { type PastPins, readPastPins } from './past-pins.ts'
import { readAuthorities } from './read-authorities.ts'

/** Where trust is looked up. Never in the log itself. */
export interface TrustPlaces {
  readonly protectedBranch: string
  readonly documentsBranch: string
  /** Folder of the program, for `trust.policy`, `keys.json` and `PIN`. */
  readonly programFolder: string
  /** Checkpoints or PIN files that the caller brought along. */
  readonly checkpoints: readonly { readonly source: string; readonly text: string }[]
}

export interface Trust {
  /** undefined where the protected branch has no trust policy. */
  readonly policy: TrustSource | undefined
  readonly pins: readonly Pin[]
  /** Certificates of time stamping authorities, from `anchors/` of the program folder on the protected branch. */
  readonly authorities: readonly Certificate[]
  /** Every place that was looked at for a pin, and whether there was one. */
  readonly lookedAt: readonly { readonly source: string; readonly found: boolean }[]
  /** What the branches remember of earlier pins. */
  readonly past: readonly PastPins[]
  /** Whether the history here is cut, so that there may be more of them elsewhere. */
  readonly isShallow: boolean
  /** Commit of the protected branch; undefined where there is no such branch. */
  readonly protectedTip: string | undefined
}

interface TrustSource extends TrustPolicy {
  readonly source: string
  readonly text: string
  /** With their intervals, where keys.json gives them; retired ones are here and not in `logs`. */
  readonly keys: readonly TrustedKey[]
  readonly setAside: readonly SetAsidePin[]
  /** undefined without keys.json. */
  readonly keysSource: string | undefined
}

/** Earlier pins of a branch that are held against the log: by those who verify, and by those who only add to it. */
export const pinsToVerify = 10_000
const pinsToAppend = 100

/** What the reader of a log is told of it. */
export function expectationsOf({ policy, pins, authorities }: Trust): Expectations {
  return { keys: policy?.keys ?? [], witnesses: policy?.witnesses ?? [], pins, authorities }
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
 * @param limit how many earlier PIN files of a branch are read
 * @throws Refusal where something is there that cannot be read: trust is never guessed
 */
export async function readTrust(history: History, places: TrustPlaces, limit = pinsToAppend): Promise<Trust> {
  const { programFolder, protectedBranch, documentsBranch } = places
  const [protectedTip, documentsTip] = await tipsOf(history, [protectedBranch, documentsBranch])
  const trusted = await filesOf(history, protectedTip, programFolder, ['trust.policy', 'keys.json', 'PIN', '.pem'])
  const documented = await filesOf(history, documentsTip, '', ['PIN'])
  const policy = policyIn(trusted, places)
  const log = { isSigned: (policy?.keys.length ?? 0) > 0, setAside: policy?.setAside ?? [] }
  const pins: Pin[] = []
  const earlier: Pin[] = []
  const lookedAt: { source: string; found: boolean }[] = []
  const past: PastPins[] = []
  for (const [branch, tip, files, folder] of [
    [protectedBranch, protectedTip, trusted, programFolder],
    [documentsBranch, documentsTip, documented, ''],
  ] as const) {
    const path = join(folder, 'PIN')
    const source = `${branch}:${path}`
    const text = textAt(files, path, branch)
    lookedAt.push({ source, found: text !== undefined })
    if (text !== undefined) pins.push(pinOf(source, text))
    const found = await readPastPins(history, { branch, tip, path }, limit, log)
    earlier.push(...found.pins)
    past.push(found.past)
  }
  for (const { source, text } of places.checkpoints) {
    lookedAt.push({ source, found: true })
    pins.push(text.startsWith('{') ? pinOf(source, text) : { source, note: text })
  }
  const authorities = readAuthorities(trusted, join(programFolder, 'anchors'), protectedBranch)
  return {
    policy,
    pins: [...pins, ...earlier],
    authorities,
    lookedAt,
    past,
    isShallow: await history.isShallow(),
    protectedTip,
  }
}

function policyIn(
  files: readonly SourceFile[],
  { programFolder, protectedBranch }: TrustPlaces,
): TrustSource | undefined {
  const [path, keysPath] = [join(programFolder, 'trust.policy'), join(programFolder, 'keys.json')]
  const [source, keysSource] = [`${protectedBranch}:${path}`, `${protectedBranch}:${keysPath}`]
  const text = textAt(files, path, protectedBranch)
  const keysText = textAt(files, keysPath, protectedBranch)
  if (text === undefined) {
    if (keysText === undefined) return undefined
    throw notTrusted(`${keysSource} is there, and trust.policy beside it is not`)
  }
  const reading = parseTrustPolicy(text)
  if (!reading.ok) throw notTrusted(`${source}:${reading.line}: ${reading.why}`)
  const { policy } = reading
  const listed = keysText === undefined ? undefined : parseLogKeys(keysText)
  if (listed?.ok === false) throw notTrusted(`${keysSource}: ${listed.why}`)
  const why = listed === undefined ? undefined : reasonKeysDisagree(policy.logs, listed.keys)
  if (why !== undefined) throw notTrusted(`${keysSource}: ${why}`)
  const keys = listed?.keys ?? policy.logs
  if (keys.some(isDemoKeyElsewhere))
    throw new Refusal(
      exitStatus.notDetermined,
      `${source} trusts the key of the demonstration, which everybody has`,
      'Make a key of your own with `evidence init`.',
    )
  return { ...policy, source, text, keys, setAside: listed?.setAside ?? [], keysSource: listed && keysSource }
}

const notTrusted = (what: string): Refusal =>
  new Refusal(exitStatus.notDetermined, what, 'Correct it on the protected branch, with review.')

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
