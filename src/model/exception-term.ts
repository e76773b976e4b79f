import type { Day } from './days.ts'
import type { Exception } from './records.ts'

/** An exception in force on a day: both its days included, and an end is set. */
export const isInForce = ({ start, expires }: Exception, day: Day): boolean =>
  start <= day && expires !== undefined && day <= expires
