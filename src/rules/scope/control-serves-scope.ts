import { criteria } from '../../model/criteria.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const controlServesScope = defineRule({
  id: 'SCP-008',
  name: 'control-serves-scope',
  title: 'A control serves at least one category in scope',
  subject: 'control',
  severity: 'warning',
  rationale:
    'Work on a control that serves nothing in scope is not part of this report; more often a category was forgotten.',
  remedy: 'Map it to a criterion in scope, add the category to the program, or retire it.',
  criteria: ['CC5.1'],
  since: '0.1.0',

  check({ value: control, at }, { program }) {
    if (program === undefined) return notApplicable('there is no program')
    if (control.status === 'retired') return notApplicable('the control is retired')
    const mapped = control.criteria.flatMap(({ id }) => criteria.get(id) ?? [])
    if (mapped.length === 0) return notApplicable('it is mapped to no criterion that exists')
    if (mapped.some(({ category }) => program.categories.includes(category))) return pass
    const names = [...new Set(mapped.map(({ category }) => category))].join(', ')
    return failIfAny([
      { message: `${control.id} serves only categories out of scope: ${names}`, at: at.locate(['criteria']) },
    ])
  },
})
