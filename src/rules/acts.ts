import { annotatedFields } from './annotated-fields.ts'
import { toDay } from './dates.ts'
import type { Act } from './define-rule.ts'
import type { RuleContext } from './rule-context.ts'

/** Everything that records say a person did on a day (`x-act`), and what people answer for today. */
export function actsIn({ model, asOf, timezone }: RuleContext): Act[] {
  const found: Act[] = []
  for (const { field, from, item, path, value, beside } of annotatedFields(model, 'act')) {
    if (field.act === undefined || typeof value !== 'string') continue
    const day = Object.hasOwn(beside, field.act.on) ? beside[field.act.on] : undefined
    if (typeof day !== 'string') continue
    found.push({ from, person: value, day: toDay(day, timezone), what: field.act.does, at: item.at, path })
  }
  for (const { value, at } of model.policies.values()) {
    if (value.status === 'retired') continue
    found.push({ from: value.id, person: value.owner, day: asOf, what: 'owns the policy', at, path: ['owner'] })
    if (value.effectiveFrom === undefined) continue
    for (const [index, person] of (value.approvedBy ?? []).entries()) {
      const path = ['approvedBy', index]
      found.push({ from: value.id, person, day: value.effectiveFrom, what: 'approved the policy', at, path })
    }
  }
  for (const { value, at } of model.risks.values()) {
    if (value.status === 'closed') continue
    for (const [index, { owner, due }] of (value.plan ?? []).entries()) {
      if (due < asOf) continue
      const path = ['plan', index, 'owner']
      found.push({ from: value.id, person: owner, day: asOf, what: 'has an action of the plan', at, path })
    }
  }
  return found
}
