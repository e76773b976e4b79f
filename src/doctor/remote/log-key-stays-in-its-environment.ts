import { failIfAny, notApplicable, notDetermined, type Outcome, pass } from '../../model/outcome.ts'
import type { EnvironmentPosture } from '../../model/posture-facts.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding, together } from '../judge-guards.ts'
import { keyPlacesOf } from '../key-places.ts'

export const logKeyStaysInItsEnvironment = defineRemoteCheck({
  id: 'DOC-103',
  name: 'log-key-stays-in-its-environment',
  title: 'The environment of the recording holds the log key, and only the default branch may use it',
  severity: 'error',
  criteria: ['CC6.1', 'CC7.1'],
  settings: 'settings/environments',
  remedy:
    'Under "Deployment branches and tags" choose "Selected branches and tags" with the default branch alone, and keep the key as a secret of that environment.',
  check({ posture, setup }) {
    const places = keyPlacesOf(setup).filter(({ environment }) => environment !== null)
    if (places.length === 0)
      return openWorkflows(setup) ?? notApplicable('no workflow records with a log key in an environment')
    const { environments } = posture
    if (!environments.known) return notDetermined(environments.why)
    return together(
      places.flatMap(({ environment, secret }) => {
        if (environment === undefined || environment === null)
          return [notDetermined('a workflow computes the name of its environment')]
        const found = environments.value.find(({ name }) => name.toLowerCase() === environment.toLowerCase())
        if (found === undefined) {
          const hint = 'The forge makes one without protection when the job first runs'
          return [failIfAny([finding(`There is no environment ${environment}`, { hint })])]
        }
        return [branchesOutcome(found, setup.settings.settings.protectedBranch), secretOutcome(found, secret)]
      }),
    )
  },
})

function branchesOutcome({ name, branches }: EnvironmentPosture, protectedBranch: string): Outcome {
  if (!branches.known) return notDetermined(branches.why)
  const { value } = branches
  if (value === 'any') return failIfAny([finding(`Any branch may use the environment ${name}, and its key`)])
  if (value === 'protected') {
    return failIfAny([finding(`Every branch that has a protection may use the environment ${name}, and its key`)])
  }
  const others = value.filter(({ pattern, of }) => of === 'tag' || pattern !== protectedBranch)
  return failIfAny(
    others.map(({ pattern, of }) => finding(`The ${of} ${pattern} may use the environment ${name}, and its key`)),
  )
}

function secretOutcome({ name, secrets }: EnvironmentPosture, secret: string | undefined): Outcome {
  if (secret === undefined) return pass
  if (!secrets.known) return notDetermined(secrets.why)
  const has = secrets.value.some((one) => one.toUpperCase() === secret.toUpperCase())
  return has ? pass : failIfAny([finding(`The environment ${name} has no secret ${secret}`)])
}
