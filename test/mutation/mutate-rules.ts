/**
 * Proves that the cases of the rules would notice a rule that is broken. Each rule is broken in turn, in each of these ways,
 * and every case is judged anew: a break that changes the findings of no case survives, and the run ends with 1.
 *
 *   off       it finds nothing
 *   inverted  it fails where it passes, and passes where it fails
 *   eager     it fails where it says that it does not apply
 */

import { everyRule } from '../../src/assess/every-rule.ts'
import { failIfAny, type Outcome, pass } from '../../src/model/outcome.ts'
import type { AnyRule, Rule, RuleInfo, RunnableRule } from '../../src/rules/define-rule.ts'
import { expectedOf, fixtures, foundBy, type RuleFixture } from '../support/rule-fixtures.ts'

const somewhere = { file: 'mutant', line: 1, column: 1, endLine: 1, endColumn: 1 }
const failure = failIfAny([{ message: 'mutant', at: somewhere }])

const breaks: Readonly<Record<string, (outcome: Outcome) => Outcome>> = {
  off: (outcome) => (outcome.kind === 'fail' ? pass : outcome),
  inverted: (outcome) => (outcome.kind === 'fail' ? pass : outcome.kind === 'pass' ? failure : outcome),
  eager: (outcome) => (outcome.kind === 'not-applicable' ? failure : outcome),
}

/** A mutant is asked about what its rule is about. */
function mutate(rule: RunnableRule, change: (outcome: Outcome) => Outcome): RunnableRule {
  if ('judged' in rule) return { ...rule, judged: rule.judged.map((one) => ({ ...one, outcome: change(one.outcome) })) }
  const one = rule as Rule
  const check: Rule['check'] = (subject, context) => change(one.check(subject, context))
  return { ...one, check } as AnyRule
}

/** What the cases say of one rule. A case of its own comes first: it is the one that mostly tells. */
const casesOf = (rule: RuleInfo): readonly RuleFixture[] => [
  ...fixtures.filter((fixture) => fixture.rule === rule.id),
  ...fixtures.filter((fixture) => fixture.rule !== rule.id),
]

const expected = new Map(fixtures.map((fixture) => [fixture, expectedOf(fixture)]))

/** What a rule is written as. */
const textOf = (rule: RuleInfo): string =>
  'check' in rule ? String(rule.check) : 'judge' in rule ? String(rule.judge) : ''

function isNoticed(rule: RuleInfo, change: (outcome: Outcome) => Outcome): boolean {
  // Only rules about rules look at others.
  const asked = textOf(rule).includes('findingsOf') ? everyRule : [rule]
  return casesOf(rule).some((fixture) => {
    const found = foundBy(fixture, asked, rule.id, (one) => mutate(one, change))
    const wanted = (expected.get(fixture) ?? []).filter((line) => line.endsWith(` ${rule.id}`))
    return JSON.stringify(found) !== JSON.stringify(wanted)
  })
}

const survivors: string[] = []
const killed = new Set<string>()
let mutants = 0
for (const rule of everyRule) {
  // A rule that always applies has nothing to be eager about.
  const ways = textOf(rule).includes('notApplicable') ? Object.keys(breaks) : ['off', 'inverted']
  for (const way of ways) {
    const change = breaks[way]
    if (change === undefined) continue
    mutants += 1
    if (isNoticed(rule, change)) killed.add(`${rule.id} ${way}`)
    else survivors.push(`${rule.id} ${way}`)
  }
}
const dead = everyRule.filter(({ id }) => killed.has(`${id} off`)).length
for (const survivor of survivors) process.stdout.write(`survives: ${survivor}\n`)
process.stdout.write(
  `${everyRule.length} rules, ${dead} killed by being switched off, ${everyRule.length - dead} survive\n`,
)
process.stdout.write(`${mutants} mutants, ${killed.size} killed, ${survivors.length} survive\n`)
if (survivors.length > 0 || everyRule.length === 0) process.exitCode = 1
