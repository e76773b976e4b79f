import { anchorLog, statusOfAnchoring } from '../../usecases/anchor-log.ts'
import { describeAnchoring } from '../../usecases/describe-anchoring.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { authorityOpener } from '../../wiring/open-authority.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceAnchorCommand = defineCommand({
  examples: [['countersign evidence anchor', 'once a day: have a time stamping authority say what the log is']],
  options: evidenceOptions,
  async run(where, terminal) {
    const { ports, places, signer, producer } = await openEvidence(where, terminal)
    const openAuthority = authorityOpener(terminal.signal)
    const result = await anchorLog({ places, signer, producer }, { ...ports, openAuthority })
    terminal.out(describeAnchoring(result))
    return statusOfAnchoring(result)
  },
})
