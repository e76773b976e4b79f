import { exitStatus } from '../../model/exit-status.ts'
import { printProgramDiff, printProgramDiffJson, printProgramDiffMarkdown } from '../../report/print-program-diff.ts'
import { diffPrograms, type VersionName } from '../../usecases/diff-programs.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'

const { asOf: _asOf, ...places } = documentOptions
const printers = { pretty: printProgramDiff, markdown: printProgramDiffMarkdown, json: printProgramDiffJson }

export const diffCommand = defineCommand({
  examples: [
    ['countersign diff --from 2026-01-01 --to 2026-06-30', 'what changed in the program between two days'],
    ['countersign diff --from main~10 --record POL-ACCESS', 'in one record, since a commit'],
    ['countersign diff --from file:old/PIN --to file:documents/PIN --format markdown', 'between two sets of documents'],
  ],
  options: {
    from: {
      value: 'version',
      required: true,
      help: 'earlier version: a commit, a day, checkpoint:SIZE (of the log), or file:PATH of a PIN or checkpoint',
    },
    to: { value: 'version', help: 'later version; default: what --commit says' },
    record: { value: 'id', repeat: true, help: 'only this record' },
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'markdown', 'json'], help: 'how to print it' },
    ...places,
    commit: { value: 'ref', default: 'HEAD', help: 'commit of the branch on which both are looked for' },
  },
  async run({ from, to, record, format, ...where }, terminal) {
    const { request, ports } = await openDocuments({ ...where, asOf: undefined }, terminal)
    const diff = await diffPrograms(
      {
        from: await toVersion(from, '--from'),
        to: await toVersion(to ?? where.commit, '--to'),
        records: record,
        ...(request.revision === undefined ? {} : { revision: request.revision }),
      },
      ports,
    )
    terminal.out(printers[format](diff))
    return diff.isWhole ? exitStatus.ok : exitStatus.notDetermined
  },
})

const fileLimitBytes = 8 * 1024 * 1024

async function toVersion(name: string, option: string): Promise<VersionName> {
  if (!name.startsWith('file:')) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(name)) toDay(name, option)
    return { kind: 'name', name }
  }
  const path = name.slice('file:'.length)
  const bytes = await readGivenFile(path, fileLimitBytes, 'a PIN or a checkpoint')
  return { kind: 'file', name: path, text: bytes.toString('utf8') }
}
