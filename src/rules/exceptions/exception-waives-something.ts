import { nearest } from '../../model/nearest.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const exceptionWaivesSomething = defineRule({
  id: 'EXC-007',
  name: 'exception-waives-something',
  title: 'An exception from a rule waives a finding that is there',
  subject: 'exception',
  severity: 'warning',
  rationale:
    'A waiver whose cause is gone would silently excuse the next one; a waiver with a misspelt record excuses nothing while everybody thinks it does.',
  remedy: 'Remove the resource or the exception, or correct what it names.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }, { rules, findingsOf, asOf }) {
    const { id, rule: ruleId } = exception
    if (ruleId === undefined) return notApplicable('it departs from a control')
    if (exception.expires !== undefined && exception.expires < asOf) return notApplicable('EXC-002: it has expired')
    const here = at.locate(['rule'], 'value')
    const rule = rules.get(ruleId)
    if (rule === undefined) {
      const near = nearest(ruleId, rules.keys())
      const hint = near === undefined ? {} : { hint: `did you mean ${near}?` }
      return failIfAny([{ message: `${id} waives ${ruleId}, and there is no such rule`, at: here, ...hint }])
    }
    if (rule.unwaivable === true) {
      return failIfAny([{ message: `${id} waives ${ruleId}, which no exception can waive`, at: here }])
    }
    if (exception.start > asOf) return notApplicable('it has not begun')
    const found = findingsOf(rule)
    if (found === undefined) return notApplicable(`${ruleId} is not run here`)
    return failIfAny(
      exception.resources.flatMap((resource, index) => {
        if (found.has(resource)) return []
        const near = nearest(resource, found.keys())
        return [
          {
            message: `${id} waives nothing: ${ruleId} finds nothing about ${resource}`,
            at: at.locate(['resources', index], 'value'),
            ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
          },
        ]
      }),
    )
  },
})
