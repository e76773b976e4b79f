import { criteria as known } from '../model/criteria.ts'
import type { RuleInfo } from '../rules/define-rule.ts'
import { problemCodes } from './problem-codes.ts'

/** A rule, or a problem code of the reader, as the explanation of it prints it. */
export interface Explanation {
  readonly id: string
  readonly title: string
  readonly severity: 'error' | 'warning'
  /** Why it is there. */
  readonly rationale: string
  /** What to do. */
  readonly remedy: string
  /** Whether a rule says it, the reader of files, or the check of the rendered documents. */
  readonly from: 'rule' | 'reader' | 'documents'
  /** What it is about, for example a kind of record; null for the text of a file and for results of the assessment. */
  readonly subject: string | null
  readonly criteria: readonly { readonly id: string; readonly summary: string }[]
  /** What it needs beyond the files; null: nothing. */
  readonly needs: 'base' | 'log' | null
  /** Only a warning on a pull request that does not touch the record. */
  readonly overdue: boolean
  readonly waivable: boolean
  /** Whether a baseline can list it. */
  readonly baseline: boolean
  readonly since: string | null
  /** What `check --fix` does about it. */
  readonly fixes: readonly string[]
}

/** @param fixes what `check --fix` does, by code */
export function explanationOfRule(rule: RuleInfo & { readonly subject?: string }, fixes: Fixes): Explanation {
  const { id, title, severity, rationale, remedy, subject, criteria, needs, overdue, unwaivable, since } = rule
  return {
    ...{ id, title, severity, rationale, remedy, since, from: 'rule', subject: subject ?? null },
    fixes: fixes.get(id) ?? [],
    criteria: criteria.map((criterion) => ({ id: criterion, summary: known.get(criterion)?.summary ?? '' })),
    needs: needs ?? null,
    overdue: overdue === true,
    waivable: unwaivable !== true,
    baseline: unwaivable !== true && rule.neverKnown !== true,
  }
}

export type Fixes = ReadonlyMap<string, readonly string[]>

export const problemExplanations = (fixes: Fixes): readonly Explanation[] =>
  [...problemCodes].map(([id, { title, rationale, remedy }]) => ({
    ...{ id, title, rationale, remedy, severity: 'error', subject: null, criteria: [], needs: null },
    from: id.startsWith('RPT-') ? 'documents' : 'reader',
    ...{ overdue: false, waivable: false, baseline: false, since: null, fixes: fixes.get(id) ?? [] },
  }))

const needed = { base: '`--base REF`: it compares the change with what was there', log: 'the evidence log' } as const

/** What can silence it, in one sentence part. */
function waiverOf({ id, waivable, baseline, from }: Explanation): string {
  if (from === 'documents') return 'none: it is what `render --check` sees in the pages'
  if (from === 'reader') return 'none: what cannot be read cannot be checked, so it cannot be lowered or waived either'
  if (!waivable) return 'none: no exception and no baseline can excuse it'
  const exception = `an Exception with \`rule: ${id}\` that names the record`
  return baseline ? `${exception}; a baseline until its last day` : `${exception}; no baseline`
}

const severityOf = ({ severity, overdue }: Explanation): string =>
  `${severity}${overdue ? '; only a warning on a pull request that does not touch the record' : ''}`

/** For a person at a terminal. Ends in a line break. */
export function printExplanation(one: Explanation): string {
  const { id, title, rationale, remedy, subject, criteria, needs, since } = one
  const lines = [
    `${id}: ${title}`,
    '',
    `Why       ${rationale}`,
    `To do     ${remedy}`,
    ...(subject === null ? [] : [`About     ${subject.replaceAll('-', ' ')}`]),
    `Severity  ${severityOf(one)}`,
    ...criteria.map((criterion, index) =>
      `${index === 0 ? 'Criteria  ' : '          '}${criterion.id} ${criterion.summary}`.trimEnd(),
    ),
    ...(needs === null ? [] : [`Needs     ${needed[needs].replaceAll('`', '')}`]),
    `Waiver    ${waiverOf(one)}`,
    ...(since === null ? [] : [`Since     ${since}`]),
    ...one.fixes.map((does) => `Fix       \`check --fix\`: ${does}`),
  ]
  return `${lines.join('\n')}\n`
}

/** One chapter of a Markdown page, whose heading is the anchor that others link to. Our own words: nothing to escape. */
export function explanationInMarkdown(one: Explanation): string {
  const { id, title, rationale, remedy, subject, criteria, needs, since } = one
  const lines = [
    `## ${id}`,
    '',
    `**${title}.**`,
    '',
    rationale,
    '',
    `*To do:* ${remedy}`,
    '',
    ...(subject === null ? [] : [`- About: ${subject.replaceAll('-', ' ')}`]),
    `- Severity: ${severityOf(one)}`,
    ...(criteria.length === 0
      ? []
      : ['- Criteria:', ...criteria.map((criterion) => `  - ${criterion.id}: ${criterion.summary}`)]),
    ...(needs === null ? [] : [`- Needs: ${needed[needs]}`]),
    `- Waiver: ${waiverOf(one)}`,
    ...(since === null ? [] : [`- Since: ${since}`]),
    ...one.fixes.map((does) => `- Fix: \`check --fix\`: ${does}`),
  ]
  return `${lines.join('\n')}\n`
}

/** Every rule and problem code on one page: a table of all, then a chapter each. */
export function rulePage(all: readonly Explanation[]): string {
  const rows = all.map(({ id, severity, title, needs }) => {
    const link = `[${id}](#${id.toLowerCase()})`
    return `| ${link} | ${severity} | ${needs ?? 'files'} | ${title.replaceAll('|', '\\|')} |`
  })
  const rules = all.filter(({ from }) => from === 'rule')
  const codes = all.filter(({ from }) => from === 'reader')
  const documents = all.filter(({ from }) => from === 'documents')
  return [
    '# Rules',
    '',
    `${rules.length} rules of \`countersign check\`, ${codes.length} problems that the reader of files tells, and ${documents.length} that \`countersign render --check\` sees in the documents. Made by \`countersign explain --all --format markdown\`.`,
    '',
    '| rule | severity | needs | what it wants |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...all.map((one) => explanationInMarkdown(one)),
  ].join('\n')
}
