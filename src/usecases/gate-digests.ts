import { createHash } from 'node:crypto'
import type { DecisionNode, GateDecision } from '../gate/gate-decision.ts'
import type { PullRequestFacts } from '../model/facts.ts'

/** JSON with sorted keys and a line feed: the same value gives the same bytes. Text may hold any character. */
export const sortedJson = (value: unknown): string => `${JSON.stringify(sorted(value))}\n`

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]))
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The facts as they are attached to evidence, and their SHA-256 in hex. */
export function factsDocument(facts: PullRequestFacts): { readonly text: string; readonly digest: string } {
  const text = sortedJson(facts)
  return { text, digest: sha256(text) }
}

/**
 * What was decided, as it is attached to evidence, and its SHA-256 in hex: verdict, rules, every step that led to it, which
 * review counted for what. Sentences that only explain are left out, so that a better wording is not another decision; so are
 * names, which people change.
 */
export function decisionDocument(decision: GateDecision): { readonly text: string; readonly digest: string } {
  const { verdict, code, tree, rules, reviewers, category, changeRequests, owed, separation } = decision
  const text = sortedJson({
    schema: 'countersign/gate-decision/v1',
    verdict,
    code,
    category,
    changeRequests,
    owed,
    separation: separation ?? null,
    rules: rules.map(({ rule, verdict: result }) => ({ rule, verdict: result })),
    reviewers: reviewers.map(({ review, account, counted, countedFor }) => ({
      review,
      account: account?.id ?? null,
      counted,
      countedFor,
    })),
    steps: stepsOf(tree),
  })
  return { text, digest: sha256(text) }
}

/** The steps of a decision one after the other, each with its path: deep trees are no deep document. */
function stepsOf(root: DecisionNode): readonly object[] {
  const { path, kind, verdict, missing, children } = root
  return [{ path, kind, verdict, missing: missing?.approvals ?? null }, ...children.flatMap(stepsOf)]
}
