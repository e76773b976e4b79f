import type { ExpectedDecision } from '../model/gate-cases.ts'
import { nearest } from '../model/nearest.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { personOfAccount } from '../model/role-holders.ts'
import type { DecisionNode, GateDecision, ReviewerRow } from './gate-decision.ts'

/** What of an expectation does not hold, one line each; empty: all of it does. */
export function judgeCase(expected: ExpectedDecision, decision: GateDecision, model: ProgramModel): readonly string[] {
  return [
    ...verdictFailures(expected, decision),
    ...textFailures(expected, decision),
    ...ruleFailures(expected, decision),
    ...unblockFailures(expected, decision),
    ...reviewFailures(expected, decision, model),
  ]
}

const verdictFailures = ({ verdict }: ExpectedDecision, decision: GateDecision): readonly string[] =>
  verdict === decision.verdict ? [] : [`verdict: expected ${verdict}, is ${decision.verdict}`]

function textFailures({ says }: ExpectedDecision, { summary, notes }: GateDecision): readonly string[] {
  return says === undefined || [summary, ...notes].some((line) => line.includes(says))
    ? []
    : [`says: expected \`${says}\`, which neither the summary nor a note holds`]
}

function ruleFailures({ rules = {} }: ExpectedDecision, { tree }: GateDecision): readonly string[] {
  const nodes = new Map(tree.children.filter(({ kind }) => kind === 'rule').map((node) => [node.path, node]))
  return Object.entries(rules).flatMap(([id, wanted]) => {
    const node = nodes.get(id)
    if (node === undefined) {
      const near = nearest(id, [...nodes.keys()])
      return [`rules: there is no rule ${id}${near === undefined ? '' : `; did you mean ${near}?`}`]
    }
    return node.verdict === wanted
      ? []
      : [`rules: ${id} is expected to be ${wanted}, is ${node.verdict}: ${node.message}`]
  })
}

function unblockFailures({ unblockedBy }: ExpectedDecision, { tree }: GateDecision): readonly string[] {
  if (unblockedBy === undefined) return []
  const missing = [...pendingNodes(tree)].flatMap((node) => (node.missing === undefined ? [] : [node.missing]))
  if (unblockedBy === 'anybody') {
    return missing.some(({ people }) => people === undefined)
      ? []
      : ['unblockedBy: expected anybody, but no approval is missing that anybody could give']
  }
  const able = new Set(missing.flatMap(({ people }) => (people ?? []).map(({ person }) => person)))
  const isSame = able.size === new Set(unblockedBy).size && unblockedBy.every((person) => able.has(person))
  return isSame ? [] : [`unblockedBy: expected ${listOf(unblockedBy)}, is ${listOf([...able])}`]
}

function* pendingNodes(node: DecisionNode): Iterable<DecisionNode> {
  if (node.verdict === 'approved' || node.verdict === 'not-applicable') return
  yield node
  for (const child of node.children) yield* pendingNodes(child)
}

function reviewFailures(
  { counted, notCounted = [] }: ExpectedDecision,
  { reviewers }: GateDecision,
  model: ProgramModel,
): readonly string[] {
  const rowOf = (who: string): ReviewerRow | undefined => reviewers.find((row) => isRowOf(row, who, model))
  const counting = reviewers.filter((row) => row.counted === 'yes')
  const named = counted?.map((who) => rowOf(who))
  const isSame =
    named === undefined ||
    (named.every((row) => row !== undefined && row.counted === 'yes') && new Set(named).size === counting.length)
  return [
    ...(isSame ? [] : [`counted: expected ${listOf(counted ?? [])}, is ${listOf(counting.map(({ name }) => name))}`]),
    ...notCounted.flatMap((who) => {
      const row = rowOf(who)
      if (row === undefined) return [`notCounted: ${who} has not reviewed`]
      return row.counted === 'no'
        ? []
        : [`notCounted: ${who} is ${row.counted === 'yes' ? 'counted' : 'not known to count'}`]
    }),
  ]
}

function isRowOf({ person, account }: ReviewerRow, who: string, model: ProgramModel): boolean {
  if (!who.startsWith('@')) return person === who
  const login = who.slice(1)
  if (account === undefined) return false
  return account.login.toLowerCase() === login.toLowerCase() || personOfAccount(model, account)?.id === login
}

/** In the order of code units, so that the same failure reads the same. */
const listOf = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : [...names].sort().join(', '))
