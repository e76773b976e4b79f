import type { Edit } from '../edit/edit.ts'
import { type DocumentEdit, editYaml } from '../edit/edit-yaml.ts'
import { type FoundRecord, findRecord } from '../edit/find-record.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { RecordPath } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import type { Collections, IdKind } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import type { FileChange } from './change-program.ts'
import type { CheckPorts, CheckRun } from './check.ts'
import { readText, type SourceText } from './source-text.ts'

/** Collections whose entries are known by an id. */
type Named = {
  [K in keyof Collections]: Collections[K] extends ReadonlyMap<string, unknown> ? K : never
}[keyof Collections]

/** A record or row with the file it stands in. */
export interface NamedRecord extends FoundRecord {
  readonly id: string
  readonly source: SourceText
}

/**
 * Finds what a person named by its id, in the text of its file.
 *
 * @param list key of the list that the row stands in; undefined for a record
 * @throws Refusal where there is none, or it cannot be read
 */
export async function findNamed(
  { model }: Pick<CheckRun, 'model'>,
  { id, collection, idKind, list }: { id: string; collection: Named; idKind: IdKind; list?: string },
  { files }: Pick<CheckPorts, 'files'>,
): Promise<NamedRecord> {
  const what = idKind.replaceAll('-', ' ')
  if (model.malformedIds.has(id)) {
    const remedy = 'Correct it first; `countersign check` says how.'
    throw new Refusal(exitStatus.usage, `${id} stands in a file or record with mistakes`, remedy)
  }
  const found = model[collection].get(id)
  if (found === undefined) {
    const near = nearest(id, model[collection].keys())
    const guess = near === undefined ? '' : `Did you mean ${near}? `
    throw new Refusal(exitStatus.usage, `There is no ${what} ${id.slice(0, 80)}`, `${guess}Name one of the program.`)
  }
  const many = model.declaredIds.filter((declared) => declared.id === id)
  if (many.length > 1) {
    throw new Refusal(exitStatus.usage, `${id} is the id of ${many.length} things`, 'Give each an id of its own first.')
  }
  const source = await readText(files, found.at.file)
  const place = findRecord(source.path, source.text, list, (value) => value['id'] === id)
  if (place === undefined) {
    throw new Refusal(exitStatus.usage, `${source.path} changed while the command was at work`, 'Run it again.')
  }
  return { ...place, id, source }
}

/** The files after some edits of records, each path counted from its record. */
export function editRecords(edits: readonly { readonly record: NamedRecord; readonly edit: Edit }[]): FileChange[] {
  const byFile = new Map<string, { source: SourceText; edits: DocumentEdit[] }>()
  for (const { record, edit } of edits) {
    const file = byFile.get(record.source.path) ?? { source: record.source, edits: [] }
    const path: RecordPath = [...record.path, ...edit.path]
    file.edits.push({ document: record.document, edit: { ...edit, path } })
    byFile.set(record.source.path, file)
  }
  return [...byFile.values()].map(({ source, edits }) => ({
    path: source.path,
    before: source,
    text: editYaml(source.path, source.text, edits),
  }))
}
