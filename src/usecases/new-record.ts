import type { YamlValue } from '../edit/edit.ts'
import { isMapping } from '../edit/edit.ts'
import { findRecord } from '../edit/find-record.ts'
import { writeRecord } from '../edit/write-record.ts'
import { instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { printLocation } from '../model/location.ts'
import type { ProgramRecord } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { type BuildInput, buildValue, type MissingValue } from './build-value.ts'
import { checkBefore, type FileChange, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest, CheckRun } from './check.ts'
import { kindByWord, type NewKind, wordOf } from './kind-by-word.ts'
import { editRecords } from './named-record.ts'
import { nextId } from './next-id.ts'
import { follow, keysOf, type PlacedSchema, schemaOf, stepInto } from './record-schema.ts'
import { readText } from './source-text.ts'
import { starter } from './starter.gen.js'
import { meaningOf, valueOfText } from './value-of-text.ts'

export interface NewRequest {
  /** The kind, as a person types it. */
  readonly word: string
  readonly id?: string
  readonly title?: string
  /** Values by path, for example `inherent.likelihood`. */
  readonly given: ReadonlyMap<string, string>
  /** Id or file of the record that a row goes into; default: the one that holds most rows of its kind. */
  readonly into?: string
}

export type NewPlan =
  | { readonly kind: 'missing'; readonly missing: readonly [MissingValue, ...MissingValue[]] }
  | { readonly kind: 'planned'; readonly change: ProgramChange; readonly name: string }

/**
 * What it takes to add a record or a row, driven by its schema alone.
 * @throws Refusal for a kind, id or value that cannot be used, and a record that its schema would not accept
 */
export async function planNew(request: CheckRequest, wanted: NewRequest, ports: CheckPorts): Promise<NewPlan> {
  const at = ports.clock.now()
  const fixed = { ...ports, clock: { now: () => at } }
  const target = kindByWord(wanted.word)
  const before = await checkBefore(request, fixed)
  const schema = schemaOfTarget(target)
  const input = toInput(wanted, schema, before, instantOf(at))
  const { value, missing: open } = buildValue(schema, input)
  // An id is made of the title, so only one of the two is asked for.
  const missing = open.filter(({ path }) => path !== 'id' || !open.some((other) => other.path === titleKeyOf(schema)))
  const [first, ...rest] = missing
  if (first !== undefined) return { kind: 'missing', missing: [first, ...rest] }
  if (!isMapping(value)) throw new Error('a record is a mapping')
  for (const path of input.given.keys()) if (!holds(value, path)) throw noSuchKey(path, schema)
  const changes =
    target.row === undefined
      ? await newFiles(target, value, schema, before, ports)
      : [await newRow(target.row.list, target, value, wanted.into, before, ports)]
  const change = await judgeChange(request, before, changes, fixed)
  refuseMistakes(change)
  const name = typeof value['id'] === 'string' ? value['id'] : target.word
  return { kind: 'planned', change, name }
}

function schemaOfTarget({ kind, row }: NewKind): PlacedSchema {
  const record = schemaOf(kind.file)
  const list = row === undefined ? undefined : stepInto(record, row.list)
  return (list === undefined ? undefined : stepInto(list, '*')) ?? record
}

/** Whether a given value went into the record, and was not overlooked. */
function holds(record: YamlValue, path: string): boolean {
  let at: YamlValue | undefined = record
  for (const step of path.split('.')) {
    if (Array.isArray(at)) at = (at as readonly YamlValue[])[Number(step)]
    else at = isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }
  return at !== undefined
}

function noSuchKey(path: string, schema: PlacedSchema): Refusal {
  const remedy = `Keys: ${keysOf(schema).join(', ')}.`
  return new Refusal(exitStatus.usage, `\`${path.slice(0, 80)}\` is no key of this record`, remedy)
}

/** The key that says what a record is called. */
function titleKeyOf(schema: PlacedSchema): string {
  const { properties, required } = follow(schema).node
  return required?.includes('name') === true || properties?.['title'] === undefined ? 'name' : 'title'
}

/** What was given, with the values that follow from it. */
function toInput(wanted: NewRequest, schema: PlacedSchema, before: CheckRun, now: string): BuildInput {
  const given = new Map(wanted.given)
  const titleKey = titleKeyOf(schema)
  if (wanted.title !== undefined) given.set(titleKey, wanted.title)
  const today = before.report.asOf
  const derived = new Map<string, YamlValue>()
  const input = { model: before.model, given, today, now, derived }
  const idSchema = stepInto(schema, 'id')
  if (idSchema === undefined) {
    if (wanted.id === undefined) return input
    throw new Refusal(exitStatus.usage, 'A record of this kind has no id', 'Leave --id out.')
  }
  const id =
    wanted.id ??
    given.get('id') ??
    nextId(before.model, idSchema.node, { title: given.get(titleKey), year: today.slice(0, 4) })
  given.delete('id')
  if (id === undefined) return input
  valueOfText(id, idSchema, '--id')
  const taken = before.model.declaredIds.find((declared) => declared.id.toLowerCase() === id.toLowerCase())
  if (taken !== undefined) {
    const what = `${taken.id} is there already, in ${taken.owner.at.file}`
    throw new Refusal(exitStatus.usage, what, 'Choose another id with --id.')
  }
  derived.set('id', id)
  const text = textKeyOf(schema)
  if (text !== undefined) derived.set(text, `${id}.md`)
  return input
}

/** The key that names the file with the text of a record. */
const textKeyOf = (schema: PlacedSchema): string | undefined =>
  Object.entries(follow(schema).node.properties ?? {}).find(([, node]) => node['x-text-file'] === true)?.[0]

/** The files of a new record, with the copies of its schemas where they are not there yet. */
export async function newFiles(
  { kind, word }: NewKind,
  value: { readonly [key: string]: YamlValue },
  schema: PlacedSchema,
  { report }: CheckRun,
  { files }: CheckPorts,
): Promise<FileChange[]> {
  const program = report.programFolder
  const id = typeof value['id'] === 'string' ? value['id'] : undefined
  if (id !== undefined && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id)) {
    throw new Refusal(exitStatus.usage, `\`${id.slice(0, 60)}\` cannot name a file`, 'Use letters, digits, _ and -.')
  }
  const inProgram = (path: string) => (program === '' || program === '.' ? path : `${program}/${path}`)
  const isThere = async (path: string) => (await files.read(path)) !== undefined
  const alone = inProgram(`${word}.yaml`)
  const path =
    kind.folder !== undefined && id !== undefined
      ? inProgram(`${kind.folder}/${id}.yaml`)
      : id !== undefined && (await isThere(alone))
        ? inProgram(`${id}.yaml`)
        : alone
  if (await isThere(path)) {
    const rows = kind.rows.map((row) => `\`countersign new ${wordOf(row.type)}\``)
    const remedy = rows.length === 0 ? 'Edit it, or choose another id with --id.' : `Add to it: ${rows.join(', ')}.`
    throw new Refusal(exitStatus.usage, `${path} is there already`, remedy)
  }
  const changes: FileChange[] = []
  const add = (added: string, text: string) => changes.push({ path: added, before: undefined, text })
  const up = kind.folder !== undefined && id !== undefined ? '../'.repeat(kind.folder.split('/').length) : ''
  const optional = Object.keys(follow(schema).node.properties ?? {})
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ key, meaning: meaningOfKey(schema, key) }))
  add(path, writeRecord(value, { schema: `${up}.schemas/v1/${kind.file}`, optional }))
  const body = value[textKeyOf(schema) ?? '']
  if (typeof body === 'string') {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    if (!(await isThere(`${folder}${body}`))) add(`${folder}${body}`, outline(String(value['title'] ?? id)))
  }
  for (const name of [kind.file, 'common.json']) {
    const copy = inProgram(`.schemas/v1/${name}`)
    const text = starter.schemas.find((one) => one.path === name)?.text
    if (text !== undefined && !(await isThere(copy))) add(copy, text)
  }
  return changes
}

