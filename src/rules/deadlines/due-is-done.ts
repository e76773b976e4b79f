import { daysAgo, daysBetween } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const dueIsDone = defineRule({
  id: 'DUE-001',
  name: 'due-is-done',
  title: 'What is due on a day is done by that day',
  subject: 'deadline',
  severity: 'error',
  rationale:
    'A promise with a date that nobody comes back to is the most common thing an auditor finds. What was done late stays visible as a warning.',
  remedy: 'Do it and write the day on which it was done, or agree on another day in a reviewed pull request.',
  criteria: ['CC4.2', 'CC5.3'],
  since: '0.1.0',
  overdue: true,

  check({ from, at, path, due, done, settled }, { asOf }) {
    const name = path.join('.')
    if (done !== undefined) {
      if (done.day <= due) return pass
      const late = daysBetween(due, done.day)
      const message = `${from}: \`${name}\` was ${due}, and it was done ${late} day${late === 1 ? '' : 's'} late`
      const related = [{ at: at.locate(path, 'value'), message: 'when it was due' }]
      return failIfAny([{ message, at: at.locate(done.path, 'value'), related, severity: 'warning' }])
    }
    if (settled !== undefined) return notApplicable(settled)
    if (asOf <= due) return pass
    const message = `${from}: \`${name}\` was ${due}, ${daysAgo(due, asOf)}, and it is not done`
    return failIfAny([{ message, at: at.locate(path, 'value') }])
  },
})
