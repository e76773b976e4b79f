import type { MergeMethod, RuleContent } from '../../../model/posture-facts.ts'
import { cutText, type JsonObject, orNull, toBoolean, toId, toList, toObject } from '../json.ts'
import { longestName } from './question.ts'

const methods = new Map<unknown, MergeMethod>([
  ['merge', 'merge'],
  ['squash', 'squash'],
  ['rebase', 'rebase'],
])

/**
 * A rule as rulesets and branches show it, with what matters here. A kind that is not known is `other`: it is no reason to take
 * a branch for protected.
 * @throws ForgeUnreachable where it is no rule
 */
export function toRuleContent(rule: JsonObject): RuleContent {
  const { type } = rule
  const parameters = () => toObject(rule['parameters'], 'the parameters of a rule')
  switch (type) {
    case 'deletion':
      return { kind: 'deletion' }
    case 'non_fast_forward':
      return { kind: 'force-push' }
    case 'required_linear_history':
      return { kind: 'linear' }
    case 'pull_request':
      return toPullRequestRule(parameters())
    case 'required_status_checks':
      return toStatusRule(parameters())
    case 'merge_queue':
      return { kind: 'merge-queue', method: methods.get(String(parameters()['merge_method']).toLowerCase()) ?? null }
    default:
      return { kind: 'other', name: cutText(type, 'the kind of a rule', longestName) }
  }
}

function toPullRequestRule(parameters: JsonObject): RuleContent {
  const flag = (name: string) => toBoolean(parameters[name], `${name} of a rule`)
  const allowed = orNull(parameters['allowed_merge_methods'], (value) => toList(value, 'the allowed merge methods'))
  return {
    kind: 'pull-request',
    review: {
      dismissesStale: flag('dismiss_stale_reviews_on_push'),
      codeOwners: flag('require_code_owner_review'),
      lastPush: flag('require_last_push_approval'),
    },
    methods: allowed?.flatMap((name) => methods.get(name) ?? []) ?? null,
  }
}

function toStatusRule(parameters: JsonObject): RuleContent {
  const statuses = toList(parameters['required_status_checks'], 'the required statuses').map((entry) => {
    const { context, integration_id: app } = toObject(entry, 'a required status')
    return { context: cutText(context, 'the name of a status', longestName), app: toApp(app) }
  })
  const strict = toBoolean(parameters['strict_required_status_checks_policy'], 'whether statuses are strict')
  return { kind: 'statuses', statuses, strict }
}

/** -1 and nothing both mean: whoever posts it. */
export const toApp = (value: unknown): number | null =>
  value === -1 ? null : orNull(value, (id) => toId(id, 'the id of an App'))
