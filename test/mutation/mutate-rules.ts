/**
 * Proves that the cases of the rules would notice a rule that is broken. Each rule is broken in turn, in each of these ways,
 * and every case is judged anew: a break that changes the findings of no case survives, and the run ends with 1.
 *
 *   off       it finds nothing
 *   inverted  it fails where it passes, and passes where it fails
 *   eager     it fails where it says that it does not apply
 */
import { failIfAny, type Outcome, pass } from '../../src/model/outcome.ts'
import type { AnyRule, Rule } from '../../src/rules/define-rule.ts'
import { rules } from '../../src/rules/registry.gen.ts'
import { expectedOf, fixtures, foundBy, type RuleFixture } from '../support/rule-fixtures.ts'

const somewhere = { file: 'mutant', line: 1, column: 1, endLine: 1, endColumn: 1 }
const failure = failIfAny([{ message: 'mutant', at: somewhere }])

const breaks: Readonly<Record<string, (outcome: Outcome) => Outcome>> = {
  off: (outcome) => (outcome.kind === 'fail' ? pass : outcome),
  inverted: (outcome) => (outcome.kind === 'fail' ? pass : outcome.kind === 'pass' ? failure : outcome),
  eager: (outcome) => (outcome.kind === 'not-applicable' ? failure : outcome),
}

/** A mutant is asked about what its rule is about. */
function mutate(rule: AnyRule, change: (outcome: Outcome) => Outcome): AnyRule {
  const one = rule as Rule
  const check: Rule['check'] = (subject, context) => change(one.check(subject, context))
  return { ...one, check } as AnyRule
}

/** What the cases say of one rule. A case of its own comes first: it is the one that mostly tells. */
const casesOf = (rule: AnyRule): readonly RuleFixture[] => [
  ...fixtures.filter((fixture) => fixture.rule === rule.id),
  ...fixtures.filter((fixture) => fixture.rule !== rule.id),
]

const expected = new Map(fixtures.map((fixture) => [fixture, expectedOf(fixture)]))

function isNoticed(rule: AnyRule, mutant: AnyRule): boolean {
  // Only rules about rules look at others.
  const asksOthers = String(rule.check).includes('findingsOf')
  const judges = asksOthers ? rules.map((one) => (one.id === rule.id ? mutant : one)) : [mutant]
  return casesOf(rule).some((fixture) => {
    const found = foundBy(fixture, judges, rule.id)
    const wanted = (expected.get(fixture) ?? []).filter((line) => line.endsWith(` ${rule.id}`))
    return JSON.stringify(found) !== JSON.stringify(wanted)
  })
}

const survivors: string[] = []
const killed = new Set<string>()
let mutants = 0
for (const rule of rules) {
  // A rule that always applies has nothing to be eager about.
  const ways = String(rule.check).includes('notApplicable') ? Object.keys(breaks) : ['off', 'inverted']
  for (const way of ways) {
    const change = breaks[way]
    if (change === undefined) continue
    mutants += 1
    if (isNoticed(rule, mutate(rule, change))) killed.add(`${rule.id} ${way}`)
    else survivors.push(`${rule.id} ${way}`)
  }
}
const dead = rules.filter(({ id }) => killed.has(`${id} off`)).length
for (const survivor of survivors) process.stdout.write(`survives: ${survivor}\n`)
process.stdout.write(`${rules.length} rules, ${dead} killed by being switched off, ${rules.length - dead} survive\n`)
process.stdout.write(`${mutants} mutants, ${killed.size} killed, ${survivors.length} survive\n`)
if (survivors.length > 0 || rules.length === 0) process.exitCode = 1
