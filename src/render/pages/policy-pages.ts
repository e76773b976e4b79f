import { durationInWords } from '../../model/days.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Policy } from '../../model/records.ts'
import { policyAt } from '../../read/policy-at.ts'
import type { HistoricRecord, Revision } from '../../read/record-history.ts'
import { isShown } from '../claims.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { reviewDue } from '../overdue-items.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf, nothing, plural } from '../page-text.ts'
import { sanitiseMarkdown } from '../sanitise-markdown.ts'
import { type ShownPolicy, shownPolicies } from '../shown-policies.ts'

/** Text of a policy that fits on a page GitHub shows whole, in UTF-16 units. */
export const bodyLimit = 250_000

export const policiesDocument = defineDocument({
  id: 'DOC-POLICIES',
  title: 'Policies',
  about: 'each with its text, versions and approvers',
  path: 'policies/README.md',
  part: 'program',
  classification: 'internal',
  places: (input) => shownPolicies(input).map(({ policy: { id } }) => [id, `policies/${id}.md`]),
  pages: policyPages,
})

/** An index of the policies, overdue reviews first, then approvals that are only claimed, and one page for each with its text and revisions. */
function policyPages(context: PageContext): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>()
  const policies = shownPolicies(context)
  const rows = policies
    .map((shown) => ({
      shown,
      due: dueInWords(shown.policy, context),
      claimed: approvalClaims(shown, context).filter((claim) => !claim.isShown),
    }))
    .sort(
      (a, b) =>
        Number(b.due.overdue) - Number(a.due.overdue) ||
        Number(b.claimed.length > 0) - Number(a.claimed.length > 0) ||
        compare(a.shown.policy.id, b.shown.policy.id),
    )
    .map(({ shown: { policy, inForce }, due, claimed }) => ({
      link: `[${policy.id}](${policy.id}.md)`,
      title: inlineText(policy.title),
      version: code(policy.version),
      status: `${policy.status}${claimed.length === 0 ? '' : `; approval by ${listOf(claimed.map(({ name }) => name))} **claimed only**`}`,
      effective: policy.effectiveFrom ?? nothing,
      review: due.words,
      inForce: inForce.kind,
    }))
  const groups = [
    { title: 'In force', rows: rows.filter(({ inForce }) => inForce === 'in-force') },
    { title: 'Not determined', rows: rows.filter(({ inForce }) => inForce === 'not-determined') },
    { title: 'Not in force', rows: rows.filter(({ inForce }) => inForce === 'none') },
  ].flatMap((group) => (group.rows.length === 0 ? [] : [{ ...group, count: group.rows.length }]))
  pages.set('policies/README.md', {
    text: context.fill('policies-index', { groups, footer: context.footer('../') }),
    records: [],
  })
  for (const shown of policies) {
    pages.set(`policies/${shown.policy.id}.md`, {
      text: context.fill('policy', policyView(shown, context)),
      records: [shown.policy.id],
      classification: shown.policy.classification,
    })
  }
  return pages
}

function dueInWords(
  policy: Policy,
  { assessment }: PageContext,
): { readonly words: string; readonly overdue: boolean } {
  const due = reviewDue(policy)
  const active = policy.status !== 'draft' && policy.status !== 'retired'
  if (due === undefined) return { words: active ? '**never reviewed**' : nothing, overdue: active }
  const overdue = active && due < assessment.basis.asOf
  return { words: overdue ? `**overdue since ${due}**` : `by ${due}`, overdue }
}

const claimedApprovers = (record: HistoricRecord): readonly string[] =>
  record.kind === 'Policy' ? ((record.data as Policy).approvedBy ?? []) : []

/** Who the version that is shown says approved it, and whether the evidence log shows it. */
function approvalClaims({ policy, revision }: ShownPolicy, context: PageContext) {
  const history = context.history.get(policy.id) ?? []
  const upToShown = revision === undefined ? history : history.slice(0, history.indexOf(revision) + 1)
  return (policy.approvedBy ?? []).map((person) => ({
    name: context.who(person),
    isShown: isShown(person, upToShown, claimedApprovers, context.evidence, context.model),
  }))
}

function policyView(shown: ShownPolicy, context: PageContext) {
  const { policy, inForce, body } = shown
  const text = body === undefined ? '' : sanitiseMarkdown(withoutTitle(body.slice(0, bodyLimit), policy.title), 2)
  const controls = [...context.model.controls.values()]
    .filter(({ value }) => value.policies?.includes(policy.id) === true)
    .map(({ value }) => value.id)
    .sort(compare)
  return {
    id: policy.id,
    title: inlineText(policy.title),
    summary: policy.summary === undefined ? '' : blockText(policy.summary),
    status: policy.status,
    inForce: inForce.kind === 'in-force' ? `version ${code(policy.version)}, since ${inForce.since}` : '',
    notInForce: inForce.kind === 'in-force' ? '' : inlineText(inForce.why),
    unknown: inForce.kind === 'not-determined',
    coming: inForce.kind === 'in-force' ? comingInWords(inForce.coming, context) : '',
    facts: [
      { name: 'Review', value: reviewInWords(policy, context) },
      { name: 'Acknowledgement', value: acknowledgementOf(policy) },
      { name: 'Replaces', value: policy.supersedes === undefined ? nothing : context.titled(policy.supersedes, '../') },
      { name: 'Controls', value: context.titledList(controls, '../') },
    ],
    claims: approvalClaims(shown, context).map((claim) => ({
      name: claim.name,
      state: claim.isShown
        ? 'shown by a counted review in the evidence log'
        : 'claimed only: the evidence log holds no review of theirs for it',
    })),
    body: text,
    cut: body !== undefined && body.length > bodyLimit ? plural(body.length - bodyLimit, 'character') : '',
    missing: body === undefined,
    footer: context.footer('../'),
  }
}

/** A newer version that is on the branch and does not apply yet. */
function comingInWords(revision: Revision | undefined, context: PageContext): string {
  const policy = revision === undefined ? undefined : policyAt(revision)
  if (revision === undefined || policy === undefined) return ''
  const how = policy.status === 'effective' ? `applies from ${policy.effectiveFrom ?? 'no day'}` : `is ${policy.status}`
  return `version ${code(policy.version)} ${how}: commit ${context.commit(revision.commit.sha)}`
}

/** The page has the title already. */
export const withoutTitle = (body: string, title: string): string => {
  const [, heading = '', rest = ''] = /^\s*# ([^\n]*)\n([\s\S]*)$/.exec(body) ?? []
  return heading.trim() === title.trim() ? rest.replace(/^\s*\n/, '') : body
}

function reviewInWords(policy: Policy, context: PageContext): string {
  if (policy.lastReviewed === undefined) {
    return policy.status === 'draft' ? 'not yet: it is a draft' : dueInWords(policy, context).words
  }
  return `last on ${policy.lastReviewed}, next ${dueInWords(policy, context).words}`
}

function acknowledgementOf({ acknowledgement }: Policy): string {
  if (acknowledgement?.required !== true) return 'not required'
  const { audience, dueIn } = acknowledgement
  return `required${audience === undefined ? '' : ` of ${inlineText(audience)}`}${dueIn === undefined ? '' : ` within ${durationInWords(dueIn)}`}; who acknowledged it is not in the evidence log`
}
