import type { ProgramModel } from '../../model/program-model.ts'
import type { Incident } from '../../model/records.ts'

/** Common practice; the service levels of a program may say otherwise. */
const defaults = { critical: 'PT15M', high: 'PT1H', medium: 'PT4H', low: 'PT24H' } as const

/** The longest time from detection until somebody takes an incident on, as ISO 8601 duration. */
export function acknowledgementTarget(_model: ProgramModel, { severity }: Incident): string {
  return defaults[severity]
}
