import { averageSeconds } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const errorBudgetFollows = defineRule({
  id: 'SLA-001',
  name: 'error-budget-follows',
  title: 'The error budget is what target and window leave over',
  subject: 'service-levels',
  severity: 'error',
  rationale:
    'A budget that is larger than the target allows lets the service miss its promise without anybody noticing.',
  remedy: 'Leave `budgetMinutes` out, it is computed; or write the number that the message gives.',
  criteria: ['A1.1'],
  since: '0.1.0',

  check({ value: levels, at }) {
    const { availability } = levels
    if (availability?.budgetMinutes === undefined) return notApplicable('no budget is written')
    const minutes = ((averageSeconds(availability.window) / 60) * (100 - availability.target)) / 100
    // People write 43.8 or 44 for 43.83.
    if (Math.abs(minutes - availability.budgetMinutes) <= Math.max(0.1, minutes / 100)) return pass
    const message = `${availability.target} % over ${availability.window} leaves ${minutes.toFixed(1)} minutes, not ${availability.budgetMinutes}`
    return failIfAny([{ message, at: at.locate(['availability', 'budgetMinutes'], 'value') }])
  },
})
