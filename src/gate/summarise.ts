import { type ChangeCategory, rolesFor } from '../model/change-approvals.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule } from '../model/records.ts'
import { listed } from './candidates.ts'
import type { GateDecision } from './gate-decision.ts'
import { keepsApart } from './parts.ts'
import type { RuleContext } from './rule-context.ts'

/** Something outside the rules that keeps a pull request from being approved. */
export interface Obstacle {
  readonly verdict: 'refused' | 'not-determined' | 'pending'
  readonly message: string
}

export interface ToSummarise {
  readonly verdict: Exclude<GateVerdict, 'not-applicable'>
  readonly draft: boolean
  readonly obstacles: readonly Obstacle[]
  readonly context: RuleContext
  readonly judged: Pick<GateDecision, 'rules' | 'reviewers' | 'category' | 'owed'>
  readonly claimed: readonly ChangeCategory[]
  readonly merging: boolean
  readonly concerning: readonly GateRule[]
}

const openings = {
  pending: 'Waiting',
  refused: 'Refused',
  'not-determined': 'Not determined',
} as const

/** The first line says what unblocks it and who can do it; the notes say the rest. */
export function summarise(input: ToSummarise): { readonly summary: string; readonly notes: readonly string[] } {
  const { verdict, draft, obstacles, judged } = input
  const causes = [
    ...obstacles.filter((one) => one.verdict === verdict).map(({ message }) => message),
    ...namingFirst(judged.rules, input.concerning)
      .filter((one) => one.verdict === verdict)
      .map(({ rule, message }) => `${rule}: ${message}`),
  ]
  const notes = [...remarks(input)]
  if (verdict === 'approved') {
    const by = judged.reviewers.filter(({ counted }) => counted === 'yes').map(({ name }) => name)
    const summary =
      by.length === 0 ? 'Approved: no rule that applies asks for an approval.' : `Approved by ${listed(by, 'and')}.`
    return { summary, notes }
  }
  if (draft) return { summary: 'Waiting: it is a draft. Mark it ready for review.', notes: [...causes, ...notes] }
  const rest = causes.slice(1)
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`
  return { summary: `${openings[verdict]}: ${causes[0] ?? 'nothing is known'}${more}`, notes: [...rest, ...notes] }
}

/** A rule that names who can help comes before one that anybody can satisfy: one line has room for one of them. */
function namingFirst(results: GateDecision['rules'], rules: readonly GateRule[]): GateDecision['rules'] {
  const naming = new Set(rules.filter(namesPeople).map(({ id }) => id))
  return [...results.filter(({ rule }) => naming.has(rule)), ...results.filter(({ rule }) => !naming.has(rule))]
}

interface Lists {
  readonly roles?: readonly string[]
  readonly users?: readonly string[]
  readonly teams?: readonly string[]
}

function namesPeople({ require }: GateRule): boolean {
  if (require?.changeRequest !== undefined) return true
  const { roles = [], users = [], teams = [] } = (require?.from as Lists | undefined) ?? {}
  return [roles, users, teams].some((list) => list.length > 0)
}

function* remarks({
  claimed,
  judged,
  context,
  merging,
  concerning,
  obstacles,
  verdict,
}: ToSummarise): Iterable<string> {
  for (const { verdict: other, message } of obstacles) if (other !== verdict) yield message
  yield* context.described.left
  const lighter = claimed.filter((category) => !judged.category.judgedAs.includes(category))
  for (const category of lighter) {
    const roles = rolesFor(category, context.rules)
    yield `It claims to be ${category}; without the approval of ${listed(roles, 'and')} it is judged as a normal change.`
  }
  const apart = concerning.some((rule) => keepsApart(rule, 'approver', 'deployer'))
  if (merging && apart && !context.facts.pull.merged) {
    const by = judged.reviewers.filter(({ counted }) => counted === 'yes').map(({ name }) => name)
    if (by.length > 0) yield `Merging deploys: whoever merges must not be one of the approvers (${by.join(', ')}).`
  }
  for (const { rule, businessDays } of judged.owed) {
    yield `After the merge somebody who neither wrote, approved nor merged it reviews it within ${businessDays} business days (${rule}).`
  }
}
