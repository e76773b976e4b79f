import type { Located } from '../../model/location.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Control } from '../../model/records.ts'

/** The controls in place that name a criterion, with the index of the first mapping to it. */
export function servingControls(
  { controls }: ProgramModel,
  criterion: string,
): readonly { readonly control: Located<Control>; readonly index: number }[] {
  return [...controls.values()].flatMap((control) => {
    if (control.value.status !== 'operating' && control.value.status !== 'implemented') return []
    const index = control.value.criteria.findIndex(({ id }) => id === criterion)
    return index === -1 ? [] : [{ control, index }]
  })
}
