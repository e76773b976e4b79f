import { isContextOf } from '../../model/gate-status-name.ts'
import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import type { Ruleset } from '../../model/posture-facts.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { rulesetName } from '../guards.ts'
import { finding } from '../judge-guards.ts'

export const rulesetsReachTheBranch = defineRemoteCheck({
  id: 'DOC-120',
  name: 'rulesets-reach-the-branch',
  title: 'A ruleset that requires the status of a branch applies to that branch',
  severity: 'warning',
  criteria: ['CC8.1', 'CC5.2'],
  settings: 'settings/rules',
  remedy: 'Under "Target branches" include the branch, and take it off the excluded ones.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const { rulesets } = posture
    const rules = posture.branches.find(({ name }) => name === protectedBranch)?.rules
    if (!rulesets.known) return notDetermined(rulesets.why)
    if (rules?.known !== true) return notDetermined(rules?.why ?? 'the forge was not asked about the branch')
    const active = rulesets.value.filter(({ enforcement }) => enforcement === 'active')
    const naming = active.filter((ruleset) => names(ruleset, protectedBranch))
    const applying = new Set(rules.value.map(({ ruleset }) => ruleset))
    const elsewhere = naming.filter(({ id }) => !applying.has(id))
    const [unread] = active.flatMap(({ id, rules: own }) => (own.known || applying.has(id) ? [] : [own.why]))
    if (elsewhere.length === 0 && unread !== undefined) return notDetermined(unread)
    if (naming.length === 0) return notApplicable('no ruleset requires the status')
    return failIfAny(
      elsewhere.map((ruleset) =>
        finding(`The ${rulesetName(ruleset)} requires the status of ${protectedBranch} and does not apply to it`, {
          ...(ruleset.refs.known ? { hint: `It is for ${patternsOf(ruleset.refs.value)}` } : {}),
        }),
      ),
    )
  },
})

const names = ({ rules }: Ruleset, branch: string): boolean =>
  rules.known &&
  rules.value.some(
    (rule) => rule.kind === 'statuses' && rule.statuses.some(({ context }) => isContextOf(branch, context)),
  )

const mostPatterns = 10

function patternsOf({
  include,
  exclude,
}: {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}) {
  const list = (patterns: readonly string[]) => patterns.slice(0, mostPatterns).join(', ') || 'no branch'
  return exclude.length === 0 ? list(include) : `${list(include)}, without ${list(exclude)}`
}
