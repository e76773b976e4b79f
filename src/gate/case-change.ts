import type { ChangedFile, ChangeFile } from '../model/facts.ts'
import type { GivenPull } from '../model/gate-cases.ts'
import type { CaseFault } from './case-accounts.ts'

interface InDiff {
  readonly files: readonly ChangedFile[]
  readonly changeFiles: readonly ChangeFile[]
}

/**
 * The change request that a case puts into the diff, as a file of the program.
 * @param author id in People of who asks, where the case says nobody else
 */
export function changeInDiff(
  change: GivenPull['change'],
  author: string | undefined,
  { programFolder }: { readonly programFolder: string },
  at: string,
  faults: CaseFault[],
): InDiff {
  if (change === undefined || typeof change === 'string') return { files: [], changeFiles: [] }
  const requestedBy = change.requestedBy ?? author
  if (requestedBy === undefined) {
    faults.push({
      path: ['change'],
      what: 'Nobody asks for the change request: the author is nobody of People',
      remedy: 'Add `requestedBy:`, or an `author:` of People.',
    })
    return { files: [], changeFiles: [] }
  }
  const { category = 'normal', status = 'submitted', plannedDeployer, template, systems } = change
  const path = `${programFolder}/changes/CHG-CASE.yaml`
  const record = {
    apiVersion: 'countersign/v1',
    kind: 'ChangeRequest',
    id: 'CHG-CASE',
    title: 'A change',
    description: 'What the case is about.',
    category,
    status,
    requestedBy,
    requestedAt: at,
    plannedDeployer,
    template,
    affectedSystems: systems,
  }
  return {
    files: [
      { path, previousPath: null, status: 'added', mode: null, previousMode: null, additions: null, deletions: null },
    ],
    // JSON is YAML.
    changeFiles: [{ path, text: `${JSON.stringify(record, undefined, 2)}\n` }],
  }
}
