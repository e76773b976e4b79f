import { changeWith, known, merged } from '../../../support/gate-facts.ts'
import { by, type Row, two } from './row.ts'

const rules = `  - {id: two, when: {category: [standard, normal]}, require: {approvals: 2}}
  - {id: fast, when: {category: [emergency]}, require: {approvals: 1}}`
const freeze = (start: string, end: string, more = '') =>
  `deployment: {merging: true}\nfreezes:\n  - {title: End of year, start: "${start}", end: "${end}"${more}}`
const before = '2026-03-04T08:00:00Z'
/** When the facts were read. */
const now = '2026-03-04T09:00:00Z'
const after = '2026-03-04T10:00:00Z'
const emergency = known([changeWith('category: normal', 'category: emergency')])
const keys = ['freezes.start', 'freezes.end']

// biome-ignore format: one row, one line
export const freezeRows: readonly Row[] = [
  { keys, name: 'no freeze', rules, head: freeze(after, '2026-03-05T09:00:00Z'), facts: { reviews: two }, wanted: 'approved' },
  { keys, name: 'a freeze', rules, head: freeze(before, after), facts: { reviews: two }, wanted: 'pending', says: `nothing but an emergency is merged before ${after}: End of year` },
  { keys, name: 'the first moment of a freeze', rules, head: freeze(now, after), facts: { reviews: two }, wanted: 'pending' },
  { keys, name: 'the moment after the last of a freeze', rules, head: freeze(before, now), facts: { reviews: two }, wanted: 'approved' },
  { keys, name: 'a freeze in another time zone', rules, head: freeze('2026-03-04T10:30:00+02:00', '2026-03-04T11:30:00+02:00'), facts: { reviews: two }, wanted: 'pending' },
  { keys, name: 'the later end of two freezes', rules, head: `${freeze(before, after)}\n  - {title: Longer, start: "${before}", end: "2026-04-01T00:00:00Z"}`, facts: { reviews: two }, wanted: 'pending', says: 'Longer' },
  { keys, name: 'a merge in a freeze', rules, head: freeze('2026-03-03T11:00:00Z', '2026-03-03T13:00:00Z'), facts: { reviews: two, pull: merged('mia') }, wanted: 'refused', says: 'in the freeze "End of year"' },
  { keys, name: 'a merge before a freeze', rules, head: freeze(before, after), facts: { reviews: two, pull: merged('mia') }, wanted: 'approved' },
  { keys, name: 'an emergency in a freeze', rules, head: freeze(before, after), facts: { reviews: by('dan'), changeFiles: emergency }, wanted: 'approved' },
  { keys, name: 'an emergency in a freeze that is only claimed', rules, head: freeze(before, after), facts: { reviews: two, changeFiles: emergency }, wanted: 'pending', says: 'nothing but an emergency' },
  { keys, name: 'a freeze where merging deploys nothing', rules, head: freeze(before, after).replace('deployment: {merging: true}\n', ''), facts: { reviews: two }, wanted: 'approved' },
  { keys: ['freezes.environments'], name: 'a freeze of one environment', rules, head: freeze(before, after, ', environments: [production]'), facts: { reviews: two }, wanted: 'approved' },
  { keys: ['freezes.environments'], name: 'a freeze of all of them beside one of one environment', rules, head: `${freeze(before, after, ', environments: [production]')}\n  - {title: All, start: "${before}", end: "${after}"}`, facts: { reviews: two }, wanted: 'pending', says: 'All' },
]
