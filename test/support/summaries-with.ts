import type { DeploymentDecision } from '../../src/gate/deployment-decision.ts'
import { startOf } from '../../src/model/location.ts'
import { type CheckReport, toCheckReport } from '../../src/report/check-report.ts'
import { deploymentMarkdown, gateMarkdown } from '../../src/report/gate-summary.ts'
import { printMarkdown } from '../../src/report/print-markdown.ts'
import { decide, known, review } from './gate-facts.ts'

/** The summaries of jobs in which everything that people write is one text. */
export function summariesWith(text: string): ReadonlyMap<string, string> {
  const decision = decide({ facts: { reviews: known([review('ana'), review('eve', { state: 'commented' })]) } })
  const marked = {
    ...decision,
    summary: text,
    notes: [text],
    rules: decision.rules.map((one) => ({ ...one, rule: text, message: text })),
    reviewers: decision.reviewers.map((one) => ({ ...one, name: text, reasons: [text] })),
  }
  const deployment: DeploymentDecision = {
    verdict: 'refused',
    code: 'judged',
    summary: text,
    notes: [text],
    tree: decision.tree,
    rollback: false,
    separation: 'fail',
    deployers: [{ name: text, account: { id: 1, login: 'ana', type: 'user' }, as: 'creator' }],
    changes: [{ commit: 'a'.repeat(40), change: undefined, verdict: 'refused', reasons: [text] }],
  }
  const empty = toCheckReport({
    asOf: '2026-06-30',
    programFolder: 'compliance',
    base: undefined,
    files: 1,
    records: 1,
    problems: [],
    results: [],
    required: [],
  })
  const report: CheckReport = {
    ...empty,
    items: [{ code: 'RSK-001', severity: 'error', message: text, at: startOf(text), remedy: text, related: [] }],
  }
  return new Map([
    ['gate', gateMarkdown({ title: text, number: 7, decision: marked, preview: marked, remarks: [text] })],
    ['deployment', deploymentMarkdown(deployment)],
    ['check', printMarkdown(report, { colours: false, textOf: () => undefined })],
  ])
}
