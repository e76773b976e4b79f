import type { Edit, YamlValue } from '../../edit/edit.ts'
import { follow } from '../record-schema.ts'
import { type Fix, valuesIn } from './fix.ts'

/** What is named twice in a list of different things is there all the same when it is named once. */
export const entryOnce: Fix = {
  code: 'SCH-003',
  does: 'an entry that a list has twice is kept once, the first one',
  editsOf(record) {
    return [...valuesIn(record)].flatMap(({ path, value, schema }): Edit[] => {
      if (follow(schema).node.uniqueItems !== true || !Array.isArray(value)) return []
      const entries: readonly YamlValue[] = value
      const again = entries.flatMap((entry, index) =>
        typeof entry === 'string' && entries.indexOf(entry) < index ? [index] : [],
      )
      // From the end, so that the places of the others stay.
      return again.reverse().map((index) => ({ kind: 'remove', path: [...path, index] }))
    })
  },
}
