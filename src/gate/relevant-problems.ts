import { millisecondsOf } from '../model/days.ts'
import { kinds } from '../model/kinds.gen.ts'
import type { Problem } from '../model/problem.ts'
import type { ProgramModel, ProgramReading, SourceFile } from '../model/program-model.ts'
import type { RecordKind } from '../model/records.ts'

/** Kinds without which nobody can say who may approve what. */
const needed: readonly RecordKind[] = ['Program', 'People', 'Roles', 'GateRules']
const every = kinds.map(({ kind }) => kind)

/**
 * Whether a file that could not be read whole may hold a record of one of these kinds: unless every document in it has one
 * `kind:` line, and that plainly names another one. A file that is not known at all may.
 */
export function mayHold(text: string | undefined, wanted: readonly RecordKind[]): boolean {
  if (text === undefined) return true
  const others = every.filter((kind) => !wanted.includes(kind))
  const documents = text.split(/^(?:---|\.\.\.)/m).filter((part) => part.trim() !== '')
  const isOfOthers = (document: string): boolean => {
    const lines = document.split(/\r\n|\r|\n/).filter((line) => /^["']?kind["']?\s*:/.test(line))
    // Two lines in one are no line that names a kind.
    return others.some((kind) => new RegExp(`^kind: *${kind} *(#.*)?$`).test(lines.join('\n')))
  }
  return documents.length === 0 || !documents.every(isOfOthers)
}

/** The problems of the base that keep the gate from knowing rules or people, for a person. Empty: it knows them. */
export function problemsOfRules(reading: ProgramReading, files: readonly SourceFile[]): readonly string[] {
  const texts = new Map(
    files.map((file) => [file.path, 'bytes' in file ? new TextDecoder().decode(file.bytes) : undefined]),
  )
  const matters = ({ at }: Problem) => !at.file.endsWith('.md') && mayHold(texts.get(at.file), needed)
  const broken = reading.problems.filter(matters).map(({ message }) => message)
  return [
    ...new Set([
      ...broken,
      ...repeatedIds(reading.model),
      ...repeatedAccounts(reading.model),
      ...emptyFreezes(reading.model),
    ]),
  ].sort()
}

const kindsThatMatter = new Set(['person', 'team', 'role', 'gate-rule', 'bot-change', 'change-template', 'sod-pair'])

/** An id given twice hides the second record: accounts of a person, members of a team, a rule. */
function repeatedIds({ declaredIds }: ProgramModel): readonly string[] {
  const seen = new Set<string>()
  return declaredIds.flatMap(({ id, kind }) => {
    if (!kindsThatMatter.has(kind)) return []
    const name = `${kind} ${id}`
    if (seen.has(name)) return [`there is more than one ${name}`]
    seen.add(name)
    return []
  })
}

/** An account of two people would be whoever stands first in People. A login may pass on where numbers tell who had it. */
function repeatedAccounts({ people }: ProgramModel): readonly string[] {
  const owners = new Map<string, string>()
  return [...people.values()].flatMap(({ value: { id: person, accounts } }) =>
    (accounts ?? []).flatMap(({ id, login }) => {
      const name = String(id ?? login.toLowerCase())
      const before = owners.get(name)
      owners.set(name, person)
      return before === undefined || before === person ? [] : [`account ${name} is of ${before} and of ${person}`]
    }),
  )
}

/** A freeze that ends before it begins would freeze nothing, and nobody would see that. */
const emptyFreezes = ({ gateRules }: ProgramModel): readonly string[] =>
  gateRules.flatMap(({ value, at }) =>
    (value.freezes ?? []).flatMap(({ title, start, end }, index) => {
      if (millisecondsOf(end) > millisecondsOf(start)) return []
      const { file, line } = at.locate(['freezes', index, 'end'], 'value')
      return [`${file}:${line}: the freeze "${title}" ends before it begins`]
    }),
  )
