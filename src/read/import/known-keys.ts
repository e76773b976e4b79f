import type { EvidenceSource } from '../../model/records.ts'
import { ImportRefused } from './import-refused.ts'
import type { Json } from './json-shape.ts'
import type { Raw } from './map-item.ts'

interface Known {
  readonly below: Map<string, Known>
  /** `all`: whatever is below may be there too. */
  is: 'way' | 'value' | 'all'
}

/** What a source may have in an object: the values that are mapped and those that are named as not kept. */
export class KnownKeys {
  readonly #source: EvidenceSource
  readonly #known: Known = { below: new Map(), is: 'way' }

  constructor(source: EvidenceSource) {
    this.#source = source
    for (const { from } of source.fields) if (from !== undefined) this.#add(from, 'value')
    for (const name of source.ignore ?? []) this.#add(name, 'all')
  }

  #add(name: string, is: 'value' | 'all'): void {
    let known = this.#known
    for (const step of stepsOf(name)) {
      const next = known.below.get(step) ?? { below: new Map(), is: 'way' }
      known.below.set(step, next)
      known = next
    }
    known.is = is
  }

  /** A look into one item. @throws ImportRefused for one with a key that the source does not know */
  read(item: Json): (from: string) => Raw {
    if (!isObject(item)) throw new ImportRefused('An item is no object', 'Say with `items` where the list is.')
    this.#check(item, this.#known, '')
    return (from) => textOf(valueAt(item, stepsOf(from)), from)
  }

  #check(value: Json, known: Known, path: string): void {
    if (known.is !== 'way' || !isObject(value)) return
    for (const [key, inner] of Object.entries(value)) {
      const next = known.below.get(key)
      const at = `${path}/${key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (next === undefined) {
        const remedy = `Map it in ${this.#source.id}, or name it under \`ignore\`.`
        throw new ImportRefused('The source does not know this value', remedy, { at })
      }
      if (next.is === 'way' && inner !== null && !isObject(inner)) {
        throw new ImportRefused('Here belongs an object', `${this.#source.id} maps what is in it.`, { at })
      }
      this.#check(inner, next, at)
    }
  }
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON pointer (RFC 6901), or the plain name of a key. */
export const stepsOf = (name: string): readonly string[] =>
  name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [name]

function valueAt(item: Json, steps: readonly string[]): Json | undefined {
  let at: Json | undefined = item
  for (const step of steps) at = at !== undefined && isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined
  return at
}

function textOf(value: Json | undefined, from: string): Raw {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return (value as readonly Json[]).map((part) => plainText(part, from))
  return plainText(value, from)
}

function plainText(value: Json, from: string): string {
  const at = `column ${from.slice(0, 100)}`
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') {
    throw new ImportRefused('Here belongs a text, a number, or true or false', 'Point to a part of it.', { at })
  }
  // A larger one was rounded when it was read, and would be somebody else's id.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new ImportRefused('The number is too large to be read exactly', 'Let the system write it as text.', { at })
  }
  return String(value)
}
