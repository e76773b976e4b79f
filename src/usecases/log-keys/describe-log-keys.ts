import { describeInterval } from '../../evidence/key-intervals.ts'
import { formatVerifierKey } from '../../evidence/note-key.ts'
import { printable } from '../../report/printable.ts'
import { describeAppend } from '../describe-evidence.ts'
import type { Trust, TrustPlaces } from '../evidence-trust.ts'
import { nameOfKey } from './key-proposal.ts'
import type { Revocation } from './revoke-log-key.ts'
import type { CompletedRotation, ProposedSuccessor } from './rotate-log-key.ts'

/** Which key may sign which heads, and who watches. Ends in a line break. */
export function describeLogKeys({ policy }: Trust, { programFolder, protectedBranch }: TrustPlaces): string {
  if (policy === undefined)
    return text([
      `No key: there is no ${programFolder}/trust.policy on ${protectedBranch}. \`evidence init\` proposes one.`,
    ])
  const named = new Set(policy.logs.map(formatVerifierKey))
  const keys = policy.keys.map((key) => {
    const whereNamed = named.has(formatVerifierKey(key)) ? '' : ' (in keys.json alone)'
    return `  ${nameOfKey(key)}: ${describeInterval(key)}${whereNamed}`
  })
  const witnesses = policy.witnesses.map(({ name, key }) => `  ${name}: ${key.name}+${key.id}`)
  const groups = policy.groups.map(({ name, threshold, members }) => `  ${name}: ${threshold} of ${members.join(', ')}`)
  const source = policy.keysSource ?? `${policy.source}; without keys.json each may sign every head`
  return text([
    `Keys (${source}):`,
    ...(keys.length === 0 ? ['  none'] : keys),
    ...(witnesses.length === 0 ? [] : ['Witnesses:', ...witnesses]),
    ...(groups.length === 0 ? [] : ['Groups:', ...groups]),
    `Quorum: ${policy.quorum ?? 'none'}`,
  ])
}

/** What was proposed, and what comes next. Ends in a line break. */
export function describeSuccessor({ paths, vkey }: ProposedSuccessor, keyFile: string | undefined): string {
  return text([
    `New key: ${vkey}`,
    `Wrote ${paths.join(' and ')}: propose both in a pull request. Once it is merged, either key may sign.`,
    ...(keyFile === undefined ? [] : [`Wrote ${keyFile}: keep its content as a secret, then delete the file.`]),
    'Then run `evidence keys rotate` with the old key in COUNTERSIGN_LOG_KEY and the new one in COUNTERSIGN_NEW_LOG_KEY.',
  ])
}

/** Ends in a line break. */
export function describeRotation({ append, paths, size }: CompletedRotation): string {
  const said = describeAppend(append)
  if (size === undefined) return said
  return (
    said +
    text([
      `Both keys signed the log of ${size} records. From here on only the new key records.`,
      'Put the new key into the secret COUNTERSIGN_LOG_KEY now: the old one is not accepted any more.',
      `Wrote ${paths.join(' and ')}: propose both in a pull request. It ends the old key at size ${size}.`,
    ])
  )
}

/** Ends in a line break. */
export function describeRevocation({ key, validTo, append, paths }: Revocation): string {
  const said = append === undefined ? '' : describeAppend(append)
  if (paths.length === 0) return said
  return (
    said +
    text([
      `${key} is revoked beyond size ${validTo}. Wrote ${paths.join(' and ')}: propose both in a pull request.`,
      ...(append === undefined
        ? [
            'It was not recorded: no key was at hand. Put the key that remains into COUNTERSIGN_LOG_KEY and record something',
            'before the merge, or the present head will be one that only the revoked key signed.',
          ]
        : ['The present head is signed by the key that remains.']),
    ])
  )
}

const text = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('')
