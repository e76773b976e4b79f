import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { Risk } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const registerHasNeededRisks = defineRule({
  id: 'RSK-015',
  name: 'register-has-needed-risks',
  title: 'The register holds a risk of fraud, of change, of suppliers and of disruption',
  subject: 'criterion',
  severity: 'warning',
  rationale:
    'CC3.3, CC3.4, CC9.2 and CC9.1 each ask for risks of one sort. A register without one was not made for this report.',
  remedy: 'Add the risk that is missing, with the `category` or `fraud: true` that says what it is.',
  criteria: ['CC3.3', 'CC3.4', 'CC9.1', 'CC9.2'],
  since: '0.1.0',

  check({ id }, { model }) {
    const need = needs[id]
    if (need === undefined) return notApplicable('it asks for no risk of a certain sort')
    const decision = model.decisions.find(({ value }) => value.criterion === id)?.value
    if (decision?.applicability === 'not-applicable') return notApplicable(`${decision.id} says not-applicable`)
    const [register] = model.registers
    if (register === undefined) return notApplicable('there is no register yet')
    const open = [...model.risks.values()].filter(({ value }) => value.status !== 'closed')
    if (open.some(({ value }) => need.isOne(value))) return pass
    const message = `${register.value.id} holds no open risk of ${need.sort} (${id})`
    return failIfAny([{ message, at: register.at.locate(['id'], 'value'), hint: need.hint }])
  },
})

interface Need {
  readonly sort: string
  readonly hint: string
  isOne(risk: Risk): boolean
}

const ofCategory = (sort: string, ...categories: readonly string[]): Need => ({
  sort,
  hint: `a risk of the category ${categories.join(', ')}`,
  isOne: ({ category }) => categories.includes(category),
})

const needs: Readonly<Record<string, Need>> = {
  'CC3.3': {
    sort: 'fraud',
    hint: 'a risk with `fraud: true`',
    isOne: ({ fraud, category }) => fraud === true || category === 'fraud',
  },
  'CC3.4': ofCategory('change', 'change'),
  'CC9.1': ofCategory('disruption', 'availability', 'disruption', 'continuity'),
  'CC9.2': ofCategory('suppliers', 'vendor', 'supplier', 'third-party'),
}
