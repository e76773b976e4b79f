import type { Exception } from '../model/records.ts'
import type { Compensation, ControlAssessment } from './assessment.ts'

/** The compensations of a control by the exceptions in force about it, by exception, then by control. */
export function compensationsOf(
  control: string,
  inForce: readonly Exception[],
  controls: ReadonlyMap<string, Pick<ControlAssessment, 'state' | 'why' | 'supports'>>,
): readonly Compensation[] {
  return inForce
    .filter((exception) => exception.control === control)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ id, expires, compensatingControls = [] }) =>
      compensatingControls.toSorted().map((named): Compensation => {
        const other = controls.get(named)
        return {
          ...{ exception: id, untilDay: expires ?? '', control: named, state: other?.state },
          why: other?.why ?? 'there is no such control in the program',
          works: other?.supports === true && other.state === 'met',
        }
      }),
    )
}
