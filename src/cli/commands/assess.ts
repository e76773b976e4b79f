import { exitStatus } from '../../model/exit-status.ts'
import { printAssessment, printAssessmentJson } from '../../report/print-assessment.ts'
import { assess } from '../../usecases/assess.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

export const assessCommand = defineCommand({
  examples: [
    ['countersign assess', 'what is met today, and what is missing'],
    ['countersign assess --as-of 2026-06-30 --format json', 'on a day, for another program'],
  ],
  options: {
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    ...documentOptions,
  },
  async run({ format, ...where }, terminal) {
    const { request, ports } = await openDocuments(where, terminal)
    const { assessment, notes } = await assess(request, ports)
    const print = format === 'json' ? printAssessmentJson : printAssessment
    terminal.out(print(assessment, notes))
    // Nothing to count is not an answer; a low score is one.
    return assessment.score.tenths === undefined ? exitStatus.notDetermined : exitStatus.ok
  },
})
