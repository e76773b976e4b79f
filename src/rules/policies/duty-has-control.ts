import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import { defineRule } from '../define-rule.ts'
import { readPolicyMarks } from './policy-marks.ts'

export const dutyHasControl = defineRule({
  id: 'POL-008',
  name: 'duty-has-control',
  title: 'In a policy with marks, each duty is marked with the control that sees to it',
  subject: 'policy',
  severity: 'warning',
  rationale:
    'A duty that no control sees to is kept by chance. Marks say which control it is; a text without any mark is left alone, since nothing could be told but by guessing (REF-009 tells a policy that no control names).',
  remedy:
    'Write `<!-- control: CTL-ID -->` in the paragraph, or behind the heading of a section, or `<!-- no control: why -->`.',
  criteria: ['CC5.3'],
  since: '0.1.0',

  check(policy, { model, nearestName }) {
    const { id, status } = policy.value
    if (status === 'retired') return notApplicable('the policy is retired')
    const file = bodyPath(policy)
    const text = model.bodies.get(file)
    if (text === undefined) return notDetermined(`the text ${file} is not there or cannot be read`)
    const { marks, unmarked } = readPolicyMarks(text)
    if (marks.length === 0) return notApplicable('the text has no marks')
    const wrong = marks.flatMap(({ controls, line, column, endColumn }) =>
      controls.flatMap((control): Finding[] => {
        const known = model.controls.get(control)
        const at = { file, line, column, endLine: line, endColumn }
        if (known?.value.status === 'retired') {
          const related = [{ at: known.at.locate(['status'], 'value'), message: `${control} is retired` }]
          return [{ message: `${id} marks a duty with ${control}, which is retired`, at, related }]
        }
        if (known !== undefined || model.malformedIds.has(control)) return []
        const near = nearestName(control, ['control'])
        const hint = near === undefined ? {} : { hint: `did you mean ${near}?` }
        return [{ message: `${id} marks a duty with ${control}, which is no control`, at, ...hint }]
      }),
    )
    // Where a draft is still being marked only the marks that are wrong count.
    const open = status === 'approved' || status === 'effective' ? unmarked : []
    const missing = open.map(({ line, column, text: duty }): Finding => {
      const words = duty.length > 80 ? `${duty.slice(0, 80)}...` : duty
      const at = { file, line, column, endLine: line, endColumn: column + 1 }
      return { message: `No control is marked for a duty of ${id}: "${words}"`, at }
    })
    return failIfAny([...wrong, ...missing])
  },
})
