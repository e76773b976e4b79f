import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const documentIsNotEnough = defineRule({
  id: 'SCP-012',
  name: 'document-is-not-enough',
  title: 'A document alone never satisfies a criterion',
  subject: 'criterion',
  severity: 'error',
  rationale:
    'A directive says what should be done. That it is done shows only in a control whose operation leaves evidence.',
  remedy: 'Map a control to it that has evidence requirements, or add them to this one.',
  criteria: ['CC5.3'],
  since: '0.1.0',

  check({ id }, { model }) {
    const serving = [...model.controls.values()].filter(
      ({ value }) =>
        (value.status === 'operating' || value.status === 'implemented') &&
        value.criteria.some((mapping) => mapping.id === id),
    )
    const [first] = serving
    if (first === undefined) return notApplicable('no control in place serves it')
    const isDocument = ({ value }: (typeof serving)[number]) =>
      value.type === 'directive' && (value.evidence ?? []).length + (value.manualEvidence ?? []).length === 0
    if (!serving.every(isDocument)) return pass
    const index = first.value.criteria.findIndex((mapping) => mapping.id === id)
    const names = serving.map(({ value }) => value.id).join(', ')
    return failIfAny([
      {
        message: `${id} rests on documents alone (${names}): nothing shows that it is done`,
        at: first.at.locate(['criteria', index, 'id'], 'value'),
      },
    ])
  },
})
