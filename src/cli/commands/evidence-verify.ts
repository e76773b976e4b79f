import { readFile } from 'node:fs/promises'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeVerification } from '../../usecases/describe-evidence.ts'
import { describePayloads } from '../../usecases/describe-payloads.ts'
import { statusOfVerification, verifyEvidence } from '../../usecases/verify-evidence.ts'
import { verifyPayloads } from '../../usecases/verify-payloads.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceVerifyCommand = defineCommand({
  examples: [
    ['countersign evidence verify', 'the log of this repository, offline'],
    ['countersign evidence verify --payloads', 'and that every payload is there, or was disposed of'],
    ['countersign evidence verify --checkpoint saved.txt', 'that it only grew since a checkpoint you kept'],
  ],
  options: {
    checkpoint: { value: 'file', repeat: true, help: 'a checkpoint or PIN file you kept; the log must continue it' },
    payloads: { help: 'also check every payload that a record commits to' },
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    ...evidenceOptions,
  },
  async run({ checkpoint, payloads: withPayloads, format, ...where }, terminal) {
    const checkpoints = await Promise.all(checkpoint.map(async (source) => ({ source, text: await textOf(source) })))
    const { ports, places, payloads } = await openEvidence(where, terminal)
    const result = await verifyEvidence({ ...places, checkpoints }, ports)
    const { log, ...shown } = result
    const stored = withPayloads && log !== undefined ? await verifyPayloads(log, payloads) : undefined
    const document = stored === undefined ? shown : { ...shown, payloads: stored }
    if (format === 'json') terminal.out(`${JSON.stringify(document, null, 2)}\n`)
    else terminal.out(describeVerification(result) + (stored === undefined ? '' : describePayloads(stored)))
    return worseOf(statusOfVerification[result.outcome], stored && statusOfVerification[stored.outcome])
  },
})

/** What is known to be wrong comes before what is not known. */
function worseOf(one: ExitStatus, other: ExitStatus = exitStatus.ok): ExitStatus {
  if (one === exitStatus.integrity || other === exitStatus.integrity) return exitStatus.integrity
  return one === exitStatus.ok ? other : one
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read`, 'Give the path of a checkpoint or PIN file.', {
      cause,
    })
  }
}
