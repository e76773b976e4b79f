import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { checkBefore, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest } from './check.ts'
import { editRecords, findNamed } from './named-record.ts'

export interface ChangeSubmission extends ProgramChange {
  /** Whether every rule for a submitted change holds; only then may it be written. */
  readonly isReady: boolean
}

/**
 * What it takes to submit a change request, and what is still missing.
 * @throws Refusal for a change that is not there or is no draft
 */
export async function submitChange(request: CheckRequest, id: string, ports: CheckPorts): Promise<ChangeSubmission> {
  const before = await checkBefore(request, ports)
  const record = await findNamed(before, { id, collection: 'changes', idKind: 'change-request' }, ports)
  const status = before.model.changes.get(id)?.value.status
  if (status !== 'draft') {
    const remedy =
      status === 'submitted' ? 'There is nothing to do.' : 'Write a new change request with an id of its own.'
    throw new Refusal(exitStatus.usage, `${id} is ${status ?? 'unknown'} and no draft`, remedy)
  }
  const changes = editRecords([{ record, edit: { kind: 'set', path: ['status'], value: 'submitted' } }])
  const change = await judgeChange(request, before, changes, ports)
  // What was wrong with the draft already is as wrong with what is submitted.
  const own = change.after.report.items.filter(({ resource, severity }) => resource === id && severity === 'error')
  const brought = [...change.brought, ...own.filter((item) => !change.brought.includes(item))]
  const isReady = brought.every(({ severity }) => severity !== 'error') && change.open.length === 0
  return { ...change, brought, isReady }
}
