import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { servingControls } from '../scope/serving-controls.ts'

export const partsMakeAWhole = defineRule({
  id: 'CTL-007',
  name: 'parts-make-a-whole',
  title: 'Where controls serve a criterion in parts only, one says why they suffice together',
  subject: 'criterion',
  severity: 'error',
  rationale:
    'Three controls that each cover a part may leave the same part open. Without a reason a criterion served so is not met.',
  remedy: 'Write a `rationale` at one of the mappings that says how the parts make a whole.',
  criteria: ['CC5.1'],
  since: '0.1.0',

  check({ id }, { model }) {
    const serving = servingControls(model, id)
    const mappings = serving.flatMap(({ control, index }) => control.value.criteria[index] ?? [])
    if (mappings.length === 0) return notApplicable('no control in place serves it')
    if (mappings.some(({ coverage, rationale }) => coverage === 'full' || rationale !== undefined)) return pass
    const [first, ...rest] = serving.map(({ control, index }) => ({
      control: control.value.id,
      at: control.at.locate(['criteria', index, 'coverage'], 'value'),
    }))
    if (first === undefined) return pass
    const count = rest.length === 0 ? 'one control, in part' : `${serving.length} controls, each in part`
    return failIfAny([
      {
        message: `${id} is served by ${count}, and nothing says why that suffices`,
        at: first.at,
        related: rest.slice(0, 3).map(({ control, at }) => ({ at, message: `${control} covers a part too` })),
      },
    ])
  },
})
