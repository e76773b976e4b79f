import type { Edit } from '../edit/edit.ts'
import { editYaml } from '../edit/edit-yaml.ts'
import { findRecord } from '../edit/find-record.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { ProgramModel, SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { readProgram } from '../read/read-program.ts'
import { checkBefore, type FileChange, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest } from './check.ts'
import { readText } from './source-text.ts'
import { type Category, categories, toCategories } from './starter/init-answers.ts'
import { categoryFiles, type PlannedFile } from './starter/starter-program.ts'

const refuse = (what: string, remedy: string): never => {
  throw new Refusal(exitStatus.usage, what, `${remedy} Nothing was written.`)
}

/**
 * What it takes to bring categories into a program that is there: the records that the starter has for them, in new files,
 * and their names in `categories` of the Program. No file is written over, and no id is given twice.
 *
 * @throws Refusal where a category is in scope already, or something it brings is there
 */
export async function addCategories(
  request: CheckRequest,
  wanted: readonly Category[],
  ports: CheckPorts,
): Promise<ProgramChange> {
  const before = await checkBefore(request, ports)
  const { model, report } = before
  const [program, ...others] = model.programs
  if (program === undefined || others.length > 0) {
    return refuse(
      program === undefined ? 'There is no program to add a category to' : 'There is more than one Program',
      program === undefined ? 'Make one with `countersign init`.' : 'Keep one of them.',
    )
  }
  const { id, categories: inScope, organisation } = program.value
  const there = wanted.filter((category) => inScope.includes(category))
  if (there.length > 0)
    refuse(`${there.map(nameOf).join(' and ')} ${there.length === 1 ? 'is' : 'are'} in scope already`, 'Leave it out.')
  const made = categoryFiles(wanted, {
    program: report.programFolder,
    lead: organisation.securityLead,
    today: report.asOf,
  })
  await refuseTaken(made, model, ports)

  const source = await readText(ports.files, program.at.file)
  const place = findRecord(source.path, source.text, undefined, (value) => value['id'] === id)
  if (place === undefined) return refuse(`${source.path} changed while the command was at work`, 'Run it again.')
  const path = [...place.path, 'categories']
  const all = toCategories([...inScope, ...wanted].join(','))
  // A row at the end keeps the layout and the comments of the rows before it.
  const isTail = all.join() === [...inScope, ...wanted].join()
  const edits: readonly Edit[] = isTail
    ? wanted.map((value) => ({ kind: 'append', path, value }))
    : [{ kind: 'set', path, value: all }]
  const edited = editYaml(
    source.path,
    source.text,
    edits.map((edit) => ({ document: place.document, edit })),
  )
  const changes: FileChange[] = [
    ...made.map(({ path, text }) => ({ path, before: undefined, text })),
    { path: source.path, before: source, text: edited },
  ]
  return judgeChange(request, before, changes, ports)
}

const nameOf = (category: Category): string => `${category} (${categories[category]})`

/** An id may have moved to a file of another name since, so both are looked at. */
async function refuseTaken(
  made: readonly PlannedFile[],
  model: ProgramModel,
  { files }: Pick<CheckPorts, 'files'>,
): Promise<void> {
  for (const { path } of made)
    if ((await files.read(path)) !== undefined)
      refuse(`${path} is there already`, 'Move it away, or add what is missing by hand.')
  const sources: readonly SourceFile[] = made.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }))
  const taken = new Map(model.declaredIds.map((declared) => [declared.id.toLowerCase(), declared]))
  for (const { id } of readProgram(sources).model.declaredIds) {
    const declared = taken.get(id.toLowerCase())
    if (declared !== undefined)
      refuse(`${declared.id} is there already, in ${declared.owner.at.file}`, 'Add what is missing by hand.')
  }
}
