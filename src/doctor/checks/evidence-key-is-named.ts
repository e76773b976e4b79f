import { checkSignature, parseCheckpoint } from '../../evidence/checkpoint.ts'
import { isDemoKeyElsewhere, type VerifierKey } from '../../evidence/note-key.ts'
import { parseTrustPolicy } from '../../evidence/trust-policy.ts'
import { startOf } from '../../model/location.ts'
import { failIfAny, notApplicable, type Outcome, pass } from '../../model/outcome.ts'
import type { SourceFile } from '../../model/program-model.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const evidenceKeyIsNamed = defineCheck({
  id: 'DOC-009',
  name: 'evidence-key-is-named',
  title: 'A key vouches for the evidence log',
  severity: 'error',
  remedy: 'Propose one with `countersign evidence init`; a key is replaced on the protected branch, with review.',
  check({ trustPolicy, checkpoint, settings, program }) {
    if (program.length === 0) return notApplicable('there is no program')
    const path = `${settings.settings.programFolder}/trust.policy`
    if (trustPolicy === undefined) {
      if (checkpoint !== undefined)
        return failIfAny([{ message: `There is an evidence log and no ${path}`, at: startOf(path) }])
      const message = `There is no ${path} yet: nothing is recorded until there is`
      return failIfAny([{ message, at: startOf(path), severity: 'warning' }])
    }
    const text = decodeText(trustPolicy)
    if (typeof text !== 'string') return failIfAny([{ message: text.what, at: text.at }])
    const reading = parseTrustPolicy(text)
    if (!reading.ok)
      return failIfAny([
        { message: capital(reading.why), at: { ...startOf(path), line: reading.line, endLine: reading.line } },
      ])
    const { logs } = reading.policy
    if (logs.some(isDemoKeyElsewhere)) {
      return failIfAny([{ message: 'The key is that of the demonstration, which everybody has', at: startOf(path) }])
    }
    return fits(checkpoint, logs, path)
  },
})

/** Whether the head of the log is signed by a key that is named. That the log is whole is told by `evidence verify`. */
function fits(file: SourceFile | undefined, keys: readonly VerifierKey[], path: string): Outcome {
  if (file === undefined) return pass
  const text = decodeText(file)
  const note = typeof text === 'string' ? parseCheckpoint(text) : undefined
  const wrong = (message: string) => failIfAny([{ message, at: startOf(path) }])
  if (note === undefined) return wrong('The evidence branch has no readable checkpoint')
  const { origin } = note.checkpoint
  if (!keys.some(({ name }) => name === origin))
    return wrong(`The log on the evidence branch is ${origin}, which no key is for`)
  return checkSignature(note, keys).kind === 'signed'
    ? pass
    : wrong(`The checkpoint of ${origin} is not signed by a key that is named`)
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
