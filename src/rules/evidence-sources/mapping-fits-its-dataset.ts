import { failIfAny } from '../../model/outcome.ts'
import { checkMapping } from '../../read/import/check-mapping.ts'
import { defineRule } from '../define-rule.ts'

export const mappingFitsItsDataset = defineRule({
  id: 'SRC-001',
  name: 'mapping-fits-its-dataset',
  title: 'A source names every field of its dataset once, each with what can stand there',
  subject: 'evidence-source',
  severity: 'error',
  rationale: 'A source that does not fit is refused when it is used, which is when the evidence is needed.',
  remedy: 'Name each field of the dataset once; `value: null` says that the system does not have it.',
  criteria: ['CC2.1'],
  since: '0.1.0',

  check({ value, at }) {
    return failIfAny(checkMapping(value).map(({ what, path }) => ({ message: what, at: at.locate(path, 'key') })))
  },
})
