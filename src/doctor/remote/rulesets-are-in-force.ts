import { failIfAny, notDetermined } from '../../model/outcome.ts'
import type { RuleContent, Ruleset } from '../../model/posture-facts.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { rulesetName } from '../guards.ts'
import { finding } from '../judge-guards.ts'

export const rulesetsAreInForce = defineRemoteCheck({
  id: 'DOC-119',
  name: 'rulesets-are-in-force',
  title: 'No ruleset that would guard branches is switched off or only evaluated',
  severity: 'warning',
  criteria: ['CC8.1', 'CC5.2'],
  settings: 'settings/rules',
  remedy: 'Set its enforcement status to active, or delete it: a ruleset that is not in force looks like one that is.',
  check({ posture: { rulesets } }) {
    if (!rulesets.known) return notDetermined(rulesets.why)
    const idle = rulesets.value.filter(({ enforcement }) => enforcement !== 'active')
    const unread = idle.flatMap(({ rules }) => (rules.known ? [] : [rules.why]))
    const found = idle.filter(({ rules }) => rules.known && rules.value.some(guards))
    const [why] = unread
    if (found.length === 0 && why !== undefined) return notDetermined(why)
    return failIfAny(found.map((ruleset) => finding(`The ${rulesetName(ruleset)} ${states[ruleset.enforcement]}`)))
  },
})

const guards = ({ kind }: RuleContent): boolean => kind !== 'other' && kind !== 'linear'

const states: Readonly<Record<Ruleset['enforcement'], string>> = {
  active: 'is in force',
  evaluate: 'is only evaluated: it refuses nothing',
  disabled: 'is switched off',
  unknown: 'has a state that is not known',
}
