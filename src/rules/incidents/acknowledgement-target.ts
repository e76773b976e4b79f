import { addToMoment } from '../../model/days.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Incident } from '../../model/records.ts'

/** Common practice; service levels that are in force say otherwise. */
const defaults = { critical: 'PT15M', high: 'PT1H', medium: 'PT4H', low: 'PT24H' } as const

/**
 * The longest time from detection until somebody takes an incident on, as ISO 8601 duration: the shortest that the service
 * levels of a system that was hit, or of the whole, give for its severity.
 */
export const acknowledgementTarget = (model: ProgramModel, incident: Incident): string =>
  shortestPromised('acknowledge', model, incident) ?? defaults[incident.severity]

/** The longest time from detection until the system works again; undefined where no service levels in force say so. */
export const resolutionTarget = (model: ProgramModel, incident: Incident): string | undefined =>
  shortestPromised('resolve', model, incident)

function shortestPromised(
  what: 'acknowledge' | 'resolve',
  model: ProgramModel,
  { severity, systems = [], detectedAt }: Incident,
): string | undefined {
  const promised = [...model.serviceLevels.values()].flatMap(({ value: { status, system, responseTargets } }) => {
    const target = responseTargets?.[severity]?.[what]
    if (status !== 'in-force' || target === undefined) return []
    return system === undefined || systems.includes(system) ? [target] : []
  })
  const latest = (target: string) => addToMoment(detectedAt, target)
  return promised.reduce<string | undefined>(
    (shortest, target) => (shortest === undefined || latest(target) < latest(shortest) ? target : shortest),
    undefined,
  )
}
