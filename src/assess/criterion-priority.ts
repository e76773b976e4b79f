import type { Program } from '../model/records.ts'

export type Priority = 'critical' | 'high' | 'medium' | 'low'

/** The most urgent first. */
export const byPriority: readonly Priority[] = ['critical', 'high', 'medium', 'low']

/**
 * Where the Program says nothing: who gets in and whether anybody notices comes first, then data on its way. What is not
 * named is medium, as in the Program.
 */
const defaults: NonNullable<Program['priorities']> = [
  { criteria: ['CC6', 'CC7'], priority: 'critical' },
  { criteria: ['CC6.7'], priority: 'high' },
]

/** How urgent gaps in a criterion are. Of several entries that name it the longest counts, of two alike the more urgent. */
export function priorityOf(criterion: string, program: Program | undefined): Priority {
  const entries = program?.priorities ?? defaults
  let [found, length]: [Priority, number] = ['medium', 0]
  for (const { criteria, priority } of entries)
    for (const named of criteria) {
      if (named !== criterion && !criterion.startsWith(`${named}.`)) continue
      if (named.length < length || (named.length === length && !isMoreUrgent(priority, found))) continue
      ;[found, length] = [priority, named.length]
    }
  return found
}

export const isMoreUrgent = (one: Priority, other: Priority): boolean =>
  byPriority.indexOf(one) < byPriority.indexOf(other)

/** The most urgent one; medium where there is none. */
export const mostUrgent = (some: readonly Priority[]): Priority =>
  byPriority.find((priority) => some.includes(priority)) ?? 'medium'
