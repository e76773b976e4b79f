import { type Finding, failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { describeRecord } from '../describe-record.ts'
import { isBroughtIn } from './brought-in.ts'
import { requirementsInForce } from './requirements-in-force.ts'

export const automatedEvidenceComesFromARun = defineAssessmentRule({
  id: 'EVD-009',
  name: 'automated-evidence-comes-from-a-run',
  title: 'What an automated control rests on was brought in by a workflow run and not from a desk',
  severity: 'error',
  rationale:
    'A control is automated because nobody has a hand in it. What somebody imports on their own machine is their word, whatever the file says.',
  remedy: 'Let the scheduled workflow collect or import it; say `nature: it-dependent` where a person has to do it.',
  criteria: ['CC4.1', 'CC8.1'],
  since: '0.2.0',
  needs: 'log',

  judge(context) {
    const { records, model, placeOf } = context
    const birth = records.find(({ record }) => record.kind === 'log.created')?.record
    // A log that nobody signs was written by nobody in particular, and verifying it says so.
    if (birth?.kind !== 'log.created' || birth.data.mode !== 'signed') return []
    const byIndex = new Map(records.map(({ record }) => [record.index, record]))
    return requirementsInForce(context).flatMap(({ control, requirement, at }) => {
      if (model.controls.get(control)?.value.nature !== 'automated' || requirement.source === 'manual') return []
      const used = requirement.records.flatMap((index) => {
        const record = byIndex.get(index)
        return record !== undefined && isBroughtIn(record) ? [record] : []
      })
      if (used.length === 0) return []
      const byHand = used.filter(({ producer }) => producer.run === 'local')
      const elsewhere = used.find(({ producer }) => producer.run !== 'local' && !producer.run.startsWith('github:'))
      const [first] = byHand
      if (first === undefined && elsewhere !== undefined) {
        const why = `${describeRecord(elsewhere)} comes from ${elsewhere.producer.run}, which is no run that is known here`
        return [{ resource: control, outcome: notDetermined(why) }]
      }
      const more = byHand.length > 1 ? ` and ${byHand.length - 1} more` : ''
      const findings: Finding[] =
        first === undefined
          ? []
          : [
              {
                message: `${requirement.id} of ${control} rests on what no workflow run brought in: ${describeRecord(first)}${more}`,
                at,
                related: [{ at: placeOf(first.index).locate(), message: 'the record' }],
              },
            ]
      return [{ resource: control, outcome: failIfAny(findings) }]
    })
  },
})
