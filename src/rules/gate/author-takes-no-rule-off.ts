import { failIfAny } from '../../model/outcome.ts'
import type { GateRule } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

type Negation = NonNullable<NonNullable<GateRule['when']>['not']>

/** What whoever opens a pull request can bring about alone, and what they would do. */
const ways: { readonly [K in keyof Negation]?: string } = {
  title: 'who opens the pull request chooses its title',
  paths: 'one more file that matches is enough: `onlyPaths` means that nothing else is changed',
  modes: 'one more file of that kind is enough',
  head: 'who opens the pull request chooses the name of its branch',
}

export const authorTakesNoRuleOff = defineRule({
  id: 'GAT-005',
  name: 'author-takes-no-rule-off',
  title: 'No author can take a rule of the gate off alone',
  subject: 'gate-rules',
  severity: 'warning',
  rationale:
    'Below `not` stands when a rule does not apply. What the author alone brings about (a title, the name of a branch, one more file) is a way around the rule for everybody who reads it.',
  remedy: 'Use `onlyPaths`, or `labels` that somebody else sets, or say in the rule itself what it is for.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ value: { rules }, at }) {
    return failIfAny(
      rules.flatMap(({ id, when }, index) => {
        const keys = Object.keys(when?.not ?? {}).filter((key) => !key.startsWith('x-'))
        const chosen = keys.filter((key): key is keyof typeof ways => key in ways)
        const [key] = chosen
        // Of several parts all must hold: one that the author does not choose is enough.
        if (key === undefined || chosen.length < keys.length) return []
        return [
          {
            message: `An author can take ${id} off alone by \`not: ${key}\`: ${ways[key]}`,
            at: at.locate(['rules', index, 'when', 'not', key]),
          },
        ]
      }),
    )
  },
})
