import { exitStatus } from '../../model/exit-status.ts'
import { explain } from '../../usecases/explain.ts'
import { defineCommand } from '../define-command.ts'

export const explainCommand = defineCommand({
  examples: [
    ['countersign explain RSK-006', 'what the rule wants, why, and what to do'],
    ['countersign explain', 'all rules and problem codes'],
  ],
  arguments: [{ name: 'rule', help: 'id of a rule or problem code, for example RSK-006 or YML-005', optional: true }],
  options: {},
  async run(_options, { out }, [rule]) {
    out(explain(rule))
    return exitStatus.ok
  },
})
