import { dayOf, subtractDuration } from '../../model/days.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

const mostPercent = 10
/** Below this a single emergency is a large share and says nothing. */
const fewestMerges = 10

export const emergenciesAreRare = defineRule({
  id: 'CHG-015',
  name: 'emergencies-are-rare',
  title: 'At most one change in ten of the last three months was an emergency',
  subject: 'program',
  severity: 'warning',
  rationale: 'A path with fewer approvals that is used every week is the normal path. Auditors ask from about 10 %.',
  remedy: 'Look at what made them urgent; give what repeats a standard change, and plan the rest.',
  criteria: ['CC8.1'],
  since: '0.2.0',
  needs: 'log',

  check({ at }, { logged, asOf, timezone }) {
    const since = subtractDuration(asOf, 'P3M')
    const merges = logged.merges.filter(({ record }) => dayOf(record.data.mergedAt, timezone) > since)
    if (merges.length < fewestMerges) return notApplicable(`the log holds ${merges.length} merges since ${since}`)
    const emergencies = merges.filter(({ record }) => record.data.category === 'emergency')
    const percent = Math.floor((100 * emergencies.length) / merges.length)
    if (emergencies.length * 100 <= mostPercent * merges.length) return failIfAny([])
    return failIfAny([
      {
        message: `${emergencies.length} of ${merges.length} changes since ${since} were emergencies (${percent} %)`,
        at: at.locate(['id'], 'value'),
        related: emergencies
          .slice(-5)
          .map((one) => ({ at: one.at.locate(), message: `pull request ${one.record.data.pull}` })),
      },
    ])
  },
})
