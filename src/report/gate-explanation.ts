import type { GateDecision, ReviewerRow } from '../gate/gate-decision.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import { shownTree, treeLines, treeList } from './decision-tree.ts'
import { reviewersTable, reviewOutcome } from './gate-summary.ts'
import { printable } from './printable.ts'

export interface ToExplain {
  readonly title: string
  readonly number: number
  readonly decision: GateDecision
  /** Where the base has no rules yet: what the rules in this pull request would say. */
  readonly preview?: GateDecision | undefined
}

const most = { notes: 50, reviewers: 100, line: 600 } as const

/** Why a pull request was decided as it was, for a terminal: the verdict line, then everything it rests on. */
export function explanationText({ title, number, decision, preview }: ToExplain): string {
  const lines = [line(decision.summary), line(`#${number} ${title}`), ...bodyLines(decision)]
  if (preview !== undefined) {
    lines.push('', 'By the rules that this pull request brings:', line(preview.summary), ...bodyLines(preview))
  }
  return `${lines.join('\n')}\n`
}

function bodyLines(decision: GateDecision): readonly string[] {
  const { decided, leftOut, more } = shownTree(decision.tree)
  const notes = decision.notes.slice(0, most.notes)
  return [
    ...section('What else there is to know', [
      ...notes.map((note) => line(`  ${note}`)),
      ...leaves(decision.notes.length - notes.length),
    ]),
    ...section('What decided', [...treeLines(decided), ...leaves(more)]),
    ...section('Rules that do not apply', treeLines(leftOut)),
    ...section('Who reviewed', reviewerLines(decision.reviewers)),
  ]
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines]

const leaves = (count: number): readonly string[] => (count > 0 ? [`  ${count} more are left out here.`] : [])

function reviewerLines(reviewers: readonly ReviewerRow[]): readonly string[] {
  if (reviewers.length === 0) return ['  nobody yet']
  const rows = reviewers.slice(0, most.reviewers)
  return [
    ...rows.flatMap((row) => [line(`  ${row.name}: ${row.state}, ${reviewOutcome(row)}`), line(`    ${row.url}`)]),
    ...leaves(reviewers.length - rows.length),
  ]
}

const line = (text: string): string => printable(shortened(text.replace(/[\r\n\t]+/g, ' '), most.line))

/** The same as Markdown. */
export function explanationMarkdown({ title, number, decision, preview }: ToExplain): string {
  const lines = [
    `### ${inlineText(shortened(decision.summary, most.line))}`,
    '',
    `Pull request ${number}: ${inlineText(title)}`,
    '',
    ...bodyMarkdown(decision),
  ]
  if (preview !== undefined) {
    lines.push('### By the rules that this pull request brings', '')
    lines.push(`**${inlineText(shortened(preview.summary, most.line))}**`, '', ...bodyMarkdown(preview))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function bodyMarkdown(decision: GateDecision): readonly string[] {
  const { decided, leftOut, more } = shownTree(decision.tree)
  const notes = decision.notes.slice(0, most.notes)
  const unseen = decision.notes.length - notes.length + more
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`**${title}**`, '', ...items, '']
  return [
    ...list(
      'What else there is to know',
      notes.map((note) => `- ${inlineText(shortened(note, most.line))}`),
    ),
    ...list('What decided', treeList(decided)),
    ...list('Rules that do not apply', treeList(leftOut)),
    ...(unseen === 0 ? [] : [`${unseen} more are left out here.`, '']),
    ...reviewersTable(decision.reviewers),
  ]
}
