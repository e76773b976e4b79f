// What the program knows of each kind of record, read from the annotations in schemas/: so a new kind is a schema, its
// rules and its template, and no list of kinds is kept by hand.
//
// On a record, or on the rows of a list right below it:
//   x-map, x-list    name of the collection of the model that holds them, by id or in reading order
//   x-declares       what its id names, for rows that are in no collection, or where that is not the title in small letters
//   x-label          what it is called in a message where it has no id, with {keys} filled in
//   x-folder         (records) folder whose files hold records of this kind
//   x-expects-reference  what has to name each of them, in words; without it nobody would miss one
// On a value:
//   x-references     what the id may name
//   x-acyclic        these references must not lead back to where they start
//   x-act            { does, on }: what the person named does, and the key beside it that says on which day
//   x-past           a date of something that has happened
//   x-not-before     the key beside it with the date that comes first
//   x-overdue        { done, unless? }: a day by which something has to happen, the key beside it with the day on which it
//                    did, and values of keys (beside it, or of the record or row) with which it no longer has to
//   x-claim          a person who is said to have approved; the evidence log shows whether it is so
//   x-criterion      id of a criterion
//   x-text-file      name of the file with the text of the record, beside it
//   x-new            what `countersign new` does with a key that need not be there: ask for it, write today, or the same
//                    as another key beside it (same:KEY)

/** Annotations of values: `ajv` is told about these, and about those of records, so that a misspelt one is refused. */
export const annotations = [
  'x-map',
  'x-list',
  'x-declares',
  'x-label',
  'x-folder',
  'x-expects-reference',
  'x-references',
  'x-acyclic',
  'x-act',
  'x-past',
  'x-not-before',
  'x-overdue',
  'x-claim',
  'x-criterion',
  'x-text-file',
  'x-new',
]

/** @typedef {Readonly<Record<string, any>>} Schema */

const kebab = (/** @type {string} */ title) => title.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()

/** Follows a `$ref` into this file or common.json; annotations beside the reference win. */
function resolve(/** @type {Schema} */ node, /** @type {Schema} */ root, /** @type {Schema} */ common) {
  let at = node
  let home = root
  const beside = {}
  while (typeof at.$ref === 'string') {
    const { $ref, ...own } = at
    Object.assign(beside, own, { ...beside })
    const [file, pointer = ''] = $ref.split('#/definitions/')
    if (file === 'common.json') home = common
    at = home.definitions[pointer]
    if (at === undefined) throw new Error(`${$ref} leads nowhere`)
  }
  return { node: { ...at, ...beside }, home }
}

/**
 * Every annotated value with its path, `*` standing for the entries of a list.
 *
 * @param {Schema} schema
 * @param {Schema} root
 * @param {Schema} common
 * @param {readonly string[]} path
 * @returns {{ path: string[], field: Record<string, unknown> }[]}
 */
function fieldsOf(schema, root, common, path = []) {
  const { node, home } = resolve(schema, root, common)
  const found = []
  const field = {
    ...(node['x-references'] && { references: node['x-references'] }),
    ...(node['x-acyclic'] && { acyclic: true }),
    ...(node['x-act'] && { act: node['x-act'] }),
    ...(node['x-past'] && { past: true }),
    ...(node['x-not-before'] && { notBefore: node['x-not-before'] }),
    ...(node['x-overdue'] && { overdue: node['x-overdue'] }),
    ...(node['x-claim'] && { claim: true }),
    ...(node['x-criterion'] && { criterion: true }),
  }
  if (Object.keys(field).length > 0) found.push({ path: [...path], field })
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    for (const beside of [value['x-not-before'], value['x-act']?.on, value['x-overdue']?.done])
      if (beside !== undefined && node.properties[beside] === undefined)
        throw new Error(`${[...path, key].join('.')} speaks of a key ${beside}, which is not beside it`)
    found.push(...fieldsOf(value, home, common, [...path, key]))
  }
  if (node.items !== undefined) found.push(...fieldsOf(node.items, home, common, [...path, '*']))
  for (const branch of [...(node.anyOf ?? []), ...(node.oneOf ?? [])])
    found.push(...fieldsOf(branch, home, common, path))
  return found
}

/** What a record or a row is: its collection, what its id names, its name in messages. */
function itemOf(/** @type {Schema} */ node, isRecord = false) {
  const collection = node['x-map'] ?? node['x-list']
  const isNamed = isRecord || collection !== undefined || node['x-declares'] !== undefined
  const hasId = isNamed && node.required?.includes('id') === true
  return {
    type: node.title,
    ...(collection === undefined ? {} : { collection, form: node['x-map'] === undefined ? 'list' : 'map' }),
    ...(hasId ? { idKind: node['x-declares'] ?? kebab(node.title) } : {}),
    ...(node['x-label'] === undefined ? {} : { label: node['x-label'] }),
    ...(node['x-expects-reference'] === undefined ? {} : { expectsReference: node['x-expects-reference'] }),
  }
}

