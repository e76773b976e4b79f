import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import type { DeclaredId, ProgramModel } from '../../model/program-model.ts'
import { defineRule } from '../define-rule.ts'
import { isWhollyAnother } from './identity.ts'

export const idKeepsItsMeaning = defineRule({
  id: 'REF-006',
  name: 'id-keeps-its-meaning',
  title: 'An id is not used again for something else',
  subject: 'declared-id',
  severity: 'error',
  rationale:
    'The evidence log, waivers and documents of earlier years speak of a record by its id. Seen is only what the comparison shows: an id whose kind changed, or whose title shares no word with the one before while its texts and lists are all others as well. A record that was rewritten but keeps a word of its title, a sentence, a control or an account passes; so does an id that was removed long ago.',
  remedy: 'Give the new thing an id of its own, and retire or remove the old one.',
  criteria: ['CC2.1'],
  since: '0.1.0',
  needs: 'base',

  check({ id, kind, owner }, { base }) {
    const before = base === undefined ? undefined : declaredIn(base).get(id)
    if (base?.malformedIds.has(id) === true) return notDetermined('it could not be read on the base')
    if (before === undefined) return notApplicable('the id is new')
    const at = owner.at.locate(['id'], 'value')
    if (before.kind !== kind) {
      return failIfAny([{ message: `${id} was a ${before.kind} and is now a ${kind}`, at }])
    }
    const status: unknown = 'status' in before.owner.value ? before.owner.value.status : undefined
    if (status === 'draft' || status === 'planned') return notApplicable(`it was ${status}`)
    if (!isWhollyAnother(before.owner.value, owner.value)) return pass
    return failIfAny([{ message: `${id} names something else than before`, at, hint: 'nothing of it is as it was' }])
  },
})

/** What each id names; the first of two equal ones. */
function declaredIn(model: ProgramModel): ReadonlyMap<string, DeclaredId> {
  const known = declared.get(model)
  if (known !== undefined) return known
  const ids = new Map(model.declaredIds.toReversed().map((one) => [one.id, one]))
  declared.set(model, ids)
  return ids
}

const declared = new WeakMap<ProgramModel, ReadonlyMap<string, DeclaredId>>()
