import type { TrustedKey } from '../../evidence/key-intervals.ts'
import { formatLogKeys } from '../../evidence/log-keys-file.ts'
import type { VerifierKey } from '../../evidence/note-key.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Files, FileToWrite } from '../../ports/files.ts'
import type { History } from '../../ports/history.ts'
import { type EvidencePorts, refuseDemoKey } from '../append-evidence.ts'
import { readTrust, type Trust, type TrustPlaces } from '../evidence-trust.ts'

export interface KeyPorts extends EvidencePorts {
  /** Of the work tree, for what is to be proposed. */
  readonly files: Files
}

/** The trust that a change of keys starts from. @throws Refusal (2) where there is none yet */
export async function trustOfKeys(
  history: History,
  places: TrustPlaces,
): Promise<Trust & { readonly policy: NonNullable<Trust['policy']> }> {
  const trust = await readTrust(history, places)
  const { policy } = trust
  if (policy !== undefined && policy.logs.length > 0) return { ...trust, policy }
  const what = `There is no key in ${places.programFolder}/trust.policy on ${places.protectedBranch}`
  throw new Refusal(exitStatus.usage, what, 'The first key is proposed by `evidence init`.')
}

/** Keys that may sign now. */
export function openKeys(keys: readonly TrustedKey[]): readonly TrustedKey[] {
  return keys.filter(({ validTo }) => validTo === undefined)
}

/** `name+id`, as people compare keys. */
export const nameOfKey = ({ name, id }: VerifierKey): string => `${name}+${id}`

/**
 * Writes both files for a pull request, over those that the protected branch has and no others.
 *
 * @throws Refusal (2) where the work tree has something else there
 */
export async function proposeKeys(
  policyText: string,
  keys: readonly TrustedKey[],
  { policy, protectedTip }: Trust,
  { programFolder, protectedBranch }: TrustPlaces,
  { files, history }: Pick<KeyPorts, 'files' | 'history'>,
): Promise<readonly string[]> {
  keys.forEach(refuseDemoKey)
  const present = protectedTip === undefined ? [] : await history.filesAt(protectedTip, programFolder, ['keys.json'])
  const policyPath = `${programFolder}/trust.policy`
  const keysPath = `${programFolder}/keys.json`
  const keysNow = present.find(({ path }) => path === keysPath)
  const wanted: readonly { readonly path: string; readonly text: string; readonly was: Uint8Array | undefined }[] = [
    { path: policyPath, text: policyText, was: Buffer.from(policy?.text ?? '') },
    {
      path: keysPath,
      text: formatLogKeys(keys, policy?.setAside),
      was: keysNow && 'bytes' in keysNow ? keysNow.bytes : undefined,
    },
  ]
  for (const { path, was } of wanted) {
    const here = await files.read(path)
    const isSame =
      was === undefined
        ? here === undefined
        : here !== undefined && 'bytes' in here && Buffer.compare(here.bytes, was) === 0
    if (isSame) continue
    const what = `${path} here is not what ${protectedBranch} has`
    throw new Refusal(exitStatus.usage, what, `Check out the tip of ${protectedBranch}; nothing was written.`)
  }
  await files.write(
    wanted.map(({ was, ...file }): FileToWrite => (was === undefined ? file : { ...file, was })),
    { overwrite: true },
  )
  return wanted.map(({ path }) => path)
}
