import type { Day } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Revision } from '../read/record-history.ts'
import type { PageContext } from './page-context.ts'
import { code, compare, plural } from './page-text.ts'
import { approversOf } from './revision-rows.ts'

/** Kinds whose records say what the system is, what was promised and how it is controlled, in the order of a reader's interest. */
const kindWords = {
  Program: 'Scope',
  Commitment: 'Commitment',
  ServiceLevels: 'Service levels',
  DataInventory: 'Systems and data',
  Vendor: 'Vendor',
  ComplementaryControl: 'Complementary control',
  CriterionDecision: 'Applicability',
  Policy: 'Policy',
  Control: 'Control',
} as const
type ReportedKind = keyof typeof kindWords

const isReported = (kind: string): kind is ReportedKind => Object.hasOwn(kindWords, kind)

/** What became of a record between two days; everything is escaped. */
export interface ProgramChange {
  readonly day: Day
  readonly kind: string
  readonly record: string
  readonly what: string
  readonly approvers: string
  /** It is new and no more than a plan or a draft: nothing of the system is another because of it. */
  readonly inert: boolean
}

/**
 * What is another at the end of a span than before it, for every record that says what the system is and how it is
 * controlled: by kind, then the newest first. What is significant of it only people can say.
 *
 * @param span both days included, in the time zone of the program; a change counts on the day it reached the protected branch
 */
export function programChanges(
  span: { readonly from: Day; readonly to: Day },
  context: PageContext,
  root: string,
): readonly ProgramChange[] {
  const order = Object.keys(kindWords)
  return [...context.history]
    .flatMap(([id, revisions]) => {
      const kind = revisions.findLast(({ value }) => value !== undefined)?.value?.kind
      const change = kind === undefined || !isReported(kind) ? undefined : changeOf(id, revisions, span, context, root)
      return kind === undefined || change === undefined ? [] : [{ id, kind, change }]
    })
    .sort(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) || compare(b.change.day, a.change.day) || compare(a.id, b.id),
    )
    .map(({ kind, change }) => ({ ...change, kind: isReported(kind) ? kindWords[kind] : kind }))
}

function changeOf(
  id: string,
  revisions: readonly Revision[],
  { from, to }: { readonly from: Day; readonly to: Day },
  context: PageContext,
  root: string,
): Omit<ProgramChange, 'kind'> | undefined {
  const dated = revisions.map((revision) => ({ revision, on: context.onBranch(revision) }))
  const inside = dated.filter(({ on }) => from <= on && on <= to)
  const last = inside.at(-1)
  if (last === undefined) return undefined
  const before = dated.findLast(({ on }) => on < from)?.revision
  return {
    day: last.on,
    record: context.titled(id, root),
    what: differenceInWords(before, last.revision, inside.length),
    inert: before?.value === undefined && isInert(last.revision),
    approvers: [...new Set(inside.map(({ revision }) => approversOf(revision, context)))].join('; '),
  }
}

/** States in which a record binds nobody and does nothing. */
const inertStates: ReadonlySet<unknown> = new Set(['planned', 'draft', 'in-review', 'evaluating'])

const isInert = ({ value, state }: Revision): boolean =>
  value === undefined
    ? state === 'removed'
    : inertStates.has((value.data as Readonly<Record<string, unknown>>)['status'])

/** Fields whose values are shown; of any other only that it changed. */
const shown = new Set([
  'status',
  'version',
  'tier',
  'frequency',
  'reportType',
  'subservice',
  'applicability',
  'keyControl',
])

function differenceInWords(before: Revision | undefined, after: Revision, count: number): string {
  if (after.state === 'unreadable') return 'could not be read any more: what changed is not known'
  const was = before?.value?.data as Readonly<Record<string, unknown>> | undefined
  const is = after.value?.data as Readonly<Record<string, unknown>> | undefined
  if (is === undefined) return was === undefined ? 'came and went again' : 'removed'
  if (was === undefined)
    return before?.state === 'unreadable'
      ? 'could not be read before: what changed is not known'
      : `new${typeof is['status'] === 'string' ? `, ${inlineText(is['status'])}` : ''}`
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .sort(compare)
  const moved = fields
    .filter((field) => shown.has(field))
    .map((field) => `${inlineText(field)} from ${asWords(was[field])} to ${asWords(is[field])}`)
  const other = fields.filter((field) => !shown.has(field)).map(inlineText)
  const parts = [
    ...moved,
    ...(other.length === 0 ? [] : [`changed: ${other.join(', ')}`]),
    ...(before?.textDigest === after.textDigest ? [] : ['its text changed']),
  ]
  if (parts.length === 0) return `changed and changed back (${plural(count, 'revision')})`
  return `${parts.join('; ')}${count === 1 ? '' : ` (${plural(count, 'revision')})`}`
}

const asWords = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? plainValue(String(value).slice(0, 60))
    : 'nothing'

/** A number at the start of a text would be escaped as that of a list. */
const plainValue = (text: string): string => (/^\d/.test(text) ? code(text) : inlineText(text))
