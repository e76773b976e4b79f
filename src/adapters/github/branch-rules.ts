import type { PullRequestFacts } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { cutText, isObject, malformed, orNull, toId, toList, toObject } from './json.ts'
import { wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { readingOf } from './reading.ts'

type BranchRules = PullRequestFacts['branchRules']
type BranchRule = Extract<BranchRules, { readonly known: true }>['value'][number]

/**
 * Rules that the forge enforces on the base: those of the repository's rulesets and of its organisation's that are active.
 * Classic branch protection is not among them.
 */
export function readBranchRules(session: Session, { pull, parameters, about }: PullQuestion): Promise<BranchRules> {
  const { ref } = pull.facts.base
  return readingOf(async () => {
    const question = { endpoint: endpoints.branchRules, parameters: { ...parameters, branch: ref }, about }
    const rules = await wholeList(session, question)
    if (rules.length > 1000) throw malformed('the rules of a branch', 'a list of at most 1000')
    return rules.map(toBranchRule)
  })
}

function toBranchRule(entry: unknown): BranchRule {
  const rule = toObject(entry, 'a rule of a branch')
  const parameters = isObject(rule['parameters']) ? rule['parameters'] : {}
  const checks = toList(parameters['required_status_checks'] ?? [], 'the required checks of a rule')
  if (checks.length > 100) throw malformed('the required checks of a rule', 'a list of at most 100')
  return {
    type: cutText(rule['type'], 'the kind of a rule', 100),
    ruleset: orNull(rule['ruleset_id'], (value) => toId(value, 'the id of a ruleset')),
    checks: checks.map((value) => {
      const check = toObject(value, 'a required check')
      return {
        context: cutText(check['context'], 'the name of a required check', 300),
        app: orNull(check['integration_id'], (id) => toId(id, 'the App of a required check')),
      }
    }),
  }
}
