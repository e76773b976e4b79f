import type { CommitApproval } from '../model/commit-approval.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { bodyPath } from '../read/read-policy-bodies.ts'
import { type FieldChange, fieldChanges, inWords } from './field-changes.ts'
import { type TextChanges, textChanges } from './text-changes.ts'

/** A commit of the protected branch that changed a record. */
export interface ChangeSource {
  readonly commit: string
  readonly day: string
  /** Title of the pull request where the log knows it, else what the commit says. */
  readonly title: string
  readonly approval: CommitApproval
}

export interface RecordChange {
  /** Its id; of a record without one its file. */
  readonly id: string
  /** In words: `change request`. */
  readonly kind: string
  readonly title: string | null
  readonly what: 'added' | 'removed' | 'renamed' | 'moved' | 'changed' | 'not-readable'
  /** Id that it had, where it was renamed; path, where it was moved. */
  readonly from: string | null
  readonly to: string | null
  readonly fields: readonly FieldChange[]
  /** Of the text of a policy; null where that did not change. */
  readonly text: TextChanges | null
  readonly by: readonly ChangeSource[]
}

interface Item {
  readonly id: string
  readonly kind: string
  readonly data: object
  readonly path: string
  readonly body: string | undefined
  /** Key of its history. */
  readonly historyKey: string
}

const similarEnough = 0.7
/** Records of one kind that came and went beyond which no renamed one is looked for: comparing costs the square. */
const mostCandidates = 200

/** The records of two versions of a program that differ, by kind and id. `by` is filled in by who knows the history. */
export function programChanges(
  before: ProgramModel,
  after: ProgramModel,
  sourcesOf: (historyKeys: readonly string[]) => readonly ChangeSource[],
): readonly RecordChange[] {
  const [were, are] = [itemsOf(before), itemsOf(after)]
  const gone = [...were].filter(([key]) => !are.has(key)).map(([, item]) => item)
  const come = [...are].filter(([key]) => !were.has(key)).map(([, item]) => item)
  const renamed = pairsOf(gone, come)
  const changes: RecordChange[] = []
  const add = (was: Item | undefined, is: Item | undefined) => {
    const change = changeOf(was, is, { before, after })
    const keys = [...new Set([was, is].flatMap((item) => item?.historyKey ?? []))]
    if (change !== undefined) changes.push({ ...change, by: sourcesOf(keys) })
  }
  for (const [key, is] of are) {
    const was = were.get(key) ?? renamed.get(is)
    add(was, is)
  }
  const taken = new Set(renamed.values())
  for (const item of gone) if (!taken.has(item)) add(item, undefined)
  return changes.sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function itemsOf(model: ProgramModel): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>()
  const inFile = new Map<string, number>()
  const add = (item: Item) => {
    const key = `${item.kind} ${item.id}`
    if (!items.has(key)) items.set(key, item)
  }
  for (const record of model.records) {
    const { kind, value, at } = record
    const path = at.file
    const index = inFile.get(path) ?? 0
    inFile.set(path, index + 1)
    const unnamed = `${kind} ${index} in ${path}`
    const id = 'id' in value ? value.id : `${path}${index === 0 ? '' : `, document ${index + 1}`}`
    const { apiVersion: _version, kind: _kind, ...data } = value
    const body = kind === 'Policy' ? model.bodies.get(bodyPath(record)) : undefined
    if (kind !== 'RiskRegister') {
      add({ id, kind, data, path, body, historyKey: 'id' in value ? value.id : unnamed })
      continue
    }
    const { risks, ...register } = data as typeof data & { readonly risks: readonly { readonly id: string }[] }
    add({ id, kind, data: register, path, body, historyKey: id })
    for (const risk of risks) add({ id: risk.id, kind: 'Risk', data: risk, path, body: undefined, historyKey: risk.id })
  }
  return items
}

/** What came, with what it was before: the same in all but id, or in most. */
function pairsOf(gone: readonly Item[], come: readonly Item[]): ReadonlyMap<Item, Item> {
  const pairs = new Map<Item, Item>()
  const free = new Set(gone)
  for (const is of come) {
    const candidates = [...free].filter(({ kind }) => kind === is.kind)
    if (candidates.length > mostCandidates) continue
    let [best, most] = [undefined as Item | undefined, similarEnough]
    for (const was of candidates) {
      const share = likeness(was, is)
      if (share > most) [best, most] = [was, share]
    }
    if (best === undefined) continue
    pairs.set(is, best)
    free.delete(best)
  }
  return pairs
}

/** Share of fields that are equal, the id left out; a policy's text is one of them. */
function likeness(was: Item, is: Item): number {
  const one = { ...was.data, id: '', body: was.body ?? '' }
  const other = { ...is.data, id: '', body: is.body ?? '' }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  const different = new Set(fieldChanges(one, other).map(({ field }) => field.split(', ')[0]))
  return 1 - different.size / Math.max(1, keys.size - 1)
}

function changeOf(
  was: Item | undefined,
  is: Item | undefined,
  models: { readonly before: ProgramModel; readonly after: ProgramModel },
): Omit<RecordChange, 'by'> | undefined {
  const item = is ?? was
  if (item === undefined) return undefined
  const named = 'title' in item.data ? item.data.title : 'name' in item.data ? item.data.name : undefined
  const base = {
    id: item.id,
    kind: inWords(item.kind),
    title: typeof named === 'string' ? named : null,
    from: null,
    to: null,
    fields: [],
    text: null,
  }
  // What stands in a file with a fault was not removed: nobody can say what became of it.
  if (is === undefined && models.after.malformedIds.has(item.id)) return { ...base, what: 'not-readable' }
  if (was === undefined && models.before.malformedIds.has(item.id)) return { ...base, what: 'not-readable' }
  if (was === undefined) return { ...base, what: 'added', text: textOf('', item.body ?? '') }
  if (is === undefined) return { ...base, what: 'removed', text: textOf(item.body ?? '', '') }
  const fields = fieldChanges(was.data, is.data).filter(({ field }) => field !== 'id')
  const text = textOf(was.body ?? '', is.body ?? '')
  if (was.id !== is.id) return { ...base, what: 'renamed', from: was.id, to: is.id, fields, text }
  if (fields.length > 0 || text !== null) return { ...base, what: 'changed', fields, text }
  return was.path === is.path ? undefined : { ...base, what: 'moved', from: was.path, to: is.path }
}

function textOf(before: string, after: string): TextChanges | null {
  const changes = textChanges(before, after)
  return changes.paragraphs.length === 0 ? null : changes
}
