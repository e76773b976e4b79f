import { kinds } from '../../model/kinds.gen.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { IdKind } from '../../model/records.ts'
import { itemsOf } from '../annotated-fields.ts'
import { defineRule } from '../define-rule.ts'
import { referencesIn } from '../references.ts'

export const recordIsReferenced = defineRule({
  id: 'REF-009',
  name: 'record-is-referenced',
  title: 'What exists to be used by other records is named by one',
  subject: 'declared-id',
  severity: 'warning',
  rationale:
    'A policy that no control implements, or a role that nobody holds, looks like a part of the program and changes nothing. Looked at only where the program has records that could name it.',
  remedy: 'Name it where it is used, or retire or remove it.',
  criteria: ['CC2.1', 'CC5.3'],
  since: '0.1.0',

  check({ id, kind, owner }, { model }) {
    const wanted = expectationOf.get(kind)
    if (wanted === undefined) return notApplicable(`a ${kind} may stand alone`)
    const status: unknown = 'status' in owner.value ? owner.value.status : undefined
    if (status === 'retired' || status === 'draft' || status === 'ended') return notApplicable(`it is ${status}`)
    if (referencedIn(model).has(id)) return pass
    if (!(namersOf.get(kind) ?? []).some((collection) => itemsOf(model, collection).length > 0))
      return notApplicable('no record yet that could name it')
    return failIfAny([{ message: `No record names ${id}: missing is ${wanted}`, at: owner.at.locate(['id'], 'value') }])
  },
})

const items = kinds.flatMap((kind) => [kind, ...kind.rows])

/** What has to name a thing, by what its id names. */
const expectationOf: ReadonlyMap<IdKind, string> = new Map(
  items.flatMap(({ idKind, expectsReference }) =>
    idKind === undefined || expectsReference === undefined ? [] : [[idKind, expectsReference]],
  ),
)

/** The collections whose items can name a thing of another collection. */
const namersOf = new Map(
  items.flatMap(({ idKind }) => {
    if (idKind === undefined) return []
    const namers = items.flatMap((item) =>
      item.collection !== undefined &&
      item.idKind !== idKind &&
      item.fields.some(({ references }) => references?.includes(idKind))
        ? [item.collection]
        : [],
    )
    return [[idKind, namers] as const]
  }),
)

/** Ids that something other than themselves names. */
function referencedIn(model: ProgramModel): ReadonlySet<string> {
  const known = referenced.get(model)
  if (known !== undefined) return known
  const ids = new Set(referencesIn(model).flatMap(({ from, id }) => (from === id ? [] : [id])))
  referenced.set(model, ids)
  return ids
}

const referenced = new WeakMap<ProgramModel, ReadonlySet<string>>()
