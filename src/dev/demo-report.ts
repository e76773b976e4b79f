import type { Assessment } from '../assess/assessment.ts'
import { printScore } from '../assess/score.ts'
import type { GateDecision } from '../gate/gate-decision.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { CheckReport } from '../report/check-report.ts'
import { printable } from '../report/printable.ts'
import type { EvidenceVerification } from '../usecases/verify-evidence.ts'

export interface DemoResults {
  readonly commits: number
  readonly recorded: number
  readonly deployments: number
  readonly imports: number
  readonly statements: number
  readonly report: CheckReport
  readonly open: PullRequestFacts
  readonly decision: GateDecision
  readonly verification: EvidenceVerification
  readonly assessment: Assessment
  readonly documents: number
}

/** What the demo did and which files to open; less than a screen. */
export function demoReport(results: DemoResults): readonly string[] {
  const { report, open, decision, verification, assessment } = results
  const { counts } = report
  const { score } = assessment
  const log = verification.verification
  return [
    'Countersign on a year of Example Ltd, in ./demo',
    '',
    `history    ${results.commits} commits on main, ${results.recorded} merged pull requests, one open, one direct push`,
    `check      ${report.verdict}: ${counts.files} files, ${counts.records} records, ${counts.errors} errors, ${counts.warnings} warnings`,
    ...report.items
      .filter(({ severity }) => severity === 'error')
      .slice(0, 6)
      .map(({ code, message }) => `           ${code} ${message}`),
    `gate       #${open.pull.number} ${decision.verdict}: ${decision.summary}`,
    ...decision.notes.map((note) => `           ${note}`),
    `record     ${log?.size ?? 0} records: ${results.recorded} merges, ${results.deployments} deployments, the audits of the branch,`,
    `           ${results.imports} files of other systems, ${results.statements} statements by people`,
    ...assessment.deviations.slice(0, 6).map(({ what, day }) => `deviation  ${day} ${what}`),
    `verify     ${verification.outcome}: ${log?.origin ?? ''}, root ${log?.root.slice(0, 16) ?? ''}...`,
    `assess     ${printScore(score)} (${score.controls.met} of ${score.controls.applicable} controls met; ${score.criteria.met} of ${score.criteria.applicable} criteria)`,
    `render     ${results.documents} files, on the branch compliance-docs and in ./demo/documents`,
    '',
    'Open     demo/documents/README.md            what an auditor starts with',
    '         demo/documents/changes/README.md    every change, the unreviewed one first',
    '         demo/compliance/gate-rules.yaml     the rules that decided',
    `Try      node dist/cli.js gate pr --cwd demo --facts demo/forge/pull-${open.pull.number}.json`,
    '         node dist/cli.js evidence verify --cwd demo',
    '         node dist/cli.js period close 2025-09-01..2026-08-31 --cwd demo --out demo/bundle',
    '         node dist/cli.js explain RSK-006',
  ].map(printable)
}
