import { kinds } from '../model/kinds.gen.ts'
import type { Located, RecordPath } from '../model/location.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { AnnotatedField, CollectionName, ItemInfo } from '../model/records.ts'

type Mapping = Readonly<Record<string, unknown>>

/** A value whose meaning its schema declares, with what it stands in. */
export interface FoundField {
  readonly field: AnnotatedField
  /** What messages call the record or row: its id, or what it is. */
  readonly from: string
  readonly item: Located<unknown>
  readonly path: RecordPath
  readonly value: unknown
  /** The mapping that holds the value, for the keys beside it. */
  readonly beside: Mapping
  /** The path of that mapping. */
  readonly besidePath: RecordPath
}

type Annotation = Exclude<keyof AnnotatedField, 'path'>

/** Every value of the program that has this annotation in its schema, in reading order of records, then of rows. */
export function annotatedFields(model: ProgramModel, annotation: Annotation): readonly FoundField[] {
  const isWanted = (field: AnnotatedField) => field[annotation] !== undefined
  const fieldsOfKind = new Map(kinds.map((info) => [info.kind, { info, fields: info.fields.filter(isWanted) }]))
  const found: FoundField[] = []
  for (const record of model.records) {
    const wanted = fieldsOfKind.get(record.kind)
    if (wanted !== undefined) addFields(found, record, wanted.info, wanted.fields, record.kind)
  }
  for (const kind of kinds) {
    for (const row of kind.rows) {
      const fields = row.fields.filter(isWanted)
      if (row.collection === undefined || fields.length === 0) continue
      for (const item of itemsOf(model, row.collection)) addFields(found, item, row, fields, kind.kind)
    }
  }
  return found
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

function addFields(
  found: FoundField[],
  item: Located<unknown>,
  info: ItemInfo,
  fields: readonly AnnotatedField[],
  kind: string,
): void {
  for (const field of fields) {
    const { path: pattern } = field
    /** Follows the pattern from a step on; `*` stands for the entries of a list. */
    const follow = (step: number, value: unknown, path: RecordPath, beside: Mapping, besidePath: RecordPath): void => {
      const name = pattern[step]
      if (name === undefined) {
        found.push({ field, from: nameOf(item.value, info, kind), item, path, value, beside, besidePath })
      } else if (name === '*') {
        if (!Array.isArray(value)) return
        for (const [index, entry] of value.entries()) follow(step + 1, entry, [...path, index], beside, besidePath)
      } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) {
        const mapping = value as Mapping
        follow(step + 1, mapping[name], [...path, name], mapping, path)
      }
    }
    follow(0, item.value, [], {}, [])
  }
}
