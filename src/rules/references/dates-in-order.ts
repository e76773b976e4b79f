import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const datesInOrder = defineRule({
  id: 'REF-008',
  name: 'dates-in-order',
  title: 'Dates are in order, and nothing that has happened lies in the future',
  subject: 'date',
  severity: 'error',
  rationale: 'A record of something that has not happened yet, or that ends before it begins, proves nothing.',
  remedy: 'Correct the date.',
  criteria: ['CC2.1'],
  since: '0.1.0',

  check({ from, at, path, day, notBefore, isPast }, { asOf }) {
    const name = path.join('.')
    if (notBefore !== undefined && day < notBefore.day) {
      return failIfAny([
        {
          message: `${from}: \`${name}\` ${day} is before \`${notBefore.path.join('.')}\` ${notBefore.day}`,
          at: at.locate(path, 'value'),
          related: [{ at: at.locate(notBefore.path, 'value'), message: 'the earlier of the two' }],
        },
      ])
    }
    if (!isPast || day <= asOf) return pass
    const message = `${from}: \`${name}\` ${day} tells something that has happened, but the check is as of ${asOf}`
    return failIfAny([{ message, at: at.locate(path, 'value') }])
  },
})
