import { exitStatus } from '../../model/exit-status.ts'
import { printItems } from '../../report/print-items.ts'
import { printable } from '../../report/printable.ts'
import { submitChange } from '../../usecases/submit-change.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'

export const changeSubmitCommand = defineCommand({
  examples: [
    ['countersign change submit CHG-2026-0042', 'the draft is ready to be approved'],
    ['countersign change submit CHG-2026-0042 --dry-run', 'only say what is missing'],
  ],
  arguments: [{ name: 'change', help: 'id of the change request, for example CHG-2026-0042' }],
  options: editOptions,
  async run({ dryRun, ...place }, terminal, [id = '']) {
    const { request, ports } = openEdit(place, terminal)
    const change = await submitChange(request, id, ports)
    if (change.isReady) return finishChange(change, { dryRun, ports, terminal })
    terminal.err(`${printable(id)} stays a draft. As submitted it would have:\n${printItems(change.brought)}`)
    terminal.err(change.open.map(({ rule, why }) => `  ${rule} cannot be determined: ${printable(why)}\n`).join(''))
    return change.brought.length > 0 ? exitStatus.violated : exitStatus.notDetermined
  },
})
