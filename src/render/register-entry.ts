import { inlineText } from '../model/markdown-text.ts'
import { referencesIn } from '../rules/references.ts'
import { type CheckFinding, findingsAbout, weightOf } from './check-findings.ts'
import { attestedIn } from './evidence-mentions.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, code, compare, nothing, partsOf } from './page-text.ts'

export interface Fact {
  readonly name: string
  /** Escaped. */
  readonly value: string
}

/** A table of one record, at most six columns; all of it escaped. */
export interface EntryTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands in its place where there is no row; no table at all where it is empty. */
  readonly none: string
  /** Whether every row stands here, because the page is cut into parts by them; else at most 200. */
  readonly whole?: boolean
}

/** One record of a register, everything escaped. */
export interface RegisterEntry {
  readonly id: string
  /** Heading, from which the anchor follows; the id where left out. */
  readonly heading?: string
  /** Left out: one of several on a page. */
  readonly level?: '##' | '###'
  readonly title: string
  /** Paragraphs before the facts; empty where there are none. */
  readonly text?: string
  readonly facts: readonly Fact[]
  readonly tables?: readonly EntryTable[]
}

/** The anchor that GitHub makes of a heading of letters, digits, blanks, `-` and `_`. */
export const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-')

/** Rows of a table of a record that stand open; more are folded away. */
const openRows = 50
/** Rows of one table of a record; a page that GitHub cuts would hide more. */
const mostRows = 200

/** A record with what the check finds about it, who names it, and what the evidence log says of it. @param root way to the index */
export function entryText(entry: RegisterEntry, context: PageContext, root: string): string {
  const [first = { name: 'Record', value: code(entry.id) }, ...facts] = [
    ...entry.facts,
    { name: 'Named by', value: namedBy(entry.id, context, root) },
    ...(isRecordId(entry.id) ? [{ name: 'Statements', value: attestedIn(entry.id, context, root) }] : []),
  ]
  return context
    .fill('register-entry', {
      level: entry.level ?? '###',
      heading: entry.heading ?? entry.id,
      title: entry.title,
      text: entry.text ?? '',
      findings: findingLines(findingsAbout(entry.id, context), context, root),
      first,
      facts,
      tables: tablesText(entry.tables ?? [], context),
    })
    .trimEnd()
}

/** Tables below each other, each with its title in bold. */
export const tablesText = (tables: readonly EntryTable[], context: PageContext): string =>
  context.fill('register-tables', { tables: tablesView(tables) }).trimEnd()

const tablesView = (tables: readonly EntryTable[]) =>
  tables
    .filter(({ rows, none }) => rows.length > 0 || none !== '')
    .map(({ title, columns, rows, none, whole }) => {
      const shown = whole === true ? rows : rows.slice(0, mostRows)
      return {
        title,
        columns,
        none,
        blocks: blocksOf(shown, openRows, 'more rows'),
        cut: rows.length > shown.length ? rows.length - shown.length : '',
      }
    })

const isRecordId = (id: string): boolean => /^[A-Z]{2,4}-/.test(id)

/** What the check finds, one escaped line each. */
export const findingLines = (
  findings: readonly CheckFinding[],
  context: PageContext,
  root: string,
): readonly string[] => findings.map((finding) => findingLine(finding, context, root))

function findingLine({ rule, message, severity, tolerated }: CheckFinding, context: PageContext, root: string): string {
  const word = tolerated !== '' ? 'Tolerated' : severity === 'error' ? '**Finding**' : '**Warning**'
  const note = tolerated === '' ? '' : `; ${context.text(tolerated, root)}`
  return `${word} (${rule}): ${context.text(inReaderWords(message), root)}${note}.`
}

/** Rules name values by their path in a file, `actions.0.due`; a reader of a page has no file beside it. */
const inReaderWords = (message: string): string =>
  message.replace(/`([A-Za-z]+)(?:\.(\d+)\.([A-Za-z]+))?`/g, (_all, name: string, index?: string, key?: string) =>
    index === undefined || key === undefined ? `“${name}”` : `“${key}” of entry ${Number(index) + 1} of “${name}”`,
  )

interface AttentionRow {
  readonly link: string
  readonly what: string
}

const attentionShown = 20
const attentionLimit = 500

/**
 * What needs somebody, over all records of a register: findings before warnings, what is tolerated last. Empty where there is
 * nothing.
 *
 * @param rules which rules the page is about, where its records are on other pages as well
 */
export function attentionText(ids: readonly string[], context: PageContext, root: string, rules = /./): string {
  const { blocks, cut } = attentionOf(ids, context, root, rules)
  return blocks.length === 0 ? '' : context.fill('register-attention', { blocks, cut }).trimEnd()
}

function attentionOf(
  ids: readonly string[],
  context: PageContext,
  root: string,
  rules: RegExp,
): { readonly blocks: readonly Block<AttentionRow>[]; readonly cut: number } {
  const all = [...new Set(ids)]
    .flatMap((id) => findingsAbout(id, context).map((finding) => ({ id, finding })))
    .filter(({ finding }) => rules.test(finding.rule))
    .sort((a, b) => weightOf(a.finding) - weightOf(b.finding) || compare(a.id, b.id))
  const rows = all.slice(0, attentionLimit).map(({ id, finding }) => ({
    link: context.link(id, root),
    what: findingLine(finding, context, root),
  }))
  return { blocks: blocksOf(rows, attentionShown, 'more'), cut: Math.max(0, all.length - attentionLimit) }
}

