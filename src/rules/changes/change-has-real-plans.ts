import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isEmptyTalk } from '../policies/placeholders.ts'

export const changeHasRealPlans = defineRule({
  id: 'CHG-007',
  name: 'change-has-real-plans',
  title: 'A submitted change says how it is made, tested and taken back',
  subject: 'change-request',
  severity: 'error',
  rationale: 'Whoever approves needs to know what will happen, how one sees that it worked, and how to go back.',
  remedy: 'Write `implementationPlan`, `testPlan` and `rollbackPlan` in words, or keep it a draft.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ value: change, at }) {
    if (change.status !== 'submitted') return notApplicable(`the change is ${change.status}`)
    const findings = (['implementationPlan', 'testPlan', 'rollbackPlan'] as const).flatMap((key) => {
      const plan = change[key]
      if (plan === undefined)
        return [{ message: `${change.id} is submitted without \`${key}\``, at: at.locate(['status'], 'value') }]
      if (!isEmptyTalk(plan)) return []
      return [{ message: `\`${key}\` of ${change.id} says nothing`, at: at.locate([key], 'value') }]
    })
    return failIfAny(findings)
  },
})
