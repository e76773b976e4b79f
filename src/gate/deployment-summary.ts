import type { DeploymentFacts } from '../model/facts.ts'
import type { DeploymentDecision } from './deployment-decision.ts'
import type { Obstacle } from './obstacle.ts'
import { worstOf } from './worst-verdict.ts'

const openings = { refused: 'Refused', 'not-determined': 'Not determined', pending: 'Waiting' } as const

/**
 * The verdict over everything that stands against a deployment, and why. What no other deployer could mend comes first; where only
 * people stand against it, the line says who else may deploy it.
 * @param approved the line where nothing stands against it
 * @param whoCan who may deploy it, or why nobody is left
 */
export function deploymentSummary(
  { sha, environment }: Pick<DeploymentFacts, 'sha' | 'environment'>,
  obstacles: readonly Obstacle[],
  approved: string,
  whoCan: () => string,
): Pick<DeploymentDecision, 'verdict' | 'summary' | 'notes'> {
  const verdict = worstOf(obstacles.map((one) => one.verdict))
  if (verdict === undefined || verdict === 'approved') return { verdict: 'approved', summary: approved, notes: [] }
  const isPeople = ({ about }: Obstacle) => about === 'people'
  const telling = obstacles.filter((one) => one.verdict === verdict)
  const causes = unique([...telling.filter((one) => !isPeople(one)), ...telling.filter(isPeople)])
  const rest = unique(obstacles.filter((one) => one.verdict !== verdict))
  const others = verdict === 'refused' && telling.some(isPeople) ? [whoCan()] : []
  const more = causes.length < 2 ? '' : ` (and ${causes.length - 1} more)`
  const cause = [causes[0], ...(telling.every(isPeople) ? others : [])].join('; ')
  return {
    verdict,
    summary: `${openings[verdict]}: ${sha.slice(0, 7)} to ${environment}: ${cause}${more}`,
    notes: [
      ...causes.slice(1),
      ...(telling.every(isPeople) ? [] : others),
      ...rest.filter((one) => !causes.includes(one)),
    ],
  }
}

const unique = (obstacles: readonly Obstacle[]): readonly string[] => [
  ...new Set(obstacles.map(({ message }) => message)),
]
