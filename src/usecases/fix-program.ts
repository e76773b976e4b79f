import { isMapping } from '../edit/edit.ts'
import { type DocumentEdit, editYaml } from '../edit/edit-yaml.ts'
import { kinds } from '../model/kinds.gen.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { parseYaml, type YamlDocument } from '../read/parse-yaml.ts'
import { programEndings } from '../read/read-program.ts'
import type { ReportItem } from '../report/check-report.ts'
import { type FileChange, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest, CheckRun } from './check.ts'
import { fixes } from './fixes/all-fixes.ts'
import { schemaOf } from './record-schema.ts'
import { readText } from './source-text.ts'

export interface FixedProgram extends ProgramChange {
  /** Whether it may be written: nothing is found that was not there, or hidden, before. */
  readonly isSafe: boolean
  /** What the changes bring that no unreadable record hid. */
  readonly caused: readonly ReportItem[]
  /** Files that could not be edited, with the reason. */
  readonly left: readonly string[]
}

/**
 * What a machine may mend in a program, and what the check says afterwards. Everything is applied or nothing is.
 * Only files that the check before was asked about are touched.
 */
export async function fixProgram(request: CheckRequest, before: CheckRun, ports: CheckPorts): Promise<FixedProgram> {
  const { programFolder } = before.report
  const files = await ports.files.list(programFolder, programEndings)
  const changes: FileChange[] = []
  const left: string[] = []
  for (const { path } of files.filter(
    (file) => /\.ya?ml$/.test(file.path) && 'bytes' in file && before.isSelected(file.path),
  )) {
    try {
      const change = await fixFile(path, before.model, programFolder, ports)
      if (change !== undefined) changes.push(change)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      left.push(error.message)
    }
  }
  const change = await judgeChange(request, before, changes, ports)
  const caused = change.brought.filter(
    ({ resource }) => resource === undefined || !before.model.malformedIds.has(resource),
  )
  return { ...change, caused, isSafe: caused.length === 0, left }
}

async function fixFile(
  path: string,
  model: ProgramModel,
  programFolder: string,
  { files }: CheckPorts,
): Promise<FileChange | undefined> {
  const source = await readText(files, path)
  const { documents, problems } = parseYaml(path, source.text.replace(/^\ufeff/, ''))
  if (problems.length > 0 || documents.some((document) => document.problems.length > 0)) return undefined
  const edits = documents.flatMap((document, index) => editsOf(document, index, model))
  const edited = edits.length === 0 ? source.text : editYaml(path, source.text, edits)
  const text = await withModeline(edited, path, documents, programFolder, files)
  return text === source.text ? undefined : { path, before: source, text }
}

/** The edits of all fixes; a value that two of them would mend is left to the first. */
function editsOf(document: YamlDocument, index: number, model: ProgramModel): DocumentEdit[] {
  const { data } = document
  if (!isMapping(data)) return []
  const kind = kinds.find((one) => one.kind === data['kind'])
  if (kind === undefined) return []
  const record = { kind, schema: schemaOf(kind.file), data, document, model }
  const edits = fixes.flatMap((fix) => fix.editsOf(record))
  const taken = new Set<string>()
  const single = edits.filter(({ path }) => {
    const key = JSON.stringify(path)
    const isFree = !taken.has(key)
    taken.add(key)
    return isFree
  })
  // Values first: what is removed from a list moves the entries behind it.
  const ordered = [...single.filter((edit) => edit.kind === 'set'), ...single.filter((edit) => edit.kind !== 'set')]
  return ordered.map((edit) => ({ document: index, edit }))
}

const modeline = /^# (?:yaml-language-server: \$schema=|\$schema: )/m

/** The line that tells an editor the schema, where there is a copy of it and the file holds one kind. */
async function withModeline(
  text: string,
  path: string,
  documents: readonly YamlDocument[],
  programFolder: string,
  files: CheckPorts['files'],
): Promise<string> {
  const named = new Set(documents.map(({ data }) => (isMapping(data) ? data['kind'] : undefined)))
  const kind = kinds.find((one) => named.has(one.kind))
  const inside = programFolder === '' || programFolder === '.' ? '' : `${programFolder}/`
  if (kind === undefined || named.size !== 1 || modeline.test(text) || !path.startsWith(inside)) return text
  if ((await files.read(`${inside}.schemas/v1/${kind.file}`)) === undefined) return text
  const up = '../'.repeat(path.slice(inside.length).split('/').length - 1)
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  return `${mark}# yaml-language-server: $schema=${up}.schemas/v1/${kind.file}${newline}${text.slice(mark.length)}`
}
