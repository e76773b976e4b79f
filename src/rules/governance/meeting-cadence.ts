import { addDuration, type Day } from '../../model/days.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { GoverningBody, Meeting } from '../../model/records.ts'

/** Time between two meetings, and how much later still counts: what auditors allow for a control of that frequency. */
const cadences = {
  weekly: ['P1W', 'P2D'],
  monthly: ['P1M', 'P5D'],
  quarterly: ['P3M', 'P14D'],
  semiannual: ['P6M', 'P14D'],
  annual: ['P1Y', 'P30D'],
} as const

/** Members that have to be there where a body does not say. */
const defaultQuorum = 2

/** Why a meeting does not count; undefined where it does. */
export function whyNotCounted({ minutes, attendees }: Meeting, { quorum = defaultQuorum }: GoverningBody) {
  if (minutes === undefined) return 'it has no minutes'
  return attendees.length < quorum ? `${attendees.length} of at least ${quorum} were there` : undefined
}

export interface MeetingCadence {
  /** Day of the last meeting that counts. */
  readonly last: Day | undefined
  /** Last day on which the next one is in time. */
  readonly due: Day
}

/** When a body met last and has to meet next; undefined where it does not meet yet. */
export function cadenceOf({ meetings }: ProgramModel, body: GoverningBody, asOf: Day): MeetingCadence | undefined {
  const { since } = body
  if (since === undefined) return undefined
  const days = [...meetings.values()].flatMap(({ value }) =>
    value.body === body.id && since <= value.heldOn && value.heldOn <= asOf && whyNotCounted(value, body) === undefined
      ? [value.heldOn]
      : [],
  )
  const last = days.sort().at(-1)
  const [every, grace] = cadences[body.frequency]
  return { last, due: addDuration(addDuration(last ?? since, every), grace) }
}
