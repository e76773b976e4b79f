import { millisecondsOf } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { MergedChange } from './deployment-decision.ts'
import type { Obstacle } from './obstacle.ts'

/** The freezes of an environment at that moment, their first and last included. Names do not differ by case on the forge. */
export const freezesAt = ({ gateRules }: ProgramModel, environment: string, atMs: number) =>
  gateRules
    .flatMap(({ value }) => value.freezes ?? [])
    .filter(
      ({ environments, start, end }) =>
        (environments === undefined || environments.some((name) => isSameEnvironment(name, environment))) &&
        millisecondsOf(start) <= atMs &&
        atMs <= millisecondsOf(end),
    )

export const isSameEnvironment = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** In a freeze nothing but emergencies is deployed: changes that were judged as such, which takes the approvals of one. */
export function freezeObstacles(
  freezes: ReturnType<typeof freezesAt>,
  environment: string,
  { pull, judgedAs, category }: MergedChange,
): readonly Obstacle[] {
  if (judgedAs !== undefined && judgedAs.length > 0 && judgedAs.every((one) => one === 'emergency')) return []
  return freezes.map(({ title, end }): Obstacle => {
    const frozen = `${environment} is frozen until ${end} (${title})`
    return judgedAs === undefined && category === 'emergency'
      ? {
          verdict: 'not-determined',
          message: `${frozen}, and whether #${pull} was approved as an emergency is not known`,
        }
      : { verdict: 'refused', message: `${frozen}, and #${pull} was not approved as an emergency` }
  })
}
