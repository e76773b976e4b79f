import type { ProgramModel } from '../model/program-model.ts'
import { bodyPath } from '../read/read-policy-bodies.ts'
import { annotatedFields } from './annotated-fields.ts'
import type { Reference } from './define-rule.ts'

/** Every place where a record names another one: the values with `x-references`, and the texts of policies. */
export function referencesIn(model: ProgramModel): readonly Reference[] {
  const known = foundIn.get(model)
  if (known !== undefined) return known
  const found: Reference[] = []
  for (const { field, from, item, path, value } of annotatedFields(model, 'references')) {
    if (field.references === undefined || typeof value !== 'string') continue
    found.push({ from, at: item.at, path, id: value, kinds: field.references })
  }
  for (const policy of model.policies.values()) {
    found.push({ from: policy.value.id, at: policy.at, path: ['body'], id: bodyPath(policy), kinds: [] })
  }
  foundIn.set(model, found)
  return found
}

/** Several rules ask, and a program does not change while it is checked. */
const foundIn = new WeakMap<ProgramModel, readonly Reference[]>()
