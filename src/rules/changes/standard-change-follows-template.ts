import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { faultOfTemplate } from '../../model/template-term.ts'
import { toDay } from '../dates.ts'
import { defineRule } from '../define-rule.ts'

export const standardChangeFollowsTemplate = defineRule({
  id: 'CHG-009',
  name: 'standard-change-follows-template',
  title: 'A standard change follows a template that was approved and is not older than a year',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'A standard change needs less approval because its way was agreed to once. Without a current template nobody ever agreed. Whether the files of the pull request stay in the paths of the template cannot be told from the records.',
  remedy: 'Name the template that it follows, have the template approved again, or make it a normal change.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ value: change, at }, { model, timezone }) {
    if (change.status !== 'submitted') return notApplicable(`the change is ${change.status}`)
    if (change.category !== 'standard') return notApplicable(`it is ${change.category}`)
    if (change.template === undefined) {
      const known = [...model.changeTemplates.keys()].slice(0, 5)
      const hint = known.length === 0 ? {} : { hint: `templates: ${known.join(', ')}` }
      const message = `${change.id} is a standard change, but names no template`
      return failIfAny([{ message, at: at.locate(['category'], 'value'), ...hint }])
    }
    const template = model.changeTemplates.get(change.template)
    if (template === undefined) return notApplicable('REF-002 looks for the template')
    const fault = faultOfTemplate(template.value, toDay(change.requestedAt, timezone))
    if (fault === undefined) return pass
    return failIfAny([
      {
        message: `${change.id} follows ${change.template}, which ${fault.what}`,
        at: at.locate(['template'], 'value'),
        related: [{ at: template.at.locate([fault.key], 'value'), message: 'the template' }],
      },
    ])
  },
})
