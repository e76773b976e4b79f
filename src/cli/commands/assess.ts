import type { AskedReading } from '../../assess/choose-reading.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { printAssessment, printAssessmentJson } from '../../report/print-assessment.ts'
import { assess } from '../../usecases/assess.ts'
import { decisionApprovals } from '../../usecases/decision-approvals.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'

export const assessCommand = defineCommand({
  examples: [
    ['countersign assess', 'what is met today, what is missing, and what to do first'],
    ['countersign assess --as-of 2026-06-30 --format json', 'on a day, for another program'],
    ['countersign assess --type type2 --from 2026-01-01 --to 2026-06-30', 'over another period than the program names'],
  ],
  options: {
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    type: {
      value: 'name',
      oneOf: ['type1', 'type2'],
      help: 'read it as a Type I or a Type II; default: what the program says',
    },
    from: { value: 'date', help: 'first day of another period, for this reading only' },
    to: { value: 'date', help: 'last day of it' },
    ...documentOptions,
  },
  async run({ format, type, from, to, ...where }, terminal) {
    const reading: AskedReading = {
      type,
      from: from === undefined ? undefined : toDay(from, '--from'),
      to: to === undefined ? undefined : toDay(to, '--to'),
    }
    const { request, ports } = await openDocuments(where, terminal)
    const assessed = await assess({ ...request, reading }, ports)
    const print = format === 'json' ? printAssessmentJson : printAssessment
    const approvals = await decisionApprovals(assessed, ports.history)
    terminal.out(print(assessed.assessment, assessed.notes, approvals))
    // Nothing to count is not an answer; a low score is one.
    return assessed.assessment.score.tenths === undefined ? exitStatus.notDetermined : exitStatus.ok
  },
})
