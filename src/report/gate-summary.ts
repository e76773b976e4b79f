import type { DeploymentDecision } from '../gate/deployment-decision.ts'
import type { GateDecision, ReviewerRow } from '../gate/gate-decision.ts'
import { inlineText, markdownLink } from '../model/markdown-text.ts'
import { isDeep, shownTree, treeList, verdictWords as words } from './decision-tree.ts'
import { printable } from './printable.ts'

const counted = { yes: 'counted', no: 'not counted', unknown: 'not known' } as const

/** The limit of GitHub for the description of a status, in UTF-16 units. */
const longestDescription = 140

/** One line that fits a commit status; what is cut ends in an ellipsis, and no character is cut in half. */
export function statusDescription({ summary }: Pick<GateDecision, 'summary'>): string {
  const line = printable(summary.replace(/\s+/g, ' ').trim())
  if (line.length <= longestDescription) return line
  let kept = ''
  for (const character of line) {
    if (kept.length + character.length > longestDescription - 1) break
    kept += character
  }
  return `${kept}…`
}

export interface GateReport {
  readonly title: string
  readonly number: number
  readonly decision: GateDecision
  readonly preview?: GateDecision | undefined
  /** For example why no status was posted. */
  readonly remarks?: readonly string[]
}

const maxRows = 200

/** The summary of a job: verdict first, then rules, then everybody who reviewed and why they did not count. */
export function gateMarkdown({ title, number, decision, preview, remarks = [] }: GateReport): string {
  const lines = [
    `### Gate: ${words[decision.verdict]}`,
    '',
    `Pull request ${number}: ${inlineText(title)}`,
    '',
    `**${inlineText(decision.summary)}**`,
    '',
    ...bullets([...decision.notes, ...remarks]),
    ...rulesTable(decision),
    ...reviewersTable(decision.reviewers),
    ...treeDetails(decision),
  ]
  if (preview !== undefined) {
    lines.push('Preview by the rules that this pull request brings; nothing was posted:', '')
    lines.push(`**${inlineText(preview.summary)}**`, '', ...bullets(preview.notes), ...rulesTable(preview))
    lines.push(...reviewersTable(preview.reviewers))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

/** How the rules were judged, folded away; nothing where the tables say it all. */
function treeDetails({ tree }: GateDecision): readonly string[] {
  const shown = shownTree(tree)
  if (!isDeep(shown)) return []
  const more = shown.more === 0 ? [] : [`${shown.more} more are left out here.`, '']
  return ['<details><summary>Step by step</summary>', '', ...treeList(shown.decided), '', ...more, '</details>', '']
}

const bullets = (notes: readonly string[]): readonly string[] =>
  notes.length === 0 ? [] : [...notes.map((note) => `- ${inlineText(note)}`), '']

function rulesTable({ rules }: GateDecision): readonly string[] {
  if (rules.length === 0) return []
  const rows = rules.map(({ rule, verdict, message }) => `| ${cells([rule, words[verdict], message])} |`)
  return ['| Rule | Result | Why |', '| --- | --- | --- |', ...rows, '']
}

/** Everybody who reviewed, what became of it and why; a row links to its review. */
export function reviewersTable(reviewers: readonly ReviewerRow[]): readonly string[] {
  if (reviewers.length === 0) return ['Nobody has reviewed it yet.', '']
  const rows = reviewers.slice(0, maxRows).map((row) => {
    const state = markdownLink(row.state, row.url)
    return `| ${inlineText(row.name)} | ${state} | ${cells([counted[row.counted], whyOf(row)])} |`
  })
  const left = reviewers.length - rows.length
  const more = left > 0 ? [`${left} more are left out here.`, ''] : []
  return ['| Reviewer | Review | Counted | Why |', '| --- | --- | --- | --- |', ...rows, '', ...more]
}

const cells = (values: readonly string[]): string => values.map(inlineText).join(' | ')

const whyOf = ({ countedFor, reasons }: ReviewerRow): string =>
  [...(countedFor.length === 0 ? [] : [`for ${countedFor.join(', ')}`]), ...reasons].join('; ')

/** `not counted: is the author`, in words. */
export const reviewOutcome = (row: ReviewerRow): string => `${counted[row.counted]}: ${whyOf(row)}`

/** The same for a terminal: control characters of people are shown as escapes. */
export function gateText({ title, number, decision, preview, remarks = [] }: GateReport): string {
  const lines = [`#${number} ${title}`, decision.summary, ...[...decision.notes, ...remarks].map((note) => `  ${note}`)]
  lines.push(...decisionLines(decision))
  if (preview !== undefined) {
    lines.push('Preview by the rules that this pull request brings; nothing was posted:', preview.summary)
    lines.push(...preview.notes.map((note) => `  ${note}`), ...decisionLines(preview))
  }
  return `${lines.map((line) => printable(line.replace(/[\r\n\t]+/g, ' '))).join('\n')}\n`
}

function decisionLines({ rules, reviewers }: GateDecision): readonly string[] {
  const width = Math.max(0, ...rules.map(({ rule }) => rule.length))
  return [
    ...rules.map(({ rule, verdict, message }) => `  rule ${rule.padEnd(width)}  ${words[verdict]}: ${message}`),
    ...reviewers.map((row) => `  review by ${row.name}: ${row.state}, ${reviewOutcome(row)}`),
  ]
}

/** The summary of a job about a deployment. */
export function deploymentMarkdown(decision: DeploymentDecision): string {
  const rows = decision.changes.map(({ commit, change, verdict, reasons }) => {
    const pull = change === undefined ? 'none' : `${change.pull}: ${change.title}`
    const approvers = change?.counted.map(({ login }) => login).join(', ') ?? ''
    return `| ${cells([commit.slice(0, 7), pull, approvers, words[verdict], reasons.join('; ')])} |`
  })
  const deployers = decision.deployers.map(({ name, as }) => `${name} (${as})`)
  return `${[
    `### Deployment: ${words[decision.verdict]}`,
    '',
    `**${inlineText(decision.summary)}**`,
    '',
    ...bullets(decision.notes),
    `Deployed by ${inlineText(deployers.join(', ') || 'nobody known')}.`,
    '',
    ...(rows.length === 0
      ? []
      : ['| Commit | Pull request | Approved by | Result | Why |', '| --- | --- | --- | --- | --- |', ...rows]),
  ]
    .join('\n')
    .trimEnd()}\n`
}

export function deploymentText(decision: DeploymentDecision): string {
  const lines = [
    decision.summary,
    ...decision.notes.map((note) => `  ${note}`),
    ...decision.deployers.map(({ name, as }) => `  deployed by ${name} (${as})`),
    ...decision.changes.map(({ commit, change, verdict, reasons }) =>
      [
        `  ${commit.slice(0, 7)} ${change === undefined ? 'no pull request' : `#${change.pull}`}  ${words[verdict]}`,
        ...reasons,
      ].join(': '),
    ),
  ]
  return `${lines.map((line) => printable(line.replace(/[\r\n\t]+/g, ' '))).join('\n')}\n`
}
