import type { ControlAssessment } from '../assess/assessment.ts'
import { goesByEvents } from '../assess/freshness.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Control } from '../model/records.ts'
import type { ClaimedApproval } from './claimed-approvals.ts'
import { claimedStatements } from './claimed-statements.ts'
import type { LateItem } from './late-items.ts'
import type { PageContext } from './page-context.ts'

/** What is known to be late or only claimed, for a page about controls. */
export interface KnownTroubles {
  readonly late: readonly LateItem[]
  readonly claims: readonly ClaimedApproval[]
}

/** A line of what needs attention: what it is about, and what is the matter, both ready for a page. */
export interface AttentionRow {
  readonly what: string
  readonly why: string
}

/** Its policies, risks, exceptions and deficiencies; a late one of these is late for the control as well. */
function relatedIds(control: Control, { model }: PageContext): ReadonlySet<string> {
  const about = (values: Iterable<{ readonly value: { readonly id: string; readonly control?: string } }>) =>
    [...values].filter(({ value }) => value.control === control.id).map(({ value }) => value.id)
  return new Set([
    control.id,
    ...(control.policies ?? []),
    ...(control.risks ?? []),
    ...about(model.exceptions.values()),
    ...about(model.deficiencies.values()),
  ])
}

/** Rules that speak of any record, so that their criteria say nothing about the one that is late. */
const generalRules: ReadonlySet<string> = new Set(['DUE-001', 'FND-001'])

/** What needs attention around a control: evidence out of date, what is late, approvals that are only claimed. */
export function controlAttention(
  control: Control,
  one: ControlAssessment,
  { late, claims }: KnownTroubles,
  context: PageContext,
  root: string,
): readonly AttentionRow[] {
  const related = relatedIds(control, context)
  const served = new Set(control.criteria.map(({ id }) => id))
  const isLate = ({ id, rule, criteria }: LateItem) =>
    related.has(id) || (!generalRules.has(rule) && criteria.some((criterion) => served.has(criterion)))
  return [
    ...(one.supports ? staleRows(control.id, context) : []),
    ...late.filter(isLate).map((item) => lateRow(item, context, root)),
    ...claims.filter(({ id }) => related.has(id)).map((claim) => claimRow(claim, context, root)),
    ...(one.supports ? claimedStatements(one, context, root) : []),
  ]
}

/** Evidence of a control that is out of date; not of events, which may not have happened again. */
export function staleRows(control: string, { assessment, day }: PageContext): readonly AttentionRow[] {
  return assessment.freshness
    .filter((one) => one.control === control && one.state === 'stale' && !goesByEvents(one.frequency))
    .map(({ title, requirement, coveredTo, staleAt }) => ({
      what: `${inlineText(title)}${title === requirement ? '' : ` (${requirement})`}`,
      why: `**stale**: the newest evidence speaks for ${coveredTo ?? 'no day'}${staleAt === undefined ? '' : `, out of date since ${day(staleAt)}`}`,
    }))
}

export const lateRow = ({ id, rule, what }: LateItem, context: PageContext, root: string): AttentionRow => ({
  what: context.titled(id, root),
  // The row names the record already.
  why: `**late or not done**: ${context.text(what.startsWith(id) ? what.slice(id.length).replace(/^:? /, '') : what, root)} (${rule})`,
})

export const claimRow = ({ id, field, person }: ClaimedApproval, context: PageContext, root: string): AttentionRow => ({
  what: context.titled(id, root),
  why: `**claimed only**: \`${field}\` names ${context.who(person)}, and the evidence log holds no review of theirs for it`,
})
