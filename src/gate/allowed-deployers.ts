import type { Day } from '../model/days.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { EnvironmentRules } from '../model/records.ts'
import { isActive } from '../model/role-holders.ts'
import { type Actor, keyOfPerson, nameOfPerson } from './actors.ts'
import { type ApproverSource, approverSource } from './approver-source.ts'
import { listed } from './candidates.ts'
import type { Obstacle } from './obstacle.ts'
import { roleOf } from './permissions.ts'

/** Who may deploy to an environment. */
export interface AllowedDeployers {
  /** Why one of those who deploy may not, or why that is not known. */
  readonly obstacles: readonly Obstacle[]
  /** Some rule says who may. */
  readonly isLimited: boolean
  /**
   * `cleo or dan may deploy it`, or why nobody is left who may.
   * @param blocked key -> what keeps somebody from deploying it, as it reads after the name
   */
  whoCan(blocked: ReadonlyMap<string, string>): string
}

type Facts = Pick<DeploymentFacts, 'environment' | 'permissions' | 'teams'>

/** Every list that the rules have for the environment must allow everybody who deploys; without any, everybody may. */
export function allowedDeployers(
  rules: readonly EnvironmentRules[],
  deployers: readonly Actor[],
  facts: Facts,
  model: ProgramModel,
  day: Day,
): AllowedDeployers {
  const sources = rules.flatMap(({ deployers: from }) =>
    from === undefined ? [] : [deployerSource(from, model, facts, day)],
  )
  const obstacles = deployers.flatMap((actor): readonly Obstacle[] => {
    const { name, person, account } = actor
    if (person !== undefined && !isActive(person, day)) {
      return [{ verdict: 'refused', message: `${name} may not act on ${day} according to People`, about: 'people' }]
    }
    const reasons = sources.map((source) => source.reasonAgainst(actor))
    const [reason] = reasons.flatMap((one) => one ?? [])
    const cannot = `${name} may not deploy to ${facts.environment}`
    if (reason !== undefined) return [{ verdict: 'refused', message: `${cannot}: ${reason}`, about: 'people' }]
    if (sources.length === 0 || roleOf(facts, account.id) !== 'unknown') return []
    const message = `the permission of ${name}, who deploys it, could not be read`
    return [{ verdict: 'not-determined', message, about: 'people' }]
  })
  const unknown = [...new Set(sources.flatMap((source) => source.unknown))].map(
    (message): Obstacle => ({ verdict: 'not-determined', message, about: 'people' }),
  )
  // A list with a name that leads nowhere may allow whom it seems to leave out.
  const sure = unknown.length === 0 ? obstacles : obstacles.filter(({ verdict }) => verdict !== 'refused')
  return {
    obstacles: [...sure, ...unknown],
    isLimited: sources.length > 0,
    whoCan: (blocked) => whoCan(sources, floorsOf(rules), model, day, blocked),
  }
}

function deployerSource(
  from: NonNullable<EnvironmentRules['deployers']>,
  model: ProgramModel,
  facts: Facts,
  day: Day,
): ApproverSource {
  const source = approverSource(from as Parameters<typeof approverSource>[0], model, facts, day)
  return Array.isArray(from) ? { ...source, reasonAgainst: () => 'the rules let nobody' } : source
}

const floorsOf = (rules: readonly EnvironmentRules[]): readonly string[] =>
  rules.flatMap(({ deployers }) =>
    deployers === undefined || !('permission' in deployers) || deployers.permission === undefined
      ? []
      : [deployers.permission],
  )

function whoCan(
  sources: readonly ApproverSource[],
  floors: readonly string[],
  model: ProgramModel,
  day: Day,
  blocked: ReadonlyMap<string, string>,
): string {
  const able: string[] = []
  const out: string[] = []
  for (const [id, { value: person }] of model.people) {
    const isListed = sources.every(({ people }) => people === undefined || people.includes(id))
    const isOne = person.type === 'employee' || person.type === 'contractor'
    if (!isListed || !isOne || !isActive(person, day) || (person.accounts ?? []).length === 0) continue
    const reason = blocked.get(keyOfPerson(id))
    if (reason === undefined) able.push(nameOfPerson(person))
    else out.push(`${nameOfPerson(person)} ${reason}`)
  }
  const teams = sources.filter((source) => source.open && source.people !== undefined)
  if (able.length > 0)
    return `${listed(able.sort(), 'or')} may deploy it${floors.map((floor) => `, with ${floor} permission`).join('')}`
  if (teams.length > 0)
    return `somebody else of ${listed(
      teams.map(({ description }) => description),
      'and',
    )} may deploy it`
  const why = out.length === 0 ? 'no such person is active in People' : out.sort().join('; ')
  return `nobody is left who may deploy it: ${why}`
}
