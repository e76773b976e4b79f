import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const controlCoversPeriod = defineRule({
  id: 'CTL-005',
  name: 'control-covers-period',
  title: 'A control operated for the whole period, or the part is stated',
  subject: 'control',
  severity: 'error',
  rationale:
    'An auditor tests a control over the period of the report. One that began in the middle covers a part, and the reader has to be told what served the criterion before.',
  remedy: 'Set `implementedSince`, and write in `partOfPeriod` why it began later and what was there before.',
  criteria: ['CC4.1', 'CC5.3'],
  since: '0.1.0',

  check({ value: control, at }, { program, model }) {
    if (control.status !== 'operating') return notApplicable(`the control is ${control.status}`)
    const period = program?.period
    if (program?.reportType !== 'type2' || period === undefined) return notApplicable('the report has no period')
    const { implementedSince } = control
    if (implementedSince === undefined) {
      const message = `${control.id} operates, but does not say since when`
      return failIfAny([{ message, at: at.locate(['status'], 'value') }])
    }
    if (implementedSince <= period.start || control.partOfPeriod !== undefined) return pass
    const start = model.programs[0]?.at.locate(['period', 'start'], 'value')
    return failIfAny([
      {
        message: `${control.id} operates since ${implementedSince}, after the period began on ${period.start}`,
        at: at.locate(['implementedSince'], 'value'),
        ...(start === undefined ? {} : { related: [{ at: start, message: 'the period of the report' }] }),
      },
    ])
  },
})