/**
 * @param {Readonly<Record<string, Schema>>} schemas by file name
 * @param {readonly string[]} files the schemas of records that people write
 */
export function kindTable(schemas, files) {
  const common = schemas['common.json'] ?? {}
  return files.map((file) => {
    const root = schemas[file] ?? {}
    const lists = Object.entries(root.properties ?? {}).flatMap(([list, value]) => {
      const { node } = resolve(value, root, common)
      if (node.items === undefined) return []
      const row = resolve(node.items, root, common).node
      const item = itemOf(row)
      return item.collection === undefined && item.idKind === undefined ? [] : [{ list, ...item }]
    })
    const fields = fieldsOf(root, root, common)
    const inRows =
      (/** @type {string} */ list) =>
      (/** @type {{ path: string[] }} */ { path }) =>
        path[0] === list && path[1] === '*'
    const owned = lists.filter(({ collection }) => collection !== undefined)
    return {
      ...itemOf(root, true),
      kind: root.properties.kind.const,
      file,
      ...(root['x-folder'] === undefined ? {} : { folder: root['x-folder'] }),
      rows: lists.map((row) => ({
        ...row,
        fields:
          row.collection === undefined
            ? []
            : fields.filter(inRows(row.list)).map(({ path, field }) => ({ path: path.slice(2), ...field })),
      })),
      fields: fields
        .filter((field) => !owned.some(({ list }) => inRows(list)(field)))
        .map(({ path, field }) => ({ path, ...field })),
    }
  })
}

/**
 * The module `src/model/kinds.gen.ts`: types of all records and their rows, the collections of the model, and the table.
 *
 * @param {ReturnType<typeof kindTable>} table
 */
export function kindModule(table) {
  const items = table.flatMap((kind) => [kind, ...kind.rows])
  const types = [...new Set(items.map(({ type }) => type))]
  const collections = items.filter(({ collection }) => collection !== undefined)
  const idKinds = [...new Set(items.flatMap(({ idKind }) => (idKind === undefined ? [] : [idKind])))]
  const line = (/** @type {{ collection?: string, form?: string, type: string }} */ { collection, form, type }) =>
    `  readonly ${collection}: ${form === 'map' ? `ReadonlyMap<string, Located<${type}>>` : `readonly Located<${type}>[]`}`
  return `// biome-ignore-all lint: generated
// Made from schemas/ by src/dev/generate.mjs. Do not edit.
import type { DeepReadonly } from './deep-readonly.ts'
import type { Located } from './location.ts'
import type * as made from './records.gen.ts'

${types.map((type) => `export type ${type} = DeepReadonly<made.${type}>`).join('\n')}

/** What one YAML document of the program can be. */
export interface RecordOfKind {
${table.map(({ kind, type }) => `  readonly ${kind}: ${type}`).join('\n')}
}
export type RecordKind = keyof RecordOfKind

/** What an id names: a record, or a row of a list of one. */
export type IdKind =
${idKinds.map((kind) => `  | '${kind}'`).join('\n')}

/** Everything in a program: by id, where the first of two equal ids wins, or in reading order. */
export interface Collections {
${collections.map(line).join('\n')}
}
export type CollectionName = keyof Collections

/** The items of the collections, by the name that rules use for what they are about. */
export interface ItemOf {
${collections.map(({ type }) => `  readonly '${kebab(type)}': Located<${type}>`).join('\n')}
}
export const collectionOf = {
${collections.map(({ type, collection }) => `  '${kebab(type)}': '${collection}',`).join('\n')}
} as const satisfies Record<keyof ItemOf, CollectionName>

/** A value of a record or row that means something to every kind alike. */
export interface AnnotatedField {
  /** Keys from the record or row; \`*\` stands for every entry of a list. */
  readonly path: readonly string[]
  readonly references?: readonly IdKind[]
  readonly acyclic?: true
  readonly act?: { readonly does: string; readonly on: string }
  readonly past?: true
  readonly notBefore?: string
  readonly overdue?: { readonly done: string; readonly unless?: Readonly<Record<string, readonly string[]>> }
  readonly claim?: true
  readonly criterion?: true
}
export interface ItemInfo {
  /** Name of its type: the title of its schema. */
  readonly type: string
  readonly collection?: CollectionName
  readonly form?: 'map' | 'list'
  readonly idKind?: IdKind
  readonly label?: string
  /** What has to name each of them, in words. */
  readonly expectsReference?: string
  readonly fields: readonly AnnotatedField[]
}
export interface KindInfo extends ItemInfo {
  readonly kind: RecordKind
  /** Name of its schema. */
  readonly file: string
  readonly folder?: string
  readonly rows: readonly (ItemInfo & { readonly list: string })[]
}

/** Every kind of record. */
export const kinds: readonly KindInfo[] = ${JSON.stringify(table, null, 1)}
`
}
