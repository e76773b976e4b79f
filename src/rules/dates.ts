import { dayOf, instantOf, millisecondsOf } from '../model/days.ts'
import { annotatedFields } from './annotated-fields.ts'
import type { DateClaim } from './define-rule.ts'
import type { RuleContext } from './rule-context.ts'

/** Every date whose order or tense means something: the values with `x-past` or `x-not-before`, and of controls. */
export function datesIn({ model, timezone }: RuleContext): DateClaim[] {
  const found: DateClaim[] = []
  for (const { from, item, path, value } of annotatedFields(model, 'past')) {
    if (typeof value !== 'string') continue
    found.push({ from, at: item.at, path, day: toDay(value, timezone), isPast: true })
  }
  for (const { field, from, item, path, value, beside, besidePath } of annotatedFields(model, 'notBefore')) {
    if (field.notBefore === undefined || typeof value !== 'string') continue
    const first = Object.hasOwn(beside, field.notBefore) ? beside[field.notBefore] : undefined
    if (typeof first !== 'string') continue
    const [early, late] = comparable(first, value, timezone)
    const notBefore = { day: early, path: [...besidePath, field.notBefore] }
    found.push({ from, at: item.at, path, day: late, notBefore, isPast: false })
  }
  // A planned control may name the day it will begin.
  for (const { value, at } of model.controls.values()) {
    if (value.status !== 'operating' || value.implementedSince === undefined) continue
    found.push({ from: value.id, at, path: ['implementedSince'], day: value.implementedSince, isPast: true })
  }
  return found
}

const isMoment = (text: string): boolean => text.includes('T')

export const toDay = (text: string, timezone: string): string => (isMoment(text) ? dayOf(text, timezone) : text)

/** Two moments in one offset compare as text; beside a day, a moment counts as its day in the time zone. */
function comparable(one: string, other: string, timezone: string): readonly [string, string] {
  if (isMoment(one) && isMoment(other)) {
    return [instantOf(millisecondsOf(one)), instantOf(millisecondsOf(other))]
  }
  return [toDay(one, timezone), toDay(other, timezone)]
}
