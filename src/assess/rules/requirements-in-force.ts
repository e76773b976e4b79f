import type { Location } from '../../model/location.ts'
import type { RequirementAssessment } from '../assessment.ts'
import type { AssessmentContext } from '../assessment-rule.ts'

/** A requirement of a control that operates, with the place where it is written. */
interface RequirementInForce {
  readonly control: string
  readonly requirement: RequirementAssessment
  readonly at: Location
}

/** Planned and retired controls are left out: nothing is expected of them. */
export function requirementsInForce({ model, assessment }: AssessmentContext): readonly RequirementInForce[] {
  return [...assessment.controls.values()]
    .filter(({ counted, supports }) => counted && supports)
    .flatMap(({ id, requirements }) => {
      const control = model.controls.get(id)
      if (control === undefined) return []
      return requirements.map((requirement) => {
        const list = requirement.source === 'manual' ? 'manualEvidence' : 'evidence'
        const index = (control.value[list] ?? []).findIndex((row) => row.id === requirement.id)
        return { control: id, requirement, at: control.at.locate([list, index, 'id'], 'value') }
      })
    })
}
