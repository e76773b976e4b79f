import type { Location } from '../model/location.ts'
import { parseYaml, type YamlDocument } from './parse-yaml.ts'

/** Where in a record a place is, said without lines and positions: it stays the same while text around it changes. */
export interface PlaceName {
  /** Id of the record, its kind where it has none, empty where it is no record. */
  readonly record: string
  /** Keys and, for entries of lists, what tells them apart from others: `risks`, `RSK-001`, `owner`. */
  readonly path: readonly string[]
}

/**
 * Names places of one file. A text that is not YAML has no names.
 * @param text the whole file, as it was when the places were found
 */
export function placeNamer(file: string, text: string): (at: Location) => PlaceName | undefined {
  const { documents } = parseYaml(file, text)
  const source = documents[0]?.map.source
  return (at) => {
    const offset = source?.offsetOf(at)
    const document = offset === undefined ? undefined : documents.find(({ map }) => map.holds(offset))
    return document === undefined || offset === undefined ? undefined : nameIn(document, offset)
  }
}

function nameIn({ data, map }: YamlDocument, offset: number): PlaceName {
  const path: string[] = []
  let value = data
  for (const step of map.pathAt(offset)) {
    value = partOf(value, step)
    path.push(typeof step === 'string' ? step : entryName(value, step))
  }
  // What is said of a record as a whole stands at its id.
  if (path.at(-1) === 'id') path.pop()
  return { record: stringAt(data, 'id') ?? stringAt(data, 'kind') ?? '', path }
}

/** An entry by its id, else by what stands in it first, so that entries before it may come and go. */
function entryName(value: unknown, index: number): string {
  if (typeof value !== 'object' || value === null) return shown(value)
  const id = stringAt(value, 'id')
  if (id !== undefined) return id
  const scalars = Object.values(value).filter((one) => typeof one !== 'object')
  return scalars.length === 0 ? String(index) : scalars.slice(0, 2).map(shown).join('/')
}

const shown = (value: unknown): string => String(value).slice(0, 100)

function partOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, step) ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined
}

function stringAt(value: unknown, key: string): string | undefined {
  const found = partOf(value, key)
  return typeof found === 'string' ? found : undefined
}
