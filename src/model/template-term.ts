import { addDuration, type Day, subtractDuration } from './days.ts'
import type { ChangeTemplate } from './records.ts'

/**
 * Why a template of standard changes may not be followed by a change that is requested on a day, and the key that says so;
 * undefined where it may: it was approved by somebody other than its owner, and not more than twelve months before.
 */
export function faultOfTemplate(
  { status, owner, approvedBy, approvedOn, expires }: ChangeTemplate,
  day: Day,
): { readonly what: string; readonly key: string } | undefined {
  if (status !== 'approved') return { what: `is ${status}`, key: 'status' }
  if (approvedBy === undefined || approvedOn === undefined) return { what: 'nobody approved on a day', key: 'status' }
  if (approvedBy === owner) return { what: `${owner} owns and approved`, key: 'approvedBy' }
  if (day < approvedOn) return { what: `was approved on ${approvedOn}, after ${day}`, key: 'approvedOn' }
  const year = subtractDuration(addDuration(approvedOn, 'P12M'), 'P1D')
  if (expires !== undefined && expires > year) return { what: `lasts longer than 12 months`, key: 'expires' }
  const last = expires ?? year
  return day <= last ? undefined : { what: `ended on ${last}`, key: expires === undefined ? 'approvedOn' : 'expires' }
}
