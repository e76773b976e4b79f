import type { Day } from '../model/days.ts'
import type { Exception } from '../model/records.ts'
import type { ControlAssessment, ControlState } from './assessment.ts'

/** A control that is named to limit the risk while another is excepted. It never makes up for what failed. */
export interface Compensation {
  /** The exception that names it. */
  readonly exception: string
  readonly untilDay: Day
  /** The control that is to limit the risk. */
  readonly control: string
  /** Its own state; undefined where there is no such control. */
  readonly state: ControlState | undefined
  /** Why it is in that state, one line. */
  readonly why: string
  /** Whether it supports anything: it is in use and its evidence shows it. */
  readonly works: boolean
}

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
