import { describeRepair, repairEvidence, statusOfRepair } from '../../usecases/repair-evidence.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceRepairCommand = defineCommand({
  examples: [
    ['countersign evidence repair --to 4f0c2a9', 'go back to the log of this commit, and record that'],
    ['countersign evidence repair --to compliance-evidence~1', 'the commit before the present one'],
  ],
  options: {
    to: { value: 'commit', required: true, help: 'last commit of the evidence branch at which the log was good' },
    ...evidenceOptions,
  },
  async run({ to, ...where }, terminal) {
    const { ports, places, signer, producer, repair } = await openEvidence(where, terminal)
    const outcome = await repairEvidence({ to, signer, producer, places }, { ...ports, repair })
    terminal.out(describeRepair(outcome))
    return statusOfRepair[outcome.kind]
  },
})
