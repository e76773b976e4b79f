import type { SettingItem } from '../../../model/dataset-items.ts'
import { ForgeRefused } from '../../../model/forge-fault.ts'
import { readBranchTip } from '../branch-tip.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, type JsonObject, malformed, toList, toObject } from '../json.ts'
import type { PartLog } from './part-log.ts'
import { listText, settingsNamed, switchesNamed } from './setting-items.ts'
import { type CollectSubject, itemText } from './subject.ts'

/** Parameters of rules that say how strict a rule is. Other kinds of rules are named, no more. */
const ruleParameters: Readonly<Record<string, readonly string[]>> = {
  pull_request: [
    'required_approving_review_count',
    'dismiss_stale_reviews_on_push',
    'require_code_owner_review',
    'require_last_push_approval',
    'required_review_thread_resolution',
    'allowed_merge_methods',
  ],
  required_status_checks: ['strict_required_status_checks_policy', 'do_not_enforce_on_create'],
  merge_queue: ['merge_method', 'grouping_strategy', 'min_entries_to_merge'],
  required_deployments: ['required_deployment_environments'],
  update: ['update_allows_fetch_and_merge'],
}

/** Rules that are in force on a branch, of all rulesets, and its branch protection. */
export async function readBranchSettings(
  log: PartLog,
  session: Session,
  { parameters, about }: CollectSubject['repository'],
  branch: string,
  mayAdminister: boolean,
): Promise<readonly SettingItem[]> {
  const [rules, protection] = await Promise.all([
    log.list({
      part: 'rules of branches',
      endpoint: endpoints.branchRules,
      parameters: { ...parameters, branch },
      about: `${about}, ${branch}`,
      parse: (entry) => ruleItems(partOf(branch), toObject(entry, 'a rule of a branch')),
    }),
    readProtection(log, session, { parameters, about }, branch, mayAdminister),
  ])
  return [...rules.entries.flat(), ...protection]
}

/** Room is left for what is named below it. */
const partOf = (branch: string) => itemText(`branch/${branch}`, 'the name of a branch', 150)

/** A rule may come from several rulesets: its number says which. */
export function ruleItems(part: string, rule: JsonObject): readonly SettingItem[] {
  const type = itemText(rule['type'], 'the kind of a rule', 100)
  const from = typeof rule['ruleset_id'] === 'number' ? `${part}/ruleset/${rule['ruleset_id']}` : part
  const parameters = isObject(rule['parameters']) ? rule['parameters'] : {}
  const names = Object.hasOwn(ruleParameters, type) ? (ruleParameters[type] ?? []) : []
  const checks = parameters['required_status_checks']
  return [
    { part: from, name: type, value: 'on' },
    ...settingsNamed(from, parameters, names).map((item) => ({ ...item, name: `${type}.${item.name}` })),
    ...(checks === undefined ? [] : [{ part: from, name: `${type}.checks`, value: checksText(checks) }]),
  ]
}

/** `gate (App 15368), build` */
const checksText = (value: unknown): string =>
  listText(
    toList(value, 'the required statuses').map((entry) => {
      const { context, integration_id: byRule, app_id: byProtection } = toObject(entry, 'a required status')
      const app = byRule ?? byProtection
      const name = itemText(context, 'the name of a status')
      return typeof app === 'number' && app > 0 ? `${name} (App ${app})` : name
    }),
  )

/** "Not protected", "no such branch" and "not for you" are all 404: what none of them is, is not known. */
async function readProtection(
  log: PartLog,
  session: Session,
  { parameters, about }: Pick<CollectSubject['repository'], 'parameters' | 'about'>,
  branch: string,
  mayAdminister: boolean,
): Promise<readonly SettingItem[]> {
  const part = `${partOf(branch)}/protection`
  const where = { ...parameters, branch }
  const asked: Pick<Session, 'ask'> = {
    async ask(endpoint, given, what) {
      try {
        return await session.ask(endpoint, given, what)
      } catch (error) {
        if (!(error instanceof ForgeRefused) || error.status !== 404 || !mayAdminister) throw error
        const tip = await readBranchTip(session, { owner: parameters.owner, name: parameters.repo }, branch)
        return { data: tip === undefined ? 'no branch' : null, link: '' }
      }
    },
  }
  const found = await log.one(
    {
      part: 'protection of branches',
      endpoint: endpoints.protection,
      parameters: where,
      about: `${about}, ${branch}`,
      parse: (data): readonly SettingItem[] => {
        if (data === null) return [{ part, name: 'protection', value: 'none' }]
        if (data === 'no branch') return [{ part, name: 'protection', value: 'no branch' }]
        return protectionItems(part, toObject(data, 'the branch protection'))
      },
    },
    asked,
  )
  return found ?? []
}

function protectionItems(part: string, answer: JsonObject): readonly SettingItem[] {
  const { required_pull_request_reviews: review, required_status_checks: checks } = answer
  if (review !== undefined && !isObject(review)) throw malformed('the required reviews', 'an object')
  return [
    { part, name: 'protection', value: 'on' },
    ...switchesNamed(part, answer, [
      'enforce_admins',
      'allow_force_pushes',
      'allow_deletions',
      'required_linear_history',
      'required_signatures',
      'required_conversation_resolution',
      'lock_branch',
      'block_creations',
    ]),
    ...(review === undefined
      ? [{ part, name: 'required_pull_request_reviews', value: null }]
      : settingsNamed(part, review, [
          'required_approving_review_count',
          'dismiss_stale_reviews',
          'require_code_owner_reviews',
          'require_last_push_approval',
        ])),
    ...(isObject(checks)
      ? [
          ...settingsNamed(part, checks, ['strict']),
          { part, name: 'checks', value: checksText(checks['checks'] ?? []) },
        ]
      : [{ part, name: 'required_status_checks', value: null }]),
  ]
}
