import type { ProgramModel } from '../../model/program-model.ts'
import type { SodPair } from '../../model/records.ts'

/**
 * Whether a pair forbids to hold both roles. `same-change` only forbids to act as both in one change, which the gate
 * decides; `same-system` forbids it where both roles have access to one resource.
 */
export function excludesHolding({ accessMatrix }: ProgramModel, { scope, roles }: SodPair): boolean {
  if (scope === 'same-person') return true
  if (scope === 'same-change') return false
  const [one, other] = roles
  const resourcesOf = (role: string | undefined) =>
    accessMatrix.filter(({ value }) => value.role === role).map(({ value }) => value.resource)
  const reached = new Set(resourcesOf(one))
  return resourcesOf(other).some((resource) => reached.has(resource))
}
