import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const idIsUnique = defineRule({
  id: 'REF-001',
  name: 'id-is-unique',
  title: 'An id names one thing, whatever its kind and case',
  subject: 'declared-id',
  severity: 'error',
  rationale: 'Records refer to each other by id alone; two things with one id make every reference to it a guess.',
  remedy: 'Give one of them another id.',
  criteria: ['CC2.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ id, owner }, { namedIgnoringCase }) {
    const all = namedIgnoringCase.get(id.toLowerCase()) ?? []
    const [first] = all
    if (first === undefined || first.at === owner.at) return pass
    const same = first.id === id
    return failIfAny([
      {
        message: same ? `${id} is already the id of a ${first.kind}` : `${id} differs from ${first.id} by case only`,
        at: owner.at.locate(['id'], 'value'),
        related: [{ at: first.at.locate(['id'], 'value'), message: `the ${first.kind} ${first.id}` }],
      },
    ])
  },
})
