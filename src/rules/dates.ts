import { dayOf, instantOf, millisecondsOf } from '../model/days.ts'
import type { Place, RecordPath } from '../model/location.ts'
import type { DateClaim } from './define-rule.ts'
import type { RuleContext } from './rule-context.ts'

/** Every date whose order or tense means something. */
export function datesIn({ model, timezone }: RuleContext): DateClaim[] {
  const found: DateClaim[] = []
  const collector = (from: string, at: Place) => {
    const past = (path: RecordPath, day: string | undefined) => {
      if (day !== undefined) found.push({ from, at, path, day, isPast: true })
    }
    const ordered = (early: RecordPath, before: string | undefined, late: RecordPath, after: string | undefined) => {
      if (before === undefined || after === undefined) return
      found.push({ from, at, path: late, day: after, notBefore: { day: before, path: early }, isPast: false })
    }
    return { past, ordered }
  }
  for (const { value, at } of model.programs) {
    collector(value.id, at).ordered(['period', 'start'], value.period?.start, ['period', 'end'], value.period?.end)
  }
  for (const { value, at } of model.people.values()) {
    collector(value.id, at).ordered(['start'], value.start, ['end'], value.end)
  }
  for (const { value, at } of model.assignments) {
    const { ordered, past } = collector(`The assignment of ${value.role} to ${value.person}`, at)
    past(['requestedAt'], value.requestedAt)
    ordered(['requestedAt'], value.requestedAt, ['grantedAt'], value.grantedAt)
    ordered(['grantedAt'], value.grantedAt, ['expires'], value.expires)
  }
  for (const { value, at } of model.policies.values()) {
    const { ordered, past } = collector(value.id, at)
    past(['lastReviewed'], value.lastReviewed)
    ordered(['effectiveFrom'], value.effectiveFrom, ['effectiveTo'], value.effectiveTo)
  }
  for (const { value, at } of model.controls.values()) {
    if (value.status === 'operating') collector(value.id, at).past(['implementedSince'], value.implementedSince)
  }
  for (const { value, at } of model.risks.values()) {
    const { ordered, past } = collector(value.id, at)
    past(['lastReviewed'], value.lastReviewed)
    past(['acceptance', 'at'], value.acceptance?.at)
    ordered(['acceptance', 'at'], value.acceptance?.at, ['acceptance', 'expires'], value.acceptance?.expires)
  }
  for (const { value, at } of model.changes.values()) {
    const { ordered, past } = collector(value.id, at)
    past(['requestedAt'], dayOf(value.requestedAt, timezone))
    const { start, end } = value.window ?? {}
    ordered(['window', 'start'], toUtc(start), ['window', 'end'], toUtc(end))
  }
  for (const { value, at } of model.exceptions.values()) {
    collector(value.id, at).ordered(['start'], value.start, ['expires'], value.expires)
  }
  return found
}

/** Moments in one offset compare as text, like days. */
const toUtc = (instant: string | undefined): string | undefined =>
  instant === undefined ? undefined : instantOf(millisecondsOf(instant))
