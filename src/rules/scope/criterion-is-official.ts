import { headings, officialIdOf } from '../../model/criteria.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { whyNotOfficial } from './official-criterion.ts'

export const criterionIsOfficial = defineRule({
  id: 'SCP-001',
  name: 'criterion-is-official',
  title: 'A criterion id is one of the 61 official ones',
  subject: 'criterion-mapping',
  severity: 'error',
  rationale: 'A control mapped to an id that does not exist covers nothing.',
  remedy: 'Use one of the 61 official ids, for example CC6.1; compliance guides that number differently are wrong.',
  criteria: ['CC5.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ from, at, path, id }) {
    const wrong = whyNotOfficial(id)
    if (wrong === undefined) return pass
    if (headings.has(id)) return notApplicable('it is a heading: SCP-003 says so')
    if (officialIdOf(id) !== undefined) return notApplicable('SCP-002 names the official id')
    const { what, hint } = wrong
    return failIfAny([
      {
        message: `${from} names the criterion ${id}, which ${what}`,
        at: at.locate(path, 'value'),
        ...(hint === undefined ? {} : { hint }),
      },
    ])
  },
})
