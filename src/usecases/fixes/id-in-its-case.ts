import type { Edit } from '../../edit/edit.ts'
import { type Fix, valuesIn } from './fix.ts'

/**
 * An id in letters of the wrong case: ids are unique whatever their case, so only one thing can be meant. A misspelt id
 * is not mended, however near: RSK-12 and RSK-13 are one letter apart, and a control that points at the wrong risk is
 * worse than one that points nowhere and is told.
 */
export const idInItsCase: Fix = {
  code: 'REF-002',
  does: 'a reference in letters of the wrong case gets those of the id',
  editsOf(record) {
    const { model } = record
    const ids = new Map<string, Set<string>>()
    for (const { id } of model.declaredIds) {
      const known = ids.get(id.toLowerCase())
      if (known === undefined) ids.set(id.toLowerCase(), new Set([id]))
      else known.add(id)
    }
    return [...valuesIn(record)].flatMap(({ path, value, schema: { node } }): Edit[] => {
      if (node['x-references'] === undefined || typeof value !== 'string') return []
      const [meant, other] = ids.get(value.toLowerCase()) ?? []
      return meant === undefined || other !== undefined || meant === value ? [] : [{ kind: 'set', path, value: meant }]
    })
  },
}
