import type { Cosignature } from '../evidence/cosignature.ts'
import type { Protection } from '../evidence/protection.ts'
import type { LogVerification } from '../evidence/verify-log.ts'

/** What is protected by what is there, and what is not, in plain words: one line each. */
export function describeProtection(
  { pinned, anchored, cosignatures, quorum, revoked }: Protection,
  { size, authenticity, uncheckedWitnesses }: Pick<LogVerification, 'size' | 'authenticity' | 'uncheckedWitnesses'>,
): readonly string[] {
  const lines = ['What protects this log:']
  lines.push(
    authenticity === 'signed'
      ? '- Signature: who has neither the log key nor a hand in trust.policy cannot add or change a record unseen.'
      : '- Signature: none that counts here. Whoever can write the evidence branch can rewrite all of it.',
  )
  lines.push(
    pinned.source === null
      ? '- Pins: none. Nothing in this repository remembers an earlier head; `publish` makes such pins.'
      : `- Pins: the first ${pinned.size} of ${size} records (${pinned.source}). To rewrite them one must rewrite that branch too.`,
  )
  lines.push(
    anchored === null
      ? '- Anchors: none. Nobody outside has confirmed when these records existed.'
      : `- Anchors: the first ${anchored.size} of ${size} records existed by ${anchored.by}. What is put in their place later cannot get that time.`,
  )
  const seen = cosignatures.map(describeCosignature).join(', ')
  const asked = { none: 'the trust policy asks for none', met: 'as the trust policy asks', 'not-met': 'too few' }[
    quorum
  ]
  lines.push(`- Witnesses: ${seen === '' ? 'none has cosigned this head' : seen} (${asked}).`)
  for (const name of uncheckedWitnesses)
    lines.push(`- Witness ${name}: its cosignature is of a kind that cannot be checked here, and does not count.`)
  for (const key of revoked)
    lines.push(`- Revoked: ${key}. What it signed within its interval stays good; nothing after.`)
  const safe = Math.max(anchored?.size ?? 0, cosignatures.length > 0 ? size : 0)
  if (safe < size)
    lines.push(
      `Not protected: whoever holds the log key and can rewrite the branches here can rewrite ${safe === 0 ? 'every record' : `the last ${size - safe} records`}.`,
      'A checkpoint that you keep elsewhere (`--checkpoint FILE`), an anchor or a witness would show it.',
    )
  return lines
}

/** Seconds go beyond what a date can hold; such a time is shown as it is. */
function describeCosignature({ witness, seconds }: Cosignature): string {
  const at = Number(seconds) * 1000
  return `${witness} at ${at <= 253_402_300_799_000 ? new Date(at).toISOString().replace('.000', '') : `${seconds} s`}`
}
