import type { EvidencePredicate } from '../../model/evidence.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { printTable } from '../../report/print-table.ts'
import { tableFormats } from '../../report/table.ts'
import { queryEvidence } from '../../usecases/query-evidence.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'

/** A new kind that is not here does not compile. */
const recordKinds: Readonly<Record<EvidencePredicate['kind'], true>> = {
  'log.created': true,
  'change.decision': true,
  'change.merged': true,
  'change.unreviewed': true,
  deployment: true,
  'environment.approval': true,
  'audit.window': true,
  'role.changed': true,
  'collection.window': true,
  'scan.result': true,
  'test.result': true,
  'coverage.result': true,
  'statement.imported': true,
  attestation: true,
  correction: true,
  'sample.drawn': true,
  'anchor.recorded': true,
  'key.rotated': true,
  'key.revoked': true,
  'payload.disposed': true,
  'log.repaired': true,
  'log.closed': true,
}

export const evidenceQueryCommand = defineCommand({
  examples: [
    ['countersign evidence query --control CTL-CHG-01 --from 2026-01-01 --to 2026-06-30', 'what a control rests on'],
    ['countersign evidence query --kind change.merged --result fail --format csv', 'merges that were not approved'],
  ],
  options: {
    control: { value: 'id', repeat: true, help: 'records that the requirements of this control select' },
    criterion: { value: 'id', repeat: true, help: 'records of the controls that serve this criterion' },
    kind: { value: 'name', repeat: true, oneOf: Object.keys(recordKinds), help: 'kind of record' },
    actor: { value: 'who', repeat: true, help: 'login, account id, or id of a person in People' },
    result: {
      value: 'name',
      repeat: true,
      oneOf: ['pass', 'fail', 'not-determined', 'none'],
      help: 'what the record says for a control',
    },
    from: { value: 'date', help: 'first day on which it happened, YYYY-MM-DD' },
    to: { value: 'date', help: 'last day on which it happened' },
    format: { value: 'name', default: 'table', oneOf: tableFormats, help: 'how to print the list' },
    ...documentOptions,
  },
  async run({ control, criterion, kind, actor, result, from, to, format, ...where }, terminal) {
    const { request, ports } = await openDocuments(where, terminal)
    const query = {
      controls: control,
      criteria: criterion,
      kinds: kind,
      actors: actor,
      results: result,
      from: from === undefined ? undefined : toDay(from, '--from'),
      to: to === undefined ? undefined : toDay(to, '--to'),
    }
    terminal.out(printTable(await queryEvidence(query, request, ports), format))
    return exitStatus.ok
  },
})
