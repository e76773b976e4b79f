import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printTable } from '../../report/print-table.ts'
import { tableFormats } from '../../report/table.ts'
import { reportCalendar } from '../../usecases/report-freshness.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceCalendarCommand = defineCommand({
  examples: [['countersign evidence calendar --from 2026-01-01 --to 2026-06-30', 'what was and will be expected']],
  options: {
    from: { value: 'date', required: true, help: 'first day, YYYY-MM-DD' },
    to: { value: 'date', required: true, help: 'last day' },
    format: { value: 'name', default: 'table', oneOf: tableFormats, help: 'how to print the list' },
    ...documentOptions,
  },
  async run({ from, to, format, ...where }, terminal) {
    const days = { from: toDay(from, '--from'), to: toDay(to, '--to') }
    if (days.from > days.to)
      throw new Refusal(exitStatus.usage, `${from} is after ${to}`, 'Give the first day and then the last.')
    const { request, ports } = await openDocuments(where, terminal)
    const { table, status } = await reportCalendar(days, request, ports)
    terminal.out(printTable(table, format))
    return status
  },
})
