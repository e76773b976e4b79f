import type { DeviationKind } from '../gate/audit-merge.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { GateVerdict, Verdict } from '../model/outcome.ts'
import type { AuditReport, AuditRow } from './audit-report.ts'
import { printable } from './printable.ts'

export const auditFormats = ['text', 'markdown', 'json'] as const
export type AuditFormat = (typeof auditFormats)[number]

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const schemaVersion = 1

/** The report as text that ends in a line break; the contract of `json` is `schemas/audit-report.json`. */
export function printAuditReport(report: AuditReport, format: AuditFormat): string {
  if (format === 'json') return `${JSON.stringify({ schemaVersion, kind: 'AuditReport', ...report }, undefined, 2)}\n`
  return format === 'markdown' ? auditMarkdown(report) : auditText(report)
}

const verdicts: Readonly<Record<Verdict, string>> = {
  satisfied: 'every change was approved',
  violated: 'changes got past the gate',
  'not-determined': 'not determined',
  'nothing-checked': 'nothing to look at',
}
const gateWords: Readonly<Record<GateVerdict, string>> = {
  approved: 'approved',
  pending: 'not approved',
  refused: 'refused',
  'not-determined': 'not determined',
  'not-applicable': 'not applicable',
}
const kindWords: Readonly<Record<DeviationKind, string>> = {
  'direct-push': 'direct push',
  'merged-unapproved': 'merged without approval',
  'late-approval': 'late approval',
  'forged-status': 'forged status',
}

/** Rows that a summary shows, for GitHub takes a megabyte of it; the counts speak of all. */
const mostRows = 500

function auditMarkdown(report: AuditReport): string {
  const rows = mostTelling(report.rows)
  const left = report.rows.length - rows.length
  const cells = rows.map((row) => {
    const { commit, mergedBy, mergedAt } = row
    const shown = [
      commit.slice(0, 12),
      pullText(row),
      verdictText(row),
      mergedBy ?? '',
      mergedAt ?? '',
      statusText(row),
    ]
    return `| ${[...shown, remarksOf(row).join('; ')].map(inlineText).join(' | ')} |`
  })
  const table = [
    '| Commit | Pull request | Verdict at the merge | Merged by | Merged at | Gate status at the merge | Deviations |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...cells,
    '',
  ]
  return `${[
    `### Audit of ${inlineText(report.branch)}: ${verdicts[report.verdict]}`,
    '',
    inlineText(windowText(report)),
    '',
    ...(report.rewritten ? [`**${inlineText(rewrittenText(report))}**`, ''] : []),
    ...(rows.length === 0 ? [] : table),
    ...(left > 0 ? [`${left} more commits are left out here; the JSON report has all of them.`] : []),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function auditText(report: AuditReport): string {
  const lines = [
    ...report.rows.flatMap((row) => [
      [row.commit.slice(0, 12), verdictText(row), pullText(row), peopleText(row)]
        .filter((part) => part !== '')
        .join('  '),
      ...remarksOf(row).map((remark) => `  ${remark}`),
    ]),
    ...(report.rewritten ? [rewrittenText(report)] : []),
    windowText(report),
    `Audit of ${report.branch}: ${verdicts[report.verdict]}.`,
  ]
  return `${lines.map((line) => printable(line.replace(/[\r\n\t]+/g, ' '))).join('\n')}\n`
}

/** Where not all fit, those with a deviation or a gap stay, in their order. */
function mostTelling(rows: readonly AuditRow[]): readonly AuditRow[] {
  if (rows.length <= mostRows) return rows
  const ranked = [...rows].sort((a, b) => rankOf(a) - rankOf(b))
  const kept = new Set(ranked.slice(0, mostRows))
  return rows.filter((row) => kept.has(row))
}

const rankOf = ({ deviations, open }: AuditRow): number => (deviations.length > 0 ? 0 : open.length > 0 ? 1 : 2)

function windowText({ repository, branch, from, to, counts, poster }: AuditReport): string {
  const { commits, approved, deviating, notDetermined } = counts
  const after = from === null ? 'from the first commit' : `after ${from.slice(0, 12)}`
  return `${repository}, ${branch} ${after} up to ${to.slice(0, 12)}: ${commits} commits, ${approved} approved, ${deviating} with deviations, ${notDetermined} not determined. Statuses of the gate are those by ${poster}.`
}

const rewrittenText = ({ branch, from }: AuditReport): string =>
  `${branch} was rewritten: it no longer holds ${from ?? 'its first commit'}, where the server saw it`

const pullText = ({ pull, subject }: AuditRow): string =>
  pull === null ? `no pull request: ${subject}` : `#${pull.number} ${pull.title}`

const verdictText = ({ verdict }: AuditRow): string => (verdict === null ? 'no verdict' : gateWords[verdict])

const statusText = ({ status }: AuditRow): string =>
  status === null ? 'none known' : `${status.state} by ${status.by ?? 'an account that is gone'}`

const peopleText = (row: AuditRow): string =>
  row.pull === null ? '' : `merged by ${row.mergedBy ?? 'an account that is gone'}, status ${statusText(row)}`

const remarksOf = ({ deviations, open }: AuditRow): readonly string[] => [
  ...deviations.map(({ kind, why }) => `${kindWords[kind]}: ${why}`),
  ...open.map((why) => `not determined: ${why}`),
]
