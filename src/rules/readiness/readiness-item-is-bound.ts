import { nearest } from '../../model/nearest.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const readinessItemIsBound = defineRule({
  id: 'RDY-001',
  name: 'readiness-item-is-bound',
  title: 'An item of a readiness checklist is bound to a rule or to evidence that exists',
  subject: 'readiness-item',
  severity: 'error',
  rationale: 'A list that somebody ticks off by hand says what somebody believes. A computed one says what is so.',
  remedy: 'Name a rule in `rules`, or an evidence requirement of a control in `evidence`.',
  criteria: ['CC4.1'],
  since: '0.1.0',

  check({ value: item, at }, { rules: known }) {
    const { id, rules = [], evidence = [] } = item
    const findings = rules.flatMap((rule, index): Finding[] => {
      if (known.has(rule)) return []
      const near = nearest(rule, known.keys())
      return [
        {
          message: `${id} is bound to the rule ${rule}, which does not exist`,
          at: at.locate(['rules', index], 'value'),
          ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
        },
      ]
    })
    if (rules.length + evidence.length === 0) {
      findings.push({ message: `${id} is bound to neither a rule nor evidence`, at: at.locate(['title'], 'value') })
    }
    return failIfAny(findings)
  },
})
