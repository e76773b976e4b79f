/** GitHub's own API description, cut down to operations and schemas, loaded once and repaired for a validator. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export type JsonObject = { [name: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Makes a schema say to ajv what GitHub means by it; the description uses OpenAPI 3.0's `nullable` loosely.
 *
 * - `nullable` without `type` is refused by ajv: becomes "this or null".
 * - `nullable` with `enum` lacks null in the list.
 * - fields of format `uri` whose default is "" really come as "".
 */
function repair(node: unknown): void {
  if (Array.isArray(node)) for (const child of node) repair(child)
  if (!isObject(node)) return
  for (const child of Object.values(node)) repair(child)
  if (node['format'] === 'uri' && node['default'] === '') delete node['format']
  if (node['nullable'] !== true) return
  const choices = node['enum']
  if (Array.isArray(choices) && !choices.includes(null)) choices.push(null)
  if (typeof node['type'] === 'string') return
  const rest = { ...node }
  delete rest['nullable']
  for (const key of Object.keys(node)) delete node[key]
  node['anyOf'] = [rest, { type: 'null' }]
}

/** Descriptions that are kept: of github.com and of a GitHub Enterprise Server. */
export const apiNames = ['api.github.com', 'ghes-3.19'] as const
export type ApiName = (typeof apiNames)[number]

export interface Contract {
  readonly name: ApiName
  readonly document: JsonObject
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, JsonObject>>
  /** Follows `$ref`s inside the contract until something else is reached. */
  resolved(node: unknown): JsonObject
}

const loaded = new Map<ApiName, Contract>()

/** The contract of a kind of GitHub; read from the packed file on first use only. */
export function contractOf(name: ApiName): Contract {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const packed = readFileSync(join(import.meta.dirname, 'contract', `${name}.json.gz`))
  const document: unknown = JSON.parse(gunzipSync(packed).toString('utf8'))
  if (!isObject(document) || !isObject(document['paths'])) throw new Error('the contract file holds no paths')
  repair(document)
  const paths = Object.entries(document['paths']).map(([path, item]) => {
    const operations = isObject(item) ? Object.entries(item) : []
    return [path, new Map(operations.filter((entry): entry is [string, JsonObject] => isObject(entry[1])))] as const
  })
  const made = { name, document, paths: new Map(paths), resolved: (node: unknown) => resolve(document, node) }
  loaded.set(name, made)
  return made
}

function resolve(document: JsonObject, node: unknown): JsonObject {
  let here = node
  for (let hops = 0; hops < 20; hops++) {
    if (!isObject(here)) return {}
    const ref = here['$ref']
    if (typeof ref !== 'string') return here
    here = ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), document)
  }
  throw new Error('a $ref of the contract goes in circles')
}
