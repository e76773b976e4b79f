import type { Edit } from '../../edit/edit.ts'
import { certainlyMeant } from '../../model/nearest.ts'
import { type Fix, valuesIn } from './fix.ts'

/**
 * A word that is not allowed and is one letter away from exactly one that is. It means nothing as it stands, so nothing
 * can be lost; that it may say more afterwards (`aproved`) is seen in the diff and in the review of the pull request.
 */
export const certainWord: Fix = {
  code: 'SCH-004',
  does: 'a word one letter away from exactly one of the allowed ones becomes that one',
  editsOf(record) {
    return [...valuesIn(record)].flatMap(({ path, value, schema: { node } }): Edit[] => {
      if (node.enum === undefined || typeof value !== 'string' || node.enum.includes(value)) return []
      const words = node.enum.filter((word) => typeof word === 'string')
      const meant = certainlyMeant(value, words)
      return meant === undefined ? [] : [{ kind: 'set', path, value: meant }]
    })
  },
}
