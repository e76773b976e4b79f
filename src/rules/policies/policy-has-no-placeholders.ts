import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import { defineRule } from '../define-rule.ts'
import { placeholdersIn } from './placeholders.ts'

export const policyHasNoPlaceholders = defineRule({
  id: 'POL-009',
  name: 'policy-has-no-placeholders',
  title: 'An approved policy holds no placeholders',
  subject: 'policy',
  severity: 'error',
  rationale: 'A text with [Company] or TODO in it was approved by somebody who had not read it.',
  remedy: 'Fill it in, or set the status back to draft.',
  criteria: ['CC5.3'],
  since: '0.1.0',

  check(policy, { model }) {
    const { id, status } = policy.value
    if (status !== 'approved' && status !== 'effective') return notApplicable(`the policy is ${status}`)
    const path = bodyPath(policy)
    const text = model.bodies.get(path)
    if (text === undefined) return notDetermined(`the text ${path} is not there or cannot be read`)
    return failIfAny(
      placeholdersIn(text).map(({ line, column, mark }) => ({
        message: `${id} is ${status} but still holds the placeholder ${mark}`,
        at: { file: path, line, column, endLine: line, endColumn: column + mark.length },
        related: [{ at: policy.at.locate(['status'], 'value'), message: `${id} is ${status}` }],
      })),
    )
  },
})
