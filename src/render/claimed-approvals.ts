import type { HistoricRecord } from '../read/record-history.ts'
import { annotatedFields } from '../rules/annotated-fields.ts'
import { isShown } from './claims.ts'
import type { PageContext } from './page-context.ts'
import { compare } from './page-text.ts'

/** A name that somebody typed into a record, which the log does not show to be true. */
export interface ClaimedApproval {
  /** Id of the record. */
  readonly id: string
  /** Key of the claim, for example `approvedBy`. */
  readonly field: string
  readonly person: string
}

/** Records of which nobody approves anything any more, or not yet. */
const isIdle = (value: unknown): boolean => {
  const { status } = value as { readonly status?: unknown }
  return status === 'retired' || status === 'closed' || status === 'draft' || status === 'cancelled'
}

/**
 * Every claim of the program (`x-claim`: approved, accepted, tested by) that no counted review in the log shows, by record.
 * Drafts, and what is closed or retired, is left out; closed deficiencies are not, because a test closed them.
 */
export function claimedApprovals(context: PageContext): readonly ClaimedApproval[] {
  const found = new Map<string, ClaimedApproval>()
  for (const { field, from, item, value } of annotatedFields(context.model, 'claim')) {
    if (typeof value !== 'string') continue
    if (isIdle(item.value) && !from.startsWith('DEF-')) continue
    if (isClaimShown(from, value, field.path, context)) continue
    const name = field.path.filter((step) => step !== '*').join('.')
    found.set(`${from} ${name} ${value}`, { id: from, field: name, person: value })
  }
  return [...found.values()].sort(
    (a, b) => compare(a.id, b.id) || compare(a.field, b.field) || compare(a.person, b.person),
  )
}

/** @param path of the claim in its record; `*` stands for every entry of a list */
export const isClaimShown = (id: string, person: string, path: readonly string[], context: PageContext): boolean =>
  isShown(person, context.history.get(id) ?? [], (record) => valuesAt(record, path), context.evidence, context.model)

/** `Ana Example, shown by a counted review`, or that it is only claimed. */
export function approverInWords(
  id: string,
  person: string | undefined,
  path: readonly string[],
  context: PageContext,
): string {
  if (person === undefined) return '**nobody**'
  const shown = isClaimShown(id, person, path, context)
  return `${context.who(person)} (${shown ? 'shown by a counted review in the evidence log' : '**claimed only**: the evidence log holds no review of theirs for it'})`
}

function valuesAt({ data }: HistoricRecord, path: readonly string[]): readonly string[] {
  let here: readonly unknown[] = [data]
  for (const step of path)
    here = here.flatMap((value) => {
      if (step === '*') return Array.isArray(value) ? value : []
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return []
      return [(value as Readonly<Record<string, unknown>>)[step]]
    })
  return here.filter((value) => typeof value === 'string')
}
