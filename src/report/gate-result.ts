import { boundTree } from '../gate/bound-tree.ts'
import type { GateDecision } from '../gate/gate-decision.ts'

/** For programs: far above what rules and pull requests of people need. */
const bounds = { levels: 32, nodes: 5000, message: 2000, names: 500 } as const
const most = { reviewers: 2000, reasons: 50, notes: 500, text: 2000 } as const

/** A decision as data: `schemas/gate-result.json` with its digests, and what was done with it. */
export interface GateResultInput {
  readonly facts: { readonly pull: { readonly number: number; readonly head: { readonly sha: string } } }
  readonly decision: GateDecision
  readonly preview: GateDecision | undefined
  readonly rulesSha: string | undefined
  readonly factsDigest: string
  readonly decisionDigest: string
  readonly posting?: object
}

/** The contract is `schemas/gate-result.json`. What is not known is left out. */
export function gateResult(input: GateResultInput): object {
  const { facts, decision, preview, rulesSha, factsDigest, decisionDigest, posting } = input
  return {
    schema: 'countersign/gate-result/v1',
    number: facts.pull.number,
    headSha: facts.pull.head.sha,
    rulesSha,
    factsDigest,
    decisionDigest,
    decision: boundDecision(decision),
    preview: preview === undefined ? undefined : boundDecision(preview),
    posting,
  }
}

/** The decision with bounded lists. The digest is of the whole one. */
export function boundDecision(decision: GateDecision): object {
  const { tree, leftOut } = boundTree(decision.tree, bounds)
  const text = (value: string) => [...value].slice(0, most.text).join('')
  return {
    ...decision,
    summary: text(decision.summary),
    notes: decision.notes.slice(0, most.notes).map(text),
    rules: decision.rules.map((rule) => ({ ...rule, message: text(rule.message) })),
    reviewers: decision.reviewers
      .slice(0, most.reviewers)
      .map((row) => ({ ...row, reasons: row.reasons.slice(0, most.reasons).map(text) })),
    tree,
    leftOut: {
      nodes: leftOut,
      reviewers: Math.max(0, decision.reviewers.length - most.reviewers),
      notes: Math.max(0, decision.notes.length - most.notes),
    },
  }
}

export const printGateJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
