import { type Edit, isMapping, type YamlValue } from '../../edit/edit.ts'
import type { KindInfo } from '../../model/kinds.gen.ts'
import type { RecordPath } from '../../model/location.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { YamlDocument } from '../../read/parse-yaml.ts'
import { follow, type PlacedSchema, stepInto } from '../record-schema.ts'

/** One document of the program that may be mended. */
export interface Mendable {
  readonly kind: KindInfo
  readonly schema: PlacedSchema
  readonly data: { readonly [key: string]: YamlValue }
  readonly document: YamlDocument
  readonly model: ProgramModel
}

/** A mistake that has one cure only, so that a machine may apply it. */
export interface Fix {
  /** Of the rule or problem that tells the mistake. */
  readonly code: string
  /** What is done, one line. */
  readonly does: string
  /** The edits of a document, each counted from the text as it stands: at most one of a value, removals from the end. */
  editsOf(record: Mendable): readonly Edit[]
}

interface Visited {
  readonly path: RecordPath
  readonly value: YamlValue
  readonly schema: PlacedSchema
}

/**
 * Every value of a record with the schema it has to keep, from the outside in. Where a schema gives a choice, what was
 * meant is not certain, and nothing inside is visited.
 */
export function* valuesIn({ data, schema }: Pick<Mendable, 'data' | 'schema'>): Generator<Visited> {
  const open: Visited[] = [{ path: [], value: data, schema }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at
    const { node } = follow(at.schema)
    if (node.anyOf !== undefined || node.oneOf !== undefined) continue
    const { path, value, schema: own } = at
    if (Array.isArray(value)) {
      const inside = stepInto(own, '*')
      if (inside === undefined) continue
      for (const [index, entry] of (value as readonly YamlValue[]).entries()) {
        open.push({ path: [...path, index], value: entry, schema: inside })
      }
    } else if (isMapping(value)) {
      for (const [key, part] of Object.entries(value)) {
        const inside = stepInto(own, key)
        if (inside !== undefined) open.push({ path: [...path, key], value: part, schema: inside })
      }
    }
  }
}
