import { printTable } from '../../report/print-table.ts'
import { tableFormats } from '../../report/table.ts'
import { reportFreshness } from '../../usecases/report-freshness.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

const { asOf: _asOf, ...place } = documentOptions

export const evidenceFreshnessCommand = defineCommand({
  examples: [
    ['countersign evidence freshness', 'which evidence is stale, as of the newest record and not of the clock'],
  ],
  options: {
    format: { value: 'name', default: 'table', oneOf: tableFormats, help: 'how to print the list' },
    ...place,
  },
  async run({ format, ...where }, terminal) {
    const { request, ports } = await openDocuments({ ...where, asOf: undefined }, terminal)
    const { table, status } = await reportFreshness(request, ports)
    terminal.out(printTable(table, format))
    return status
  },
})
