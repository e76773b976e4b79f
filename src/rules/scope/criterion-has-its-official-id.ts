import { criteria, headings, officialIdOf } from '../../model/criteria.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const criterionHasItsOfficialId = defineRule({
  id: 'SCP-002',
  name: 'criterion-has-its-official-id',
  title: 'A criterion is named by its official id, not by another one in use for it',
  subject: 'criterion-mapping',
  severity: 'error',
  rationale:
    'Ids such as CC8.2, C1.3 or soc2_cc6_1 circulate in templates and tools. An import translates them; in a record they are refused, or nobody could look them up.',
  remedy: 'Write the official id.',
  criteria: ['CC5.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ from, at, path, id }) {
    const official = officialIdOf(id)
    if (official === undefined)
      return criteria.has(id) ? pass : notApplicable(headings.has(id) ? 'SCP-003 says that' : 'SCP-001 says that')
    const message = `${from} names the criterion ${id}, which is called ${official}`
    return failIfAny([{ message, at: at.locate(path, 'value'), hint: `the official id is ${official}` }])
  },
})
