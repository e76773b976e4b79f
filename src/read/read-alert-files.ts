import type { AlertFile } from '../model/alert-file.ts'
import type { Located, Place, RecordPath } from '../model/location.ts'
import { startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { ProgramModel, SourceFile } from '../model/program-model.ts'
import type { Monitoring } from '../model/records.ts'
import { decodeText } from './decode-text.ts'
import { limits } from './limits.ts'
import { parseYaml, type YamlDocument } from './parse-yaml.ts'
import { readAlertRules } from './read-alert-rules.ts'

/**
 * Every rule file that a record names, and every one that lies among the records, by path. What lies outside the program
 * folder is not given here.
 *
 * @param inside documents that are alerting rules, by file
 * @param files paths of all files of the program
 * @param faulty paths of those with problems
 */
export function findAlertFiles(
  monitorings: readonly Located<Monitoring>[],
  inside: ReadonlyMap<string, readonly YamlDocument[]>,
  files: ReadonlySet<string>,
  faulty: ReadonlySet<string>,
): AlertFile[] {
  const named = new Map<string, { readonly at: Place; readonly path: RecordPath }[]>()
  for (const { value, at } of monitorings) {
    for (const [index, path] of (value.prometheus?.ruleFiles ?? []).entries()) {
      const entry = { at, path: ['prometheus', 'ruleFiles', index] }
      named.set(path, [...(named.get(path) ?? []), entry])
    }
  }
  const contentOf = (path: string): AlertFile['content'] => {
    const documents = inside.get(path)
    if (documents !== undefined) return readAlertRules(documents)
    if (!files.has(path)) return { kind: 'not-given' }
    if (faulty.has(path)) return { kind: 'reported' }
    return { kind: 'read', alerts: [], faults: [{ what: 'It holds records and no rules', at: startOf(path) }] }
  }
  return [...new Set([...named.keys(), ...inside.keys()])]
    .sort()
    .map((path) => ({ path, named: named.get(path) ?? [], content: contentOf(path) }))
}

/** Paths of rule files that were not given: they lie outside the program folder, or nowhere. At most `limits.ruleFiles`. */
export const missingAlertFiles = ({ alertFiles }: ProgramModel): readonly string[] =>
  alertFiles.flatMap(({ path, content }) => (content.kind === 'not-given' ? [path] : [])).slice(0, limits.ruleFiles)

/**
 * The model with the contents of rule files from outside the program folder.
 * @param found by path; undefined where there is no such file
 */
export function withAlertFiles(model: ProgramModel, found: ReadonlyMap<string, SourceFile | undefined>): ProgramModel {
  if (found.size === 0) return model
  const alertFiles = model.alertFiles.map((file): AlertFile => {
    if (file.content.kind !== 'not-given' || !found.has(file.path)) return file
    const source = found.get(file.path)
    return { ...file, content: source === undefined ? { kind: 'missing' } : readAlertFile(source) }
  })
  return { ...model, alertFiles }
}

function readAlertFile(source: SourceFile): AlertFile['content'] {
  const unreadable = (problem: Problem): AlertFile['content'] => ({ kind: 'unreadable', problem })
  if ('bytes' in source && source.bytes.length > limits.ruleFileBytes) {
    const what = `The file has ${source.bytes.length} bytes; the limit for rules is ${limits.ruleFileBytes}`
    return unreadable(new Problem('YML-002', startOf(source.path), what, 'Split it into several files.'))
  }
  const text = decodeText(source)
  if (text instanceof Problem) return unreadable(text)
  const { documents, problems } = parseYaml(source.path, text)
  const [first] = [...problems, ...documents.flatMap((document) => document.problems)]
  if (first !== undefined) return unreadable(first)
  if (documents.length === 0) {
    return unreadable(new Problem('YML-007', startOf(source.path), 'The file is empty', 'Write rules or remove it.'))
  }
  return readAlertRules(documents)
}
