import type { Place } from '../model/location.ts'
import type { ProgramModel } from '../model/program-model.ts'

/** Ids of everything that is new or different in `head`. Keys in another order, or comments, are no difference. */
export function touchedIds(head: ProgramModel, base: ProgramModel): ReadonlySet<string> {
  const before = new Map(base.declaredIds.map(({ id, owner }) => [id, canonical(owner)]))
  const touched = head.declaredIds.filter(({ id, owner }) => before.get(id) !== canonical(owner))
  return new Set(touched.map(({ id }) => id))
}

function canonical({ value }: { readonly value: unknown; readonly at: Place }): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  )
}
