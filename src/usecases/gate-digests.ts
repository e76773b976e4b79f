import { createHash } from 'node:crypto'
import type { GateDecision } from '../gate/gate-decision.ts'
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
 * SHA-256 in hex of what was decided: verdict, rules, which review counted for what and why not. Sentences that only explain
 * (summary, notes) are left out, so that a better wording is not another decision.
 */
export function decisionDigest(decision: GateDecision): string {
  const { verdict, code, rules, reviewers, category, changeRequests, owed, separation } = decision
  return sha256(
    sortedJson({
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
    }),
  )
}