function meaningOfKey(schema: PlacedSchema, key: string): string {
  const own = stepInto(schema, key)
  const meaning = own === undefined ? '' : meaningOf(own.node)
  const entry = own === undefined ? undefined : stepInto(own, '*')
  return meaning === '' && entry !== undefined ? `A list. ${meaningOf(entry.node)}` : meaning
}

/** The start of a text that a person has to write. */
const outline = (title: string): string =>
  [`# ${title.replaceAll('\n', ' ')}`, '## Aim', '## Scope', '## Rules', '## Exceptions', '']
    .join('\n\n')
    .replace(/(?<!\n)\n+$/, '\n')

async function newRow(
  list: string,
  { kind, row }: NewKind,
  value: YamlValue,
  into: string | undefined,
  { model }: CheckRun,
  { files }: CheckPorts,
): Promise<FileChange> {
  const records = model.records.filter((record) => record.kind === kind.kind)
  const rowsIn = (record: ProgramRecord) => {
    const rows: unknown = (record.value as unknown as Readonly<Record<string, unknown>>)[list]
    return Array.isArray(rows) ? rows.length : -1
  }
  const idOf = (record: ProgramRecord) => ('id' in record.value ? record.value.id : undefined)
  const fitting =
    into === undefined ? records : records.filter((record) => idOf(record) === into || record.at.file === into)
  const [first, second] = [...fitting].sort((a, b) => rowsIn(b) - rowsIn(a))
  const names = records.slice(0, 10).map((record) => idOf(record) ?? record.at.file)
  if (first === undefined) {
    const what =
      into === undefined ? `There is no ${kind.kind} record yet` : `There is no ${kind.kind} ${into.slice(0, 80)}`
    const remedy =
      names.length === 0 ? `\`countersign new ${wordOf(kind.type)}\` makes one.` : `Name one: ${names.join(', ')}.`
    throw new Refusal(exitStatus.usage, what, remedy)
  }
  // Rows that belong to their record alone, for example the evidence of a control, have no place of their own.
  if (into === undefined && row?.collection === undefined && second !== undefined) {
    const remedy = `Name it with --into: ${names.join(', ')}${records.length > names.length ? ' ...' : ''}.`
    throw new Refusal(exitStatus.usage, `This goes into one of ${records.length} ${kind.kind} records`, remedy)
  }
  const source = await readText(files, first.at.file)
  const id = idOf(first)
  const found = findRecord(
    source.path,
    source.text,
    undefined,
    (record) => record['kind'] === kind.kind && record['id'] === id && rowsOf(record, list) === rowsIn(first),
  )
  if (found === undefined) {
    throw new Refusal(
      exitStatus.usage,
      `${source.path} has mistakes`,
      'Correct them first; `countersign check` lists them.',
    )
  }
  const [change] = editRecords([
    { record: { ...found, id: id ?? kind.kind, source }, edit: { kind: 'append', path: [list], value } },
  ])
  if (change === undefined) throw new Error('an edit changes a file')
  return change
}

function rowsOf(record: { readonly [key: string]: YamlValue }, list: string): number {
  const rows = record[list]
  return Array.isArray(rows) ? rows.length : -1
}

/** A record that the reader would not take, or that names what does not exist, is not written at all. */
function refuseMistakes({ brought }: ProgramChange): void {
  const mistakes = brought.filter(({ code, severity }) => severity === 'error' && /^(?:YML|SCH|REF)-/.test(code))
  const [first] = mistakes
  if (first === undefined) return
  const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more)` : ''
  throw new Refusal(exitStatus.usage, `${printLocation(first.at)} ${first.message}${more}`, first.remedy)
}
