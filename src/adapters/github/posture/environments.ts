import type { Reading } from '../../../model/facts.ts'
import type { EnvironmentPosture } from '../../../model/posture-facts.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { cutText, type JsonObject, malformed, toBoolean, toCount, toList, toObject } from '../json.ts'
import { wholeList } from '../pages.ts'
import { NotKnown, notKnown, readingOf } from '../reading.ts'
import { longestName, type PostureSubject } from './question.ts'

/** Each may cost a request or two; pull requests with an environment of their own make many. */
const mostEnvironments = 200

/**
 * Every environment with its protection.
 * @param withSecrets environments of whose secrets the names are wanted
 */
export function readEnvironments(
  session: Session,
  subject: PostureSubject,
  withSecrets: readonly string[],
): Promise<Reading<EnvironmentPosture>> {
  return readingOf(async () => {
    const entries = await counted(session, subject, endpoints.environments, {}, 'environments')
    if (entries.length > mostEnvironments) return new NotKnown(`There are more than ${mostEnvironments} environments.`)
    return await Promise.all(
      entries.map((entry) => toEnvironment(session, subject, toObject(entry, 'an environment'), withSecrets)),
    )
  })
}

async function toEnvironment(
  session: Session,
  subject: PostureSubject,
  entry: JsonObject,
  withSecrets: readonly string[],
): Promise<EnvironmentPosture> {
  const name = cutText(entry['name'], 'the name of an environment', longestName)
  const rules = toList(entry['protection_rules'] ?? [], 'the rules of an environment').map((rule) =>
    toObject(rule, 'a rule of an environment'),
  )
  const review = rules.find(({ type }) => type === 'required_reviewers')
  const bypass = entry['can_admins_bypass']
  const wanted = withSecrets.some((one) => one.toLowerCase() === name.toLowerCase())
  const [branches, secrets] = await Promise.all([
    branchesOf(session, subject, name, entry['deployment_branch_policy']),
    wanted
      ? readingOf(() => secretNames(session, subject, endpoints.environmentSecrets, { environment_name: name }))
      : notKnown('The secrets of this environment were not asked for.'),
  ])
  return {
    name,
    hasReviewers: review !== undefined,
    refusesSelfReview: review === undefined ? undefined : review['prevent_self_review'] === true,
    administratorsBypass: typeof bypass === 'boolean' ? bypass : null,
    branches,
    secrets,
  }
}

async function branchesOf(
  session: Session,
  subject: PostureSubject,
  environment: string,
  policy: unknown,
): Promise<EnvironmentPosture['branches']> {
  if (policy === null) return { known: true, value: 'any' }
  if (policy === undefined) return notKnown('The forge did not tell which branches may use the environment.')
  const { custom_branch_policies: isCustom } = toObject(policy, 'the branches of an environment')
  if (!toBoolean(isCustom, 'whether branches are named')) return { known: true, value: 'protected' }
  return readingOf(async () => {
    const where = { environment_name: environment }
    const entries = await counted(session, subject, endpoints.environmentBranches, where, 'branch_policies')
    return entries.map((entry) => {
      const { name, type } = toObject(entry, 'a branch of an environment')
      const pattern = cutText(name, 'a branch of an environment', longestName)
      return { pattern, of: type === 'tag' ? ('tag' as const) : ('branch' as const) }
    })
  })
}

/** Names of secrets; what they hold is told to nobody. */
export async function secretNames(
  session: Session,
  subject: PostureSubject,
  endpoint: (typeof endpoints)['environmentSecrets' | 'repositorySecrets' | 'organisationSecrets'],
  where: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const entries = await counted(session, subject, endpoint, where, 'secrets')
  return entries.map((entry) => cutText(toObject(entry, 'a secret')['name'], 'the name of a secret', longestName))
}

/** A list that comes with its total: shorter than it says, it is no list. */
async function counted(
  session: Session,
  { parameters, about }: PostureSubject,
  endpoint: (typeof endpoints)[keyof typeof endpoints],
  where: Readonly<Record<string, string>>,
  key: string,
): Promise<readonly unknown[]> {
  let total = 0
  const entries = await wholeList(session, {
    endpoint,
    parameters: { ...parameters, ...where },
    about,
    entriesOf(data) {
      const answer = toObject(data, `the answer when asked to ${endpoint.ask}`)
      total = toCount(answer['total_count'], 'the number of entries')
      return answer[key]
    },
  })
  if (entries.length < total) throw malformed(`the answer when asked to ${endpoint.ask}`, 'as long as it says')
  return entries
}
