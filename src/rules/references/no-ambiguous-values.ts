import { failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const noAmbiguousValues = defineRule({
  id: 'REF-010',
  name: 'no-ambiguous-values',
  title: 'No value that tools read differently',
  subject: 'ambiguous-scalar',
  severity: 'error',
  rationale:
    'Versions, numbers and words such as `1.10`, `010` and `no` become another value in another reader of YAML, and nobody notices.',
  remedy: 'Put the value in quotes if it is a text; write true, false or a plain number if that is meant.',
  criteria: ['CC2.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ value: { source, why }, at }) {
    return failIfAny([{ message: `\`${source}\` can be misread: ${why}`, at: at.locate([], 'value') }])
  },
})
