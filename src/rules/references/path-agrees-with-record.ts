import { kinds } from '../../model/kinds.gen.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { RecordKind } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const pathAgreesWithRecord = defineRule({
  id: 'REF-003',
  name: 'path-agrees-with-record',
  title: 'A file named after a record, or lying in the folder of a kind, holds that',
  subject: 'record',
  severity: 'warning',
  rationale: 'People look for a record by the name of its file. What a record means is decided by its kind alone.',
  remedy: 'Rename or move the file, or correct the id.',
  criteria: ['CC2.1'],
  since: '0.1.0',

  check(record, { declaredIn }) {
    const parts = record.at.file.split('/')
    const stem = (parts.at(-1) ?? '').replace(/\.ya?ml$/, '')
    const folder = parts.at(-2) ?? ''
    const wanted = kindOfFolder.get(folder)
    if (wanted !== undefined && wanted !== record.kind) {
      const at = record.at.locate(['kind'], 'value')
      return failIfAny([
        {
          message: `The folder ${folder} is for records of the kind ${wanted}, and this is of the kind ${record.kind}`,
          at,
        },
      ])
    }
    if (!/^[A-Z]{2,4}-[A-Z0-9-]+$/.test(stem)) return notApplicable('the file is not named after a record')
    const inFile = declaredIn.get(record.at.file) ?? []
    if (inFile.some(({ id }) => id === stem)) return pass
    const [first] = inFile
    const at = first === undefined ? record.at.locate() : first.owner.at.locate(['id'], 'value')
    const holds = first === undefined ? 'has no record of that id' : `holds ${first.id}`
    return failIfAny([{ message: `The file is named ${stem} but ${holds}`, at }])
  },
})

/** Folders that hold one kind of record. */
const kindOfFolder: ReadonlyMap<string, RecordKind> = new Map(
  kinds.flatMap(({ folder, kind }) => (folder === undefined ? [] : [[folder, kind]])),
)
