import { auditProtectedBranch, statusOfAudit } from '../../usecases/audit-branch.ts'
import { describeAudit } from '../../usecases/describe-evidence.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceAuditCommand = defineCommand({
  examples: [
    ['countersign evidence audit', 'find commits that no approved pull request brought, and record them'],
    ['countersign evidence audit --dry-run', 'only look'],
  ],
  options: {
    dryRun: { help: 'record nothing' },
    ...evidenceOptions,
  },
  async run({ dryRun, ...where }, terminal) {
    const { ports, places, signer, producer } = await openEvidence(where, terminal)
    const result = await auditProtectedBranch({ places, signer, producer, dryRun }, ports)
    terminal.out(describeAudit(result))
    return statusOfAudit(result)
  },
})
