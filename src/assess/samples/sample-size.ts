import type { Control } from '../../model/records.ts'

/** How many items are drawn where nobody says otherwise, by the frequency of the control; `all` is every item. */
export const defaultSizes: Readonly<Record<Control['frequency'], number | 'all'>> = {
  annual: 1,
  semiannual: 'all',
  quarterly: 'all',
  monthly: 3,
  weekly: 8,
  daily: 25,
  'per-event': 25,
  'per-request': 25,
  'on-change': 25,
  continuous: 25,
}

export interface SamplePlan {
  readonly size: number
  /** Where the size comes from, in words. */
  readonly why: string
}

/**
 * How many items of a population are to be drawn at least: as the control says, else by its frequency for what the calendar
 * expects, and as for events for a list of items. Nobody sets sizes by rule; these are in the range that auditors publish,
 * and an auditor asks for what they need.
 *
 * @param population a smaller one than the size is drawn whole
 */
export function planFor(
  { frequency, sampling }: Pick<Control, 'frequency' | 'sampling'>,
  population: { readonly name: string; readonly count: number },
): SamplePlan {
  const isCalendar = population.name === 'occurrences'
  const basis = isCalendar ? `what is expected ${frequency.replaceAll('-', ' ')}` : 'a list of items'
  const { wanted, why } =
    sampling === undefined
      ? { wanted: defaultSizes[isCalendar ? frequency : 'per-event'], why: `the usual size for ${basis}` }
      : { wanted: sampling.size, why: 'the size that the control names' }
  const { count } = population
  if (wanted === 'all') return { size: count, why: `every item, as is usual for ${basis}` }
  return count <= wanted ? { size: count, why: `every item: there are no more than ${wanted}` } : { size: wanted, why }
}
