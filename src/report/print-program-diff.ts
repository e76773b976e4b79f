import { approvalInWords } from '../model/commit-approval.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import type { FieldChange } from './field-changes.ts'
import { printable } from './printable.ts'
import type { ChangeSource, RecordChange } from './program-diff.ts'
import type { TextChanges } from './text-changes.ts'

/** One of the two versions that are compared. */
export interface NamedVersion {
  /** As it was asked for: a day, a commit, a file. */
  readonly name: string
  readonly commit: string
}

export interface ProgramDiff {
  readonly from: NamedVersion
  readonly to: NamedVersion
  readonly changes: readonly RecordChange[]
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[]
  /** Whether every file of both could be read. */
  readonly isWhole: boolean
}

const limits = { records: 500, fields: 50, paragraphs: 50, sources: 20, characters: 400 }

/** A piece of the printed form: how deep it stands, and what it says; text of people is not escaped yet. */
interface Line {
  readonly depth: number
  readonly text: string
}

const short = (text: string): string => shortened(text.replace(/\s+/g, ' ').trim(), limits.characters)

function* linesOf({ fields, text, by }: RecordChange): Generator<Line> {
  for (const field of fields.slice(0, limits.fields)) yield { depth: 1, text: fieldInWords(field) }
  if (fields.length > limits.fields) yield { depth: 1, text: `and ${fields.length - limits.fields} more fields` }
  if (text !== null) yield* textLines(text)
  for (const source of by.slice(-limits.sources).reverse()) yield { depth: 1, text: sourceInWords(source) }
  if (by.length > limits.sources) yield { depth: 1, text: `and ${by.length - limits.sources} earlier changes` }
}

function fieldInWords({ field, before, after }: FieldChange): string {
  if (before === null) return `${field}: added “${short(after ?? '')}”`
  if (after === null) return `${field}: removed “${short(before)}”`
  return `${field}: “${short(before)}” became “${short(after)}”`
}

function* textLines({ paragraphs, obligations }: TextChanges): Generator<Line> {
  const count = (kind: string) => paragraphs.filter((one) => one.kind === kind).length
  const sums = ['added', 'removed', 'changed'].flatMap((kind) => (count(kind) === 0 ? [] : [`${count(kind)} ${kind}`]))
  yield { depth: 1, text: `text, paragraphs: ${sums.join(', ')}` }
  for (const sentence of obligations.added.slice(0, limits.paragraphs))
    yield { depth: 2, text: `NEW OBLIGATION: ${short(sentence)}` }
  for (const sentence of obligations.removed.slice(0, limits.paragraphs))
    yield { depth: 2, text: `OBLIGATION GONE: ${short(sentence)}` }
  for (const { kind, before, after } of paragraphs.slice(0, limits.paragraphs)) {
    if (kind === 'changed') yield { depth: 2, text: `changed: “${short(before ?? '')}” became “${short(after ?? '')}”` }
    else yield { depth: 2, text: `${kind}: “${short(before ?? after ?? '')}”` }
  }
  if (paragraphs.length > limits.paragraphs)
    yield { depth: 2, text: `and ${paragraphs.length - limits.paragraphs} more paragraphs` }
}

const sourceInWords = ({ commit, day, title, approval }: ChangeSource): string =>
  `by “${short(title)}” on ${day}, commit ${commit.slice(0, 12)}; approved by ${approvalInWords(approval)}`

const words: Readonly<Record<RecordChange['what'], string>> = {
  added: 'Added',
  removed: 'Removed',
  renamed: 'Renamed',
  moved: 'Moved',
  changed: 'Changed',
  'not-readable': 'Not readable in one of the two',
}

function headOf({ what, kind, id, title, from, to }: RecordChange): string {
  const name = `${kind} ${id}${title === null ? '' : `: ${short(title)}`}`
  if (what === 'renamed') return `${words[what]}: ${name}, which was ${from}`
  if (what === 'moved') return `${words[what]}: ${name}, from ${from} to ${to}`
  return `${words[what]}: ${name}`
}

function sumsOf(changes: readonly RecordChange[]): string {
  const parts = Object.keys(words).flatMap((what) => {
    const count = changes.filter((change) => change.what === what).length
    return count === 0 ? [] : [`${count} ${what.replace('-', ' ')}`]
  })
  return changes.length === 0
    ? 'No record changed.'
    : `${changes.length} ${changes.length === 1 ? 'record' : 'records'}: ${parts.join(', ')}.`
}

const versionInWords = ({ name, commit }: NamedVersion): string =>
  commit.startsWith(name) ? `commit ${commit.slice(0, 12)}` : `${name} (commit ${commit.slice(0, 12)})`

/** What changed, for a terminal. Ends in a line break. */
export function printProgramDiff({ from, to, changes, notes }: ProgramDiff): string {
  const lines = [
    `From ${versionInWords(from)} to ${versionInWords(to)}`,
    sumsOf(changes),
    ...notes.map((note) => `note: ${note}`),
    ...changes
      .slice(0, limits.records)
      .flatMap((change) => [
        '',
        headOf(change),
        ...[...linesOf(change)].map(({ depth, text }) => `${'  '.repeat(depth)}${text}`),
      ]),
    ...(changes.length > limits.records ? ['', `and ${changes.length - limits.records} more records`] : []),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

/** The same as a page of Markdown. */
export function printProgramDiffMarkdown({ from, to, changes, notes }: ProgramDiff): string {
  const lines = [
    `# What changed from ${inlineText(versionInWords(from))} to ${inlineText(versionInWords(to))}`,
    '',
    sumsOf(changes),
    ...notes.flatMap((note) => ['', `> ${inlineText(note)}`]),
    ...changes
      .slice(0, limits.records)
      .flatMap((change) => [
        '',
        `## ${inlineText(headOf(change))}`,
        '',
        ...[...linesOf(change)].map(({ depth, text }) => `${'  '.repeat(depth - 1)}- ${inlineText(text)}`),
      ]),
    ...(changes.length > limits.records ? ['', `And ${changes.length - limits.records} more records.`] : []),
  ]
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

/** All of it, for programs. */
export const printProgramDiffJson = (diff: ProgramDiff): string =>
  `${JSON.stringify({ schema: 'countersign/program-diff/v1', ...diff }, null, 2)}\n`
