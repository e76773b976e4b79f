import { recordSchemas } from './record-schemas.gen.js'

/** A JSON Schema (draft-07) as far as records are written from it. */
export interface SchemaNode {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly default?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly definitions?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
  readonly 'x-references'?: readonly string[]
  readonly 'x-past'?: boolean
  readonly 'x-act'?: { readonly on: string }
  readonly 'x-criterion'?: boolean
  readonly 'x-not-before'?: string
  /** Set while a record is built, for the first of two dates. */
  readonly 'x-starts'?: boolean
  readonly 'x-text-file'?: boolean
  /** For a key that may be left out: `ask`, `today`, or `same:KEY`. */
  readonly 'x-new'?: string
}

/** A node together with the file it stands in, which its references are about. */
export interface PlacedSchema {
  readonly node: SchemaNode
  readonly root: SchemaNode
}

const parsed = new Map<string, SchemaNode>()

function schemaFile(name: string): SchemaNode {
  const known = parsed.get(name)
  if (known !== undefined) return known
  const text = recordSchemas[name]
  if (text === undefined) throw new Error(`there is no schema ${name}`)
  const schema: SchemaNode = JSON.parse(text)
  parsed.set(name, schema)
  return schema
}

/** The schema of a kind of record, by the name of its file. */
export const schemaOf = (file: string): PlacedSchema => follow({ node: schemaFile(file), root: schemaFile(file) })

/** Follows `$ref`; what stands beside it wins. */
export function follow({ node, root }: PlacedSchema): PlacedSchema {
  if (node.$ref === undefined) return { node, root }
  const { $ref, ...beside } = node
  const [file = '', name = ''] = $ref.split('#/definitions/')
  const home = file === '' ? root : schemaFile(file)
  const target = home.definitions?.[name]
  if (target === undefined) throw new Error(`${$ref} leads nowhere`)
  const next = follow({ node: target, root: home })
  return { node: { ...next.node, ...beside }, root: next.root }
}

/** The schema of what stands below a key, or of the entries of a list where the step is a number or `*`. */
export function stepInto(at: PlacedSchema, step: string | number): PlacedSchema | undefined {
  const { node, root } = follow(at)
  const inside = typeof step === 'number' || step === '*' ? node.items : node.properties?.[step]
  if (inside !== undefined) return follow({ node: inside, root })
  for (const branch of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    const found = stepInto({ node: branch, root }, step)
    if (found !== undefined) return found
  }
  return undefined
}

/** The keys of a mapping in the order in which its schema has them. */
export const keysOf = (at: PlacedSchema | undefined): string[] =>
  at === undefined ? [] : Object.keys(follow(at).node.properties ?? {})
