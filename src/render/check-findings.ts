import type { Finding } from '../model/outcome.ts'
import { defaultSettings } from '../model/settings.ts'
import { rules } from '../rules/registry.gen.ts'
import { runRules, type SubjectResult } from '../rules/run-rules.ts'
import type { PageContext } from './page-context.ts'

/** What a rule of the check says about a record on the day of the page. */
export interface CheckFinding {
  readonly rule: string
  /** Text of the rule; it may quote people and is not escaped yet. */
  readonly message: string
  readonly severity: 'error' | 'warning'
  /** Why it does not count although it is there: an exception, or the baseline. Empty where it counts. */
  readonly tolerated: string
}

/** About the layout of files, which readers of documents do not see. */
const aboutFiles = new Set(['REF-003', 'REF-009', 'REF-010'])

const known = new WeakMap<PageContext, ReadonlyMap<string, readonly CheckFinding[]>>()

/**
 * What the rules that need nothing but the files find, by the record it is about; errors first. The pages ask the rules
 * instead of computing again what is overdue, expired or late, so page and check never disagree.
 */
export function checkFindings(context: PageContext): ReadonlyMap<string, readonly CheckFinding[]> {
  const found = known.get(context) ?? ask(context)
  known.set(context, found)
  return found
}

export const findingsAbout = (id: string, context: PageContext): readonly CheckFinding[] =>
  checkFindings(context).get(id) ?? []

function ask({ model, assessment }: PageContext): ReadonlyMap<string, readonly CheckFinding[]> {
  const asked = rules.filter(({ id, needs }) => needs === undefined && !aboutFiles.has(id))
  const input = { asOf: assessment.basis.asOf, settings: defaultSettings }
  const found = new Map<string, CheckFinding[]>()
  for (const { rule, results } of runRules(model, input, asked)) {
    for (const result of results) {
      const list = found.get(result.resource) ?? []
      found.set(result.resource, list)
      list.push(...inWords(rule.id, result))
    }
  }
  for (const list of found.values()) list.sort((a, b) => weightOf(a) - weightOf(b))
  return found
}

/** Smaller needs somebody sooner. */
export const weightOf = ({ severity, tolerated }: CheckFinding): number =>
  (tolerated === '' ? 0 : 2) + (severity === 'error' ? 0 : 1)

function inWords(rule: string, { outcome, severity }: SubjectResult): readonly CheckFinding[] {
  const lines = (findings: readonly Finding[], tolerated: string) =>
    findings.map(({ message, severity: own }) => ({ rule, message, severity: own ?? severity, tolerated }))
  switch (outcome.kind) {
    case 'fail':
      return lines(outcome.findings, '')
    case 'waived':
      return lines(outcome.findings, `tolerated by ${outcome.exception} until ${outcome.untilDay}`)
    case 'baselined':
      return lines(outcome.findings, `known since the rules were adopted, tolerated until ${outcome.untilDay}`)
    case 'not-determined':
      return [{ rule, message: `Not determined: ${outcome.why}`, severity, tolerated: '' }]
  }
}
