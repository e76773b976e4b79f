import { matches } from '../../model/log-record.ts'
import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { describeRecord } from '../describe-record.ts'
import { narrowToChecks } from '../narrow-checks.ts'
import { requirementsInForce } from './requirements-in-force.ts'

export const scanEvaluatedSomething = defineAssessmentRule({
  id: 'EVD-005',
  name: 'scan-evaluated-something',
  title: 'The newest scan that a control rests on looked at something',
  severity: 'error',
  rationale:
    'A scanner without rights, or pointed at nothing, finds nothing. Shown as a pass it hides whatever it was to find.',
  remedy: 'Look at the log of the scanner: give it the rights it needs, and point it at what is to be scanned.',
  criteria: ['CC4.1', 'CC7.1'],
  since: '0.2.0',
  needs: 'log',

  judge(context) {
    return requirementsInForce(context).flatMap(({ control, requirement, at }) => {
      const declared = context.model.controls.get(control)?.value.evidence?.find(({ id }) => id === requirement.id)
      if (declared?.records.kind !== 'scan.result') return []
      const { where, checks } = declared.records
      const newest = context.records.findLast(
        ({ record }) => record.kind === 'scan.result' && matches(record.data, where) === 'yes',
      )?.record
      if (newest === undefined)
        return [{ resource: control, outcome: notDetermined(`${requirement.id}: no such scan is in the log`) }]
      const narrowed = narrowToChecks(newest, checks)
      const why =
        narrowed.kind === 'unknown'
          ? narrowed.why
          : newest.result === 'not-determined'
            ? 'its result is not determined'
            : undefined
      if (why === undefined) return [{ resource: control, outcome: pass }]
      const message = `${control} rests on a scan that shows nothing, ${describeRecord(newest)}: ${why}`
      const related = [{ at: context.placeOf(newest.index).locate(), message: 'the scan' }]
      return [{ resource: control, outcome: failIfAny([{ message, at, related }]) }]
    })
  },
})
