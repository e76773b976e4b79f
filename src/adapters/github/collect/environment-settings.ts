import type { SettingItem } from '../../../model/dataset-items.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, type JsonObject, malformed, toList, toObject } from '../json.ts'
import type { PartLog } from './part-log.ts'
import { listText, settingsNamed } from './setting-items.ts'
import { type CollectSubject, itemText } from './subject.ts'
import { readVariables } from './variable-names.ts'

/** Environments: who lets runs in, from which branches, and the names of their variables. */
export async function readEnvironmentSettings(
  log: PartLog,
  { parameters, about }: CollectSubject['repository'],
): Promise<readonly SettingItem[]> {
  const environments = await log.list({
    part: 'environments',
    endpoint: endpoints.environments,
    parameters,
    about,
    list: 'environments',
    parse: (entry) => {
      const environment = toObject(entry, 'an environment')
      const name = itemText(environment['name'], 'the name of an environment', 180)
      return {
        name,
        policy: environment['deployment_branch_policy'],
        items: itemsOf(`environment/${name}`, environment),
      }
    },
  })
  const more = await Promise.all(
    environments.entries.map(async ({ name, policy }) => {
      const where = { ...parameters, environment_name: name }
      const [branches, variables] = await Promise.all([
        isObject(policy) && policy['custom_branch_policies'] === true
          ? log.list({
              part: 'branches of environments',
              endpoint: endpoints.environmentBranches,
              parameters: where,
              about: `${about}, environment ${name}`,
              list: 'branch_policies',
              parse: (entry) => {
                const { name: pattern, type } = toObject(entry, 'a branch of an environment')
                return `${type === 'tag' ? 'tag ' : ''}${itemText(pattern, 'a branch of an environment')}`
              },
            })
          : undefined,
        readVariables(log, `environment/${name}`, {
          part: 'variables of environments',
          endpoint: endpoints.environmentVariables,
          parameters: where,
          about: `${about}, environment ${name}`,
        }),
      ])
      const named: readonly SettingItem[] =
        branches === undefined || !branches.isWhole
          ? []
          : [{ part: `environment/${name}`, name: 'branches', value: listText(branches.entries) }]
      return [...named, ...variables]
    }),
  )
  return [...environments.entries.flatMap(({ items }) => items), ...more.flat()]
}

function itemsOf(part: string, environment: JsonObject): readonly SettingItem[] {
  const rules = toList(environment['protection_rules'] ?? [], 'the rules of an environment').map((rule) =>
    toObject(rule, 'a rule of an environment'),
  )
  const review = rules.find(({ type }) => type === 'required_reviewers')
  const wait = rules.find(({ type }) => type === 'wait_timer')
  const policy = environment['deployment_branch_policy']
  return [
    ...settingsNamed(part, environment, ['can_admins_bypass']),
    { part, name: 'reviewers', value: review === undefined ? null : reviewersText(review['reviewers']) },
    ...(review === undefined ? [] : settingsNamed(part, review, ['prevent_self_review'])),
    ...(wait === undefined ? [] : settingsNamed(part, wait, ['wait_timer'])),
    ...(policy === undefined ? [] : [{ part, name: 'branch policy', value: policyText(policy) }]),
  ]
}

const reviewersText = (value: unknown): string =>
  listText(
    toList(value ?? [], 'the reviewers of an environment').map((entry) => {
      const { type, reviewer } = toObject(entry, 'a reviewer of an environment')
      const who = toObject(reviewer, 'a reviewer of an environment')
      return type === 'Team' ? `team ${itemText(who['slug'], 'a team')}` : itemText(who['login'], 'a reviewer')
    }),
  )

function policyText(policy: unknown): string {
  if (policy === null) return 'every branch'
  const { protected_branches: isProtected, custom_branch_policies: isNamed } = toObject(policy, 'a branch policy')
  if (isNamed === true) return 'named branches'
  if (isProtected === true) return 'protected branches'
  throw malformed('the branch policy of an environment', 'one that is known')
}
