import { defineRule } from '../define-rule.ts'
import { faultsOfScope, outcomeOf } from './judge-exception.ts'

export const exceptionNamesResources = defineRule({
  id: 'EXC-004',
  name: 'exception-names-resources',
  title: 'An exception names what it covers, without wildcards',
  subject: 'exception',
  severity: 'error',
  rationale: 'What covers everything excuses what nobody has thought of.',
  remedy: 'Name each resource, and the `control` or `rule` that it departs from.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }) {
    return outcomeOf(faultsOfScope(exception), at)
  },
})
