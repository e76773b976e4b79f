import { exitStatus } from '../../model/exit-status.ts'
import { explain, explainFormats } from '../../usecases/explain.ts'
import { defineCommand } from '../define-command.ts'

export const explainCommand = defineCommand({
  examples: [
    ['countersign explain RSK-006', 'what the rule wants, why, and what to do'],
    ['countersign explain', 'all rules and problem codes'],
    ['countersign explain --all --format markdown', 'the page of all rules'],
  ],
  arguments: [{ name: 'rule', help: 'id of a rule or problem code, for example RSK-006 or YML-005', optional: true }],
  options: {
    all: { help: 'explain every rule and problem code' },
    format: { value: 'name', default: 'pretty', oneOf: explainFormats, help: 'how to print' },
  },
  async run({ all, format }, { out }, [wanted]) {
    out(explain({ all, format, ...(wanted === undefined ? {} : { wanted }) }))
    return exitStatus.ok
  },
})
