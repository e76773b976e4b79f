import type { GateRules } from '../model/records.ts'
import type { MergedChange } from './deployment-decision.ts'
import { freezeAt } from './freezes.ts'
import type { Obstacle } from './obstacle.ts'

/** In a freeze nothing but emergencies is deployed: changes that were judged as such, which takes the approvals of one. */
export function freezeObstacles(
  rules: readonly GateRules[],
  environment: string,
  atMs: number,
  { pull, judgedAs, category }: MergedChange,
): readonly Obstacle[] {
  const freeze = freezeAt(rules, atMs, environment)
  if (freeze === undefined) return []
  if (judgedAs !== undefined && judgedAs.length > 0 && judgedAs.every((one) => one === 'emergency')) return []
  const frozen = `${environment} is frozen until ${freeze.end} (${freeze.title})`
  if (judgedAs !== undefined || category !== 'emergency') {
    return [{ verdict: 'refused', message: `${frozen}, and #${pull} was not approved as an emergency` }]
  }
  const message = `${frozen}, and whether #${pull} was approved as an emergency is not known`
  return [{ verdict: 'not-determined', message }]
}
