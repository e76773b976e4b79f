import type { Edit } from '../../edit/edit.ts'
import type { RecordPath } from '../../model/location.ts'
import type { DocumentMap } from '../../read/document-map.ts'
import { typeOf } from '../value-of-text.ts'
import { type Fix, valuesIn } from './fix.ts'

/** Where the schema wants a text, `1.10` and `no` are meant as they are written; where it wants true or false, so is `yes`. */
export const quotedText: Fix = {
  code: 'REF-010',
  does: 'a text that readers of YAML take for a number or for true gets quotes; `yes` and `no` become true and false',
  editsOf(record) {
    const { ambiguous, map } = record.document
    if (ambiguous.length === 0) return []
    const sources = new Map(ambiguous.map(({ row, scalar }) => [row, scalar.source]))
    return [...valuesIn(record)].flatMap(({ path, schema }): Edit[] => {
      const source = sources.get(rowAt(map, path) ?? -1)
      if (source === undefined) return []
      const { node } = schema
      const type = typeOf(node)
      if (type === 'boolean')
        return isWord(source) ? [{ kind: 'set', path, value: /^(?:y|yes|on)$/i.test(source) }] : []
      const fits = node.enum === undefined && new RegExp(node.pattern ?? '', 'u').test(source)
      return type === 'string' && fits ? [{ kind: 'set', path, value: source }] : []
    })
  },
}

const isWord = (source: string): boolean => /^(?:y|n|yes|no|on|off)$/i.test(source)

function rowAt(map: DocumentMap, path: RecordPath): number | undefined {
  const { row, complete } = map.follow(0, path)
  return complete ? row : undefined
}
