import type { AlertFile } from '../model/alert-file.ts'
import { kinds } from '../model/kinds.gen.ts'
import type { Located } from '../model/location.ts'
import type { AmbiguousScalar, DeclaredId, ProgramModel, ProgramRecord } from '../model/program-model.ts'
import type { CollectionName, Collections, ItemInfo } from '../model/records.ts'
import type { YamlPlace } from './document-map.ts'
import type { DroppedRows } from './read-record.ts'

export interface PlacedRecord {
  readonly record: ProgramRecord & { readonly at: YamlPlace }
  readonly dropped: DroppedRows
}

export interface ModelParts {
  readonly records: readonly PlacedRecord[]
  readonly bodies: ReadonlyMap<string, string>
  readonly alertFiles: readonly AlertFile[]
  readonly ambiguousScalars: readonly Located<AmbiguousScalar>[]
  readonly malformedIds: ReadonlySet<string>
}

const infoOf = new Map(kinds.map((info) => [info.kind, info]))

/** Indexes records: every section in reading order, every id with what it names; the first of two equal ids wins. */
export function buildModel({ records, bodies, alertFiles, ambiguousScalars, malformedIds }: ModelParts): ProgramModel {
  const declaredIds: DeclaredId[] = []
  const collections = emptyCollections()

  function take(item: Located<unknown>, { idKind, collection }: ItemInfo) {
    const { id } = item.value as { readonly id?: unknown }
    if (idKind !== undefined && typeof id === 'string') {
      declaredIds.push({ id, kind: idKind, owner: item as Located<{ readonly id: string }> })
    }
    const all = collection === undefined ? undefined : collections.get(collection)
    if (Array.isArray(all)) all.push(item)
    else if (all !== undefined && typeof id === 'string' && !all.has(id)) all.set(id, item)
  }

  for (const { record, dropped } of records) {
    const info = infoOf.get(record.kind)
    if (info === undefined) throw new Error(`no kind ${record.kind} in the table of kinds`)
    take(record, info)
    for (const row of info.rows) {
      for (const item of rowsOf(record, row.list, dropped.get(row.list))) take(item, row)
    }
  }
  return {
    records: records.map(({ record }) => record),
    declaredIds,
    ...(Object.fromEntries(collections) as unknown as Collections),
    bodies,
    alertFiles,
    ambiguousScalars,
    malformedIds,
  }
}

function emptyCollections() {
  const items = kinds.flatMap((kind): readonly ItemInfo[] => [kind, ...kind.rows])
  return new Map<CollectionName, Map<string, Located<unknown>> | Located<unknown>[]>(
    items.flatMap(({ collection, form }) =>
      collection === undefined ? [] : [[collection, form === 'map' ? new Map<string, Located<unknown>>() : []]],
    ),
  )
}

function rowsOf(
  record: PlacedRecord['record'],
  list: string,
  gone: ReadonlySet<number> | undefined,
): Located<unknown>[] {
  const values = (record.value as unknown as Readonly<Record<string, readonly unknown[] | undefined>>)[list]
  if (values === undefined || values.length === 0) return []
  const places = record.at.entries(list).filter((_place, index) => gone?.has(index) !== true)
  return values.flatMap((value, index) => {
    const at = places[index]
    return at === undefined ? [] : [{ value, at }]
  })
}
