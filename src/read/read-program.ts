import type { Located } from '../model/location.ts'
import { startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { AmbiguousScalar, ProgramReading, SourceFile } from '../model/program-model.ts'
import { andMore } from './and-more.ts'
import { buildModel, type PlacedRecord } from './build-model.ts'
import { checkTimezone } from './check-timezone.ts'
import { decodeText } from './decode-text.ts'
import { idOfFile, idsInText } from './ids-in.ts'
import { limits } from './limits.ts'
import { parseYaml, type YamlDocument } from './parse-yaml.ts'
import { findAlertFiles } from './read-alert-files.ts'
import { isAlertRules } from './read-alert-rules.ts'
import { readPolicyBodies } from './read-policy-bodies.ts'
import { readRecord } from './read-record.ts'

/** What a program consists of; other files below its folder are not read. */
export const programEndings = ['.yaml', '.yml', '.md'] as const

/** What may hold records: also an unreadable folder or link of any name, behind which some may lie. */
const isRecordFile = (file: SourceFile): boolean =>
  /\.ya?ml$/.test(file.path) || ('unreadable' in file && !file.path.endsWith('.md'))

/**
 * Reads a whole program: every record with the places of its parts, the texts of its policies, and everything that is
 * wrong with the files. What is broken is left out of the model and never guessed. Throws nothing for any content.
 *
 * @param files paths relative to the repository root; the order does not matter
 * @param onFile told before each file how many are done
 */
export function readProgram(files: readonly SourceFile[], onFile?: (done: number) => void): ProgramReading {
  const problems: Problem[] = []
  const records: PlacedRecord[] = []
  const ambiguousScalars: Located<AmbiguousScalar>[] = []
  const malformedIds = new Set<string>()
  const alertRules = new Map<string, YamlDocument[]>()
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const [index, file] of sorted.filter(isRecordFile).entries()) {
    onFile?.(index)
    const text = decodeText(file)
    if (text instanceof Problem) {
      problems.push(text)
      continue
    }
    const { documents, problems: syntax } = parseYaml(file.path, text)
    const found: Problem[] = [...syntax]
    if (syntax.length > 0) for (const id of idsInText(text)) malformedIds.add(id)
    if (syntax.length === 0 && documents.length === 0) {
      found.push(new Problem('YML-007', startOf(file.path), 'The file holds no record', 'Write one or remove it.'))
    }
    for (const document of documents) {
      if (isAlertRules(document.data)) {
        found.push(...document.problems)
        alertRules.set(file.path, [...(alertRules.get(file.path) ?? []), document])
        continue
      }
      const { record, problems: faults, malformedIds: ids, ambiguous, dropped } = readRecord(document)
      found.push(...faults)
      ambiguousScalars.push(...ambiguous)
      for (const id of ids) malformedIds.add(id)
      if (record === undefined) continue
      found.push(...checkTimezone(record))
      records.push({ record, dropped })
    }
    // A record whose id is what is wrong would make everything wrong that names it.
    const meant = found.length === 0 ? undefined : idOfFile(file.path)
    if (meant !== undefined) malformedIds.add(meant)
    const shown = found.slice(0, limits.problemsOfFile)
    problems.push(...andMore(shown, found.length - shown.length, 'file'))
  }
  const policies = records.flatMap(({ record }) => (record.kind === 'Policy' ? [record] : []))
  const bodies = readPolicyBodies(policies, sorted)
  problems.push(...bodies.problems)
  for (const { at } of bodies.problems) malformedIds.add(at.file)
  const monitorings = records.flatMap(({ record }) => (record.kind === 'Monitoring' ? [record] : []))
  const paths = new Set(sorted.map(({ path }) => path))
  const alertFiles = findAlertFiles(monitorings, alertRules, paths, new Set(problems.map(({ at }) => at.file)))
  return { model: buildModel({ records, bodies: bodies.texts, alertFiles, ambiguousScalars, malformedIds }), problems }
}
