import { planBaseline } from '../../usecases/baseline.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'

export const baselineCommand = defineCommand({
  examples: [
    ['countersign baseline', 'list the errors of today, so that only new ones count for 90 days'],
    ['countersign baseline --expires 2026-09-30', 'until that day, at most 180 days from now'],
    ['countersign baseline --prune', 'remove what has been mended since'],
  ],
  options: {
    ...editOptions,
    expires: { value: 'date', help: 'last day on which they do not count, YYYY-MM-DD; default in 90 days' },
    reason: { value: 'text', help: 'why they are not mended at once' },
    warnings: { help: 'list warnings as well; they stop nothing' },
    prune: { help: 'only remove the entries whose finding is gone' },
  },
  async run({ dryRun, expires, reason, warnings, prune, ...place }, terminal) {
    const { request, ports } = openEdit(place, terminal)
    const change = await planBaseline(
      request,
      {
        prune,
        warnings,
        ...(expires === undefined ? {} : { expires: toDay(expires, '--expires') }),
        ...(reason === undefined ? {} : { reason: reason.slice(0, 2000) }),
      },
      ports,
    )
    return finishChange(change, { dryRun, ports, terminal })
  },
})
