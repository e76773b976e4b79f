import { criteria, headings, officialIdOf } from '../../model/criteria.ts'
import { nearest } from '../../model/nearest.ts'

/** Why an id is no criterion that something can be mapped to, with the one that was meant; undefined for one that is. */
export function whyNotOfficial(id: string): { readonly what: string; readonly hint?: string } | undefined {
  if (criteria.has(id)) return undefined
  if (headings.has(id)) return { what: 'is the heading of a series and no criterion' }
  const official = officialIdOf(id)
  if (official !== undefined) return { what: 'does not exist', hint: `the official id is ${official}` }
  const near = nearest(id, criteria.keys())
  return { what: 'does not exist', ...(near === undefined ? {} : { hint: `did you mean ${near}?` }) }
}
