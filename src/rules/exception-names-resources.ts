import { failIfAny } from '../model/outcome.ts'
import { defineRule } from './define-rule.ts'
import { faultsOfScope } from './judge-exception.ts'

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
    const faults = faultsOfScope(exception)
    return failIfAny(
      faults.map(({ message, path, hint }) => ({
        message,
        at: path.length === 0 ? at.locate() : at.locate(path),
        ...(hint === undefined ? {} : { hint }),
      })),
    )
  },
})
