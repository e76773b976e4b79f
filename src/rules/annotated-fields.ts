import { kinds } from '../model/kinds.gen.ts'
import type { Located, RecordPath } from '../model/location.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { AnnotatedField, CollectionName, ItemInfo } from '../model/records.ts'

/** A value whose meaning its schema declares, with what it stands in. */
export interface FoundField {
  readonly field: AnnotatedField
  /** What messages call the record or row: its id, or what it is. */
  readonly from: string
  readonly item: Located<unknown>
  readonly path: RecordPath
  readonly value: unknown
  /** The mapping that holds the value, for the keys beside it. */
  readonly beside: Readonly<Record<string, unknown>>
  /** The path of that mapping. */
  readonly besidePath: RecordPath
}

const infoOf = new Map(kinds.map((info) => [info.kind, info]))

/** Every value of the program that has an annotation in its schema, in reading order of records, then of rows. */
export function* annotatedFields(model: ProgramModel): Generator<FoundField> {
  for (const record of model.records) {
    const info = infoOf.get(record.kind)
    if (info !== undefined) yield* fieldsOf(record, info, record.kind)
  }
  for (const kind of kinds) {
    for (const row of kind.rows) {
      if (row.collection === undefined || row.fields.length === 0) continue
      for (const item of itemsOf(model, row.collection)) yield* fieldsOf(item, row, kind.kind)
    }
  }
}

/** Everything in a collection, by id or not, in reading order. */
export function itemsOf(model: ProgramModel, collection: CollectionName): readonly Located<unknown>[] {
  const all = model[collection]
  return 'values' in all && all instanceof Map ? [...all.values()] : (all as readonly Located<unknown>[])
}

/** What a record or row is called: its id, or its label with the values of its keys. */
export function nameOf(value: unknown, { label }: Pick<ItemInfo, 'label'>, kind: string): string {
  const keys = value as Readonly<Record<string, unknown>>
  if (typeof keys['id'] === 'string') return keys['id']
  return label?.replace(/\{([A-Za-z]+)\}/g, (_all, key: string) => String(keys[key] ?? '?')) ?? `The ${kind} record`
}

function* fieldsOf(item: Located<unknown>, info: ItemInfo, kind: string): Generator<FoundField> {
  if (info.fields.length === 0) return
  const from = nameOf(item.value, info, kind)
  for (const field of info.fields) {
    for (const { path, value, beside, besidePath } of valuesAt(item.value, field.path)) {
      yield { field, from, item, path, value, beside, besidePath }
    }
  }
}

interface FoundValue {
  readonly path: RecordPath
  readonly value: unknown
  readonly beside: Readonly<Record<string, unknown>>
  readonly besidePath: RecordPath
}

/** The values at a path with `*` for the entries of a list. */
function* valuesAt(root: unknown, pattern: readonly string[]): Generator<FoundValue> {
  let found: FoundValue[] = [{ path: [], value: root, beside: {}, besidePath: [] }]
  for (const step of pattern) {
    found = found.flatMap(({ path, value, beside, besidePath }): FoundValue[] => {
      if (step === '*') {
        if (!Array.isArray(value)) return []
        return value.map((entry: unknown, index) => ({ path: [...path, index], value: entry, beside, besidePath }))
      }
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return []
      const mapping = value as Readonly<Record<string, unknown>>
      return [{ path: [...path, step], value: mapping[step], beside: mapping, besidePath: path }]
    })
    if (found.length === 0) return
  }
  yield* found
}
