import { nearest } from '../../model/nearest.ts'
import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { controlLabel } from './alert-is-labelled-and-routed.ts'

export const requiredAlertExists = defineRule({
  id: 'COM-003',
  name: 'required-alert-exists',
  title: 'Every alert that the program requires is in one of its rule files',
  subject: 'monitoring',
  severity: 'error',
  rationale: 'An alert that is renamed or removed leaves no trace in the rule file; the list of required ones does.',
  remedy: 'Restore the alert with its label in the rule file, or take it off `requiredAlerts`.',
  criteria: ['CC7.2', 'CC4.1'],
  since: '0.1.0',

  check({ value: monitoring, at }, { model }) {
    const { requiredAlerts = [], ruleFiles = [] } = monitoring.prometheus ?? {}
    if (requiredAlerts.length === 0) return notApplicable('no alert is required')
    const files = model.alertFiles.filter(({ path }) => ruleFiles.includes(path))
    const labelled = new Map<string, boolean>()
    for (const { content } of files) {
      if (content.kind !== 'read') return notDetermined('one of the rule files could not be read')
      for (const { value } of content.alerts)
        labelled.set(value.name, labelled.get(value.name) === true || value.labels.has(controlLabel))
    }
    const findings = requiredAlerts.flatMap((name, index) => {
      const place = at.locate(['prometheus', 'requiredAlerts', index], 'value')
      const known = labelled.get(name)
      if (known === true) return []
      if (known === false) return [{ message: `The required alert ${name} has no label ${controlLabel}`, at: place }]
      const near = nearest(name, labelled.keys())
      const message = `The required alert ${name} is in no rule file of ${monitoring.id}`
      return [{ message, at: place, ...(near === undefined ? {} : { hint: `did you mean ${near}?` }) }]
    })
    return failIfAny(findings)
  },
})
