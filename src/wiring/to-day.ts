import { type Day, dayOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/** A day as a person gives it. @throws Refusal for any other form, and a day that does not exist */
export function toDay(text: string, option: string): Day {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dayOf(`${text}T00:00:00Z`)
  } catch {
    // Not a day of the calendar: told below.
  }
  throw new Refusal(exitStatus.usage, `${option} cannot be \`${text.slice(0, 40)}\``, 'Give a day as YYYY-MM-DD.')
}
