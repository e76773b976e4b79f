import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { servingControls } from './serving-controls.ts'

export const governanceIsNoScan = defineRule({
  id: 'SCP-009',
  name: 'governance-is-no-scan',
  title: 'A criterion about how people govern rests on more than automated checks',
  subject: 'criterion',
  severity: 'warning',
  rationale:
    'That all resources carry a tag says nothing about integrity, oversight or accountability. Tools like to map their checks to such criteria all the same.',
  remedy: 'Map a control to it that people perform.',
  criteria: ['CC5.1', 'CC1.1'],
  since: '0.1.0',

  check({ id, nature, summary }, { model }) {
    if (nature !== 'governance') return notApplicable('checks by a machine can support it')
    const serving = servingControls(model, id)
    const [first, ...rest] = serving
    if (first === undefined) return notApplicable('no control in place serves it')
    if (serving.some(({ control }) => control.value.nature !== 'automated')) return pass
    return failIfAny([
      {
        message: `${id} rests on automated checks alone (${summary})`,
        at: first.control.at.locate(['criteria', first.index, 'id'], 'value'),
        related: rest.slice(0, 3).map(({ control, index }) => ({
          at: control.at.locate(['criteria', index, 'id'], 'value'),
          message: `${control.value.id} is automated too`,
        })),
      },
    ])
  },
})
