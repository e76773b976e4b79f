import { type SystemReportName, systemReports } from '../../assess/system-reports.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printTable } from '../../report/print-table.ts'
import { tableFormats } from '../../report/table.ts'
import { reportSystem } from '../../usecases/report-system.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

const names = Object.keys(systemReports)
const isName = (name: string | undefined): name is SystemReportName => name !== undefined && names.includes(name)

export const evidenceReportCommand = defineCommand({
  examples: [
    ['countersign evidence report user-access', 'who may do what today, in every system that was read'],
    ['countersign evidence report denied --system gateway.example.com --format csv', 'what was refused in 90 days'],
    ['countersign evidence report activity --window 2026-01-01..2026-03-31', 'who did what in a quarter'],
  ],
  arguments: [{ name: 'report', help: `one of ${names.join(', ')}` }],
  options: {
    system: { value: 'name', repeat: true, help: 'only this system; default: every one that was read' },
    window: {
      value: 'window',
      help: 'snapshot, rolling:P90D, or two days as 2026-01-01..2026-03-31; default: snapshot or 90 days, as the report is',
    },
    format: { value: 'name', default: 'table', oneOf: tableFormats, help: 'how to print the list' },
    ...documentOptions,
  },
  async run({ system, window, format, ...where }, terminal, [report]) {
    if (!isName(report))
      throw new Refusal(
        exitStatus.usage,
        `There is no report \`${report ?? ''}\``,
        `Ask for one of ${names.join(', ')}.`,
      )
    const { request, ports } = await openDocuments(where, terminal)
    const { table, status } = await reportSystem({ report, systems: system, window }, request, ports)
    terminal.out(printTable(table, format))
    return status
  },
})
