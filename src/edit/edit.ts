import type { RecordPath } from '../model/location.ts'

/** What a record can hold: plain data, as the reader makes it. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue }

/** One intended change of a document. Paths are counted after the edits before it. */
export type Edit =
  | {
      /** Replaces the value at a path; a last step that is a missing key of a mapping adds the key. */
      readonly kind: 'set'
      readonly path: RecordPath
      readonly value: YamlValue
      /** The order that keys of this mapping usually have; a new key goes behind its nearest predecessor. */
      readonly order?: readonly string[]
    }
  | {
      /** Adds a row at the end of a list; one that is missing or empty is made. */
      readonly kind: 'append'
      readonly path: RecordPath
      readonly value: YamlValue
    }
  | {
      /** Removes a key with its value, or an entry of a list. */
      readonly kind: 'remove'
      readonly path: RecordPath
    }

export const isMapping = (value: unknown): value is { readonly [key: string]: YamlValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
