import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const retiredPolicyIsUnused = defineRule({
  id: 'POL-006',
  name: 'retired-policy-is-unused',
  title: 'A control in place implements no policy that has ended',
  subject: 'control',
  severity: 'error',
  rationale: 'Whoever performs the control works by rules that bind nobody any more.',
  remedy: 'Name the policy that took its place, or retire the control.',
  criteria: ['CC5.3'],
  since: '0.1.0',

  check({ value: control, at }, { model, asOf }) {
    if (control.status !== 'operating' && control.status !== 'implemented')
      return notApplicable(`the control is ${control.status}`)
    const { policies = [] } = control
    if (policies.length === 0) return notApplicable('it names no policy')
    const findings = policies.flatMap((id, index) => {
      const policy = model.policies.get(id)
      if (policy === undefined) return []
      const { status, effectiveTo } = policy.value
      const ended = effectiveTo !== undefined && effectiveTo < asOf
      if (status !== 'retired' && !ended) return []
      const why = status === 'retired' ? 'is retired' : `ended on ${effectiveTo}`
      const heir = [...model.policies.values()].find(({ value }) => value.supersedes === id)
      return [
        {
          message: `${control.id} is ${control.status} and implements ${id}, which ${why}`,
          at: at.locate(['policies', index], 'value'),
          ...(heir === undefined ? {} : { hint: `${heir.value.id} supersedes it` }),
          related: [
            {
              at: policy.at.locate([status === 'retired' ? 'status' : 'effectiveTo'], 'value'),
              message: `${id} ${why}`,
            },
          ],
        },
      ]
    })
    return failIfAny(findings)
  },
})
