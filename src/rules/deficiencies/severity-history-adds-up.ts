import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const severityHistoryAddsUp = defineRule({
  id: 'FND-003',
  name: 'severity-history-adds-up',
  title: 'Every change of the severity of a deficiency is written down',
  subject: 'deficiency',
  severity: 'error',
  rationale:
    'The severity decides how much time there is. Lowering it without a trace would be the cheapest way to be in time.',
  remedy: 'Add the change to `severityChanges` with day, old and new severity and reason.',
  criteria: ['CC4.2'],
  since: '0.1.0',

  check({ value: deficiency, at }, { base }) {
    const { id, severity, severityChanges = [], opened } = deficiency
    const before = base?.deficiencies.get(id)?.value
    const unchanged = before === undefined || before.severity === severity
    if (severityChanges.length === 0 && unchanged) return notApplicable('its severity was never changed')
    const findings: Finding[] = []
    const last = severityChanges.at(-1)
    if (last === undefined && before !== undefined) {
      const message = `${id} was ${before.severity} before this change, and nothing says when and why it became ${severity}`
      findings.push({ message, at: at.locate(['severity'], 'value') })
    }
    if (last !== undefined && last.to !== severity) {
      const message = `${id} is ${severity}, but its last change was to ${last.to}`
      findings.push({ message, at: at.locate(['severityChanges', severityChanges.length - 1, 'to'], 'value') })
    }
    for (const [index, change] of severityChanges.entries()) {
      const previous = severityChanges[index - 1]
      const path = ['severityChanges', index]
      if (previous !== undefined && previous.to !== change.from) {
        const message = `${id} changed from ${change.from}, but it was ${previous.to} until then`
        findings.push({ message, at: at.locate([...path, 'from'], 'value') })
      }
      if (change.at < (previous?.at ?? opened)) {
        const message = `${id} changed on ${change.at}, before ${previous === undefined ? 'it was opened' : 'the change above'}`
        findings.push({ message, at: at.locate([...path, 'at'], 'value') })
      }
    }
    return findings.length === 0 ? pass : failIfAny(findings)
  },
})
