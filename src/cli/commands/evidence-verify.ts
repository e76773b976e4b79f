import { readFile } from 'node:fs/promises'
import { verifierSha256 } from '../../evidence/tree-layout.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeVerification } from '../../usecases/describe-evidence.ts'
import { statusOfVerification, verifyWithoutReading } from '../../usecases/verify-evidence.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceVerifyCommand = defineCommand({
  examples: [
    ['countersign evidence verify', 'the log of this repository, offline'],
    ['countersign evidence verify --deep', 'its history in git as well'],
    ['countersign evidence verify --checkpoint saved.txt', 'that it only grew since a checkpoint you kept'],
  ],
  options: {
    checkpoint: { value: 'file', repeat: true, help: 'a checkpoint or PIN file you kept; the log must continue it' },
    deep: { help: 'hold the checkpoint of every commit of the branch against the log as well' },
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    ...evidenceOptions,
  },
  async run({ checkpoint, deep, format, ...where }, terminal) {
    const checkpoints = await Promise.all(checkpoint.map(async (source) => ({ source, text: await textOf(source) })))
    const { ports, places } = await openEvidence(where, terminal)
    const result = await verifyWithoutReading({ ...places, checkpoints }, ports, { deep })
    const { log: _log, ...shown } = result
    const printed = { ...shown, verifierSha256 }
    terminal.out(format === 'json' ? `${JSON.stringify(printed, null, 2)}\n` : describeVerification(result))
    return statusOfVerification[result.outcome]
  },
})

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read`, 'Give the path of a checkpoint or PIN file.', {
      cause,
    })
  }
}
