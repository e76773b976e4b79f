import { criteria } from '../../model/criteria.ts'
import type { Located } from '../../model/location.ts'
import { failIfAny, notApplicable, type Outcome } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { ComplementaryControl, Control } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const complementIsNotOwn = defineRule({
  id: 'CTL-008',
  name: 'complement-is-not-own',
  title: 'A complementary control never counts as a control of our own',
  subject: 'record',
  severity: 'error',
  rationale:
    'What customers or a subservice organisation have to do is not done by us. A criterion that rests on it alone is not met, however well they do it.',
  remedy:
    'Write what others do as a ComplementaryControl, serve the criterion with a control of our own, or decide in a CriterionDecision that it is inherited.',
  criteria: ['CC9.2', 'CC5.1'],
  since: '0.1.0',

  check(record, { model }) {
    if (record.kind === 'Control') return judgeControl({ value: record.value, at: record.at }, model)
    if (record.kind === 'ComplementaryControl') return judgeComplement({ value: record.value, at: record.at }, model)
    return notApplicable(`a ${record.kind} is no control`)
  },
})

/** A control in name: somebody else carries it out. */
function judgeControl({ value: control, at }: Located<Control>, model: ProgramModel): Outcome {
  if (control.status === 'retired' || control.operator === undefined) return notApplicable('nobody carries it out')
  const operator = control.operator.trim().toLowerCase()
  const vendor = [...model.vendors.values()].find(({ value }) =>
    [value.id, value.title].some((name) => name.toLowerCase() === operator),
  )
  if (vendor === undefined && !/^(?:our |the )?(?:customers?|users? of customers?)$/.test(operator))
    return failIfAny([])
  return failIfAny([
    {
      message: `${control.id} is carried out by ${vendor?.value.id ?? 'customers'}, so it is no control of ours`,
      at: at.locate(['operator'], 'value'),
    },
  ])
}

function judgeComplement({ value: complement, at }: Located<ComplementaryControl>, model: ProgramModel): Outcome {
  const findings = []
  if (complement.complement === 'csoc' && complement.vendor === undefined) {
    const message = `${complement.id} is for a subservice organisation, but does not name the vendor`
    findings.push({ message, at: at.locate(['complement'], 'value') })
  }
  if (complement.complement === 'cuec' && complement.vendor !== undefined) {
    const message = `${complement.id} is for customers, but names a vendor`
    findings.push({ message, at: at.locate(['vendor'], 'value') })
  }
  for (const [index, id] of complement.criteria.entries()) {
    if (!criteria.has(id)) continue
    const decision = model.decisions.find(({ value }) => value.criterion === id)?.value
    if (decision !== undefined && decision.applicability !== 'applicable') continue
    const own = [...model.controls.values()].some(
      ({ value }) => value.status !== 'retired' && value.criteria.some((mapping) => mapping.id === id),
    )
    if (own) continue
    const message = `${id} rests on ${complement.id} alone: no control of ours serves it`
    findings.push({ message, at: at.locate(['criteria', index], 'value') })
  }
  return failIfAny(findings)
}
