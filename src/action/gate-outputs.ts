import type { Candidate } from '../gate/gate-decision.ts'
import { lacksOf } from '../gate/missing-approvals.ts'
import type { Judged } from '../usecases/gate-pull-requests.ts'

/** A variable of the environment may hold 128 KiB on Linux, and outputs are handed on in such. */
const longestBytes = 64 * 1024

/** The output `decision`. Where all of it would be too long reviewers go first, then rules, then pull requests. */
export function decisionOutput(judged: readonly Judged[]): string {
  return fitting(judged.map(wholeDecision), [withoutReviewers, withoutRules])
}

function wholeDecision(one: Judged) {
  if (!('gated' in one)) return { pull: one.number, verdict: 'not-determined' as const, summary: one.why }
  const { facts, decision, rulesSha, factsDigest, decisionDigest } = one.gated
  return {
    pull: one.number,
    head: facts.pull.head.sha,
    base: facts.pull.base.ref,
    rulesSha: rulesSha ?? null,
    verdict: decision.verdict,
    code: decision.code,
    summary: decision.summary,
    rules: decision.rules.map(({ rule, verdict, message }) => ({ rule, verdict, message })),
    reviewers: decision.reviewers.map(({ account, state, counted, countedFor, reasons }) => ({
      login: account?.login ?? null,
      state,
      counted,
      countedFor,
      reasons,
    })),
    factsDigest,
    decisionDigest,
  }
}

type Told = ReturnType<typeof wholeDecision>
const withoutReviewers = (told: Told): object => ({
  ...told,
  ...('reviewers' in told ? { reviewers: [], cut: true } : {}),
})
const withoutRules = (told: Told): object => ({
  ...told,
  ...('reviewers' in told ? { reviewers: [], rules: [], cut: true } : {}),
})

/** The output `missing`: everything that does not hold yet, each with who can give it. */
export function missingOutput(judged: readonly Judged[]): string {
  const missing = judged.flatMap((one): readonly object[] => {
    const pull = one.number
    if (!('gated' in one)) return [{ pull, rule: null, verdict: 'not-determined', message: one.why }]
    const { decision } = one.gated
    const lacks = lacksOf(decision).map(({ rule, node: { verdict, message, missing } }) => ({
      pull,
      rule: rule ?? null,
      verdict,
      message,
      ...(missing === undefined ? {} : { approvals: missing.approvals, people: missing.people?.map(toWhom) ?? null }),
    }))
    const isOpen = decision.verdict !== 'approved' && decision.verdict !== 'not-applicable'
    const whole = { pull, rule: null, verdict: decision.verdict, message: decision.summary }
    return lacks.length === 0 && isOpen ? [whole] : lacks
  })
  return fitting(missing, [])
}

const toWhom = ({ person, login }: Candidate) => ({ person, login: login ?? null })

/** The list as JSON; where it is too long with less of each entry, and at last with fewer of them. */
function fitting<T extends object>(list: readonly T[], lesser: readonly ((entry: T) => object)[]): string {
  for (const shorten of [(entry: T): object => entry, ...lesser]) {
    const text = JSON.stringify(list.map(shorten))
    if (Buffer.byteLength(text) <= longestBytes) return text
  }
  const least = lesser.at(-1) ?? ((entry: T): object => entry)
  const kept: object[] = []
  let size = 2 + JSON.stringify({ cut: true }).length
  for (const entry of list.map(least)) {
    size += Buffer.byteLength(JSON.stringify(entry)) + 1
    if (size > longestBytes) break
    kept.push(entry)
  }
  return JSON.stringify([...kept, { cut: true }])
}
