import type { DeploymentFacts } from '../../model/facts.ts'
import type { DeploymentRef } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, toList, toObject, toText } from './json.ts'
import { readingOf } from './reading.ts'

/** Whom the forge asks before a run may enter the environment: logins, and slugs of teams. */
export async function readEnvironmentReviewers(
  session: Session,
  { owner, name, environment }: DeploymentRef,
): Promise<DeploymentFacts['environmentReviewers']> {
  const about = `${owner}/${name}, environment ${environment}`
  return readingOf(async () => {
    const parameters = { owner, repo: name, environment_name: environment }
    const answer = toObject((await session.ask(endpoints.environment, parameters, about)).data, 'an environment')
    const rules = answer['protection_rules'] ?? []
    return toList(rules, 'the rules of an environment').flatMap((rule) => {
      const { type, reviewers } = toObject(rule, 'a rule of an environment')
      if (type !== 'required_reviewers') return []
      return toList(reviewers ?? [], 'the reviewers of an environment').map((entry) => {
        const reviewer = toObject(entry, 'a reviewer of an environment')['reviewer']
        const who = isObject(reviewer) ? (reviewer['login'] ?? reviewer['slug']) : undefined
        return toText(who, 'the name of a reviewer of an environment', 200)
      })
    })
  })
}