const urgencyOf = (id: string, context: PageContext): number => Math.min(4, ...findingsAbout(id, context).map(weightOf))

/** The check of a record in a cell: how many findings count, in words. */
export function checkedInWords(id: string, context: PageContext): string {
  const findings = findingsAbout(id, context)
  const counting = findings.filter(({ tolerated }) => tolerated === '')
  const errors = counting.filter(({ severity }) => severity === 'error').length
  const words = [
    ...(errors > 0 ? [`**${errors} ${errors === 1 ? 'finding' : 'findings'}**`] : []),
    ...(counting.length > errors
      ? [`${counting.length - errors} ${counting.length - errors === 1 ? 'warning' : 'warnings'}`]
      : []),
    ...(findings.length > counting.length ? [`${findings.length - counting.length} tolerated`] : []),
  ]
  return words.length === 0 ? 'nothing found' : words.join(', ')
}

const references = new WeakMap<PageContext, ReadonlyMap<string, ReadonlySet<string>>>()

/** Records that name this one: links back to controls, risks and whatever else. */
export function namedBy(id: string, context: PageContext, root: string): string {
  let known = references.get(context)
  if (known === undefined) {
    const made = new Map<string, Set<string>>()
    for (const { from, id: to } of referencesIn(context.model)) {
      const list = made.get(to)
      if (list === undefined) made.set(to, new Set([from]))
      else list.add(from)
    }
    known = made
    references.set(context, known)
  }
  const from = [...(known.get(id) ?? [])].filter((one) => one !== id && /^[A-Za-z][A-Za-z0-9_-]*$/.test(one))
  if (from.length === 0) return 'no other record'
  const links = from.sort(compare).slice(0, 30)
  return `${context.titledList(links, root)}${from.length > 30 ? `<br>and ${from.length - 30} more` : ''}`
}

/** Details of records that stand on one page of a register. */
const entriesPerPage = 60

const partPath = (path: string, part: number): string =>
  part === 0 ? path : path.replace(/\.md$/, `-part-${part + 1}.md`)

/**
 * Where the records of a register stand, by id. Their order is that of their ids, whatever is overdue, so that a record stays
 * on its page.
 */
export function placesOf(
  ids: Iterable<string>,
  path: string,
  headingOf: (id: string) => string = (id) => id,
): readonly (readonly [string, string])[] {
  return [...ids]
    .sort(compare)
    .map((id, index) => [id, `${partPath(path, Math.floor(index / entriesPerPage))}#${anchorOf(headingOf(id))}`])
}

export interface RegisterPart<T> {
  readonly path: string
  readonly first: boolean
  readonly part: number
  readonly several: boolean
  readonly parts: string
  readonly records: readonly T[]
}

/** The records of a register in order of their ids, cut into pages that GitHub shows whole; always at least one page. */
export function registerParts<T extends { readonly id: string }>(
  records: Iterable<T>,
  path: string,
): readonly RegisterPart<T>[] {
  const sorted = [...records].sort((a, b) => compare(a.id, b.id))
  const parts = partsOf(sorted, entriesPerPage)
  const fileOf = (part: number) => partPath(path, part).split('/').at(-1) ?? path
  const links = parts.map((_, index) => `[part ${index + 1}](${fileOf(index)})`).join(' · ')
  return (parts.length === 0 ? [[]] : parts).map((some, part) => ({
    path: partPath(path, part),
    first: part === 0,
    part: part + 1,
    several: parts.length > 1,
    parts: links,
    records: some,
  }))
}

/** Dated actions with owner, as a table: the open ones first. */
export const actionsTable = (
  actions:
    | readonly { readonly action: string; readonly owner: string; readonly due: string; readonly done?: string }[]
    | undefined,
  context: PageContext,
  state: (due: string, done: string | undefined) => string,
): EntryTable => ({
  title: 'Actions',
  columns: ['Action', 'Owner', 'State'],
  rows: [...(actions ?? [])]
    .sort((a, b) => Number(a.done !== undefined) - Number(b.done !== undefined) || compare(a.due, b.due))
    .map(({ action, owner, due, done }) => [inlineText(action), context.who(owner), state(due, done)]),
  none: 'No action is written down.',
})

/** Ids as links with titles, or in words that there is none. */
export const linksOr = (
  ids: readonly string[] | undefined,
  context: PageContext,
  root: string,
  otherwise: string = nothing,
): string => (ids === undefined || ids.length === 0 ? otherwise : context.titledList(ids, root))

/** All records of a page in one table: what has findings first, then what is late or missing otherwise; empty where there is none. */
export function overviewText<T extends { readonly id: string }>(
  {
    columns,
    records,
    row,
  }: {
    readonly columns: readonly string[]
    readonly records: readonly T[]
    readonly row: (record: T) => readonly string[]
  },
  context: PageContext,
): string {
  // A cell in bold says that something is late, missing or not met although a rule is content, for example because a
  // deficiency follows it up.
  const standsOut = (cells: readonly string[]) => (cells.some((cell) => cell.includes('**')) ? 0 : 1)
  const rows = records
    .map((record) => ({ record, cells: row(record) }))
    .sort(
      (a, b) =>
        urgencyOf(a.record.id, context) - urgencyOf(b.record.id, context) ||
        standsOut(a.cells) - standsOut(b.cells) ||
        compare(a.record.id, b.record.id),
    )
    .map(({ cells }) => cells)
  return tablesText([{ title: '', columns, rows, none: '' }], context)
}
