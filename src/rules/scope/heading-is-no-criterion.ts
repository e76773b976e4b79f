import { criteria, headings } from '../../model/criteria.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const headingIsNoCriterion = defineRule({
  id: 'SCP-003',
  name: 'heading-is-no-criterion',
  title: 'Nothing is mapped to the heading of a series',
  subject: 'criterion-mapping',
  severity: 'error',
  rationale: 'P6.0 and the like are headings. What is mapped to one is mapped to no criterion.',
  remedy: 'Name the criteria of the series that the control serves.',
  criteria: ['CC5.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ from, at, path, id }) {
    if (!headings.has(id)) return criteria.has(id) ? pass : notApplicable('SCP-001 looks at ids that do not exist')
    const start = id.replace(/0$/, '')
    const members = [...criteria.keys()].filter((known) => known.startsWith(start))
    const hint = `criteria of this series: ${members.join(', ')}`
    return failIfAny([
      { message: `${from} is mapped to ${id}, which is a heading`, at: at.locate(path, 'value'), hint },
    ])
  },
})
