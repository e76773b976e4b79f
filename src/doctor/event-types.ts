import type { Workflow } from './workflow.ts'

/**
 * Activity types of an event that a workflow leaves out. Without the event nothing is missing here.
 *
 * @param without types that count where the workflow names none; default: all that are wanted
 */
export function missingTypes(
  { events }: Workflow,
  event: string,
  wanted: readonly string[],
  without: readonly string[] = wanted,
): readonly string[] {
  const filters = events.get(event)
  if (filters === undefined) return []
  const types = filters['types']
  const given = typeof types === 'string' ? [types] : Array.isArray(types) ? types.map(String) : without
  return wanted.filter((type) => !given.includes(type))
}
