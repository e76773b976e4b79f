import { durationInWords } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Policy } from '../../model/records.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import type { HistoricRecord } from '../../read/record-history.ts'
import { isShown } from '../claims.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { reviewDue } from '../overdue-items.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, nothing, plural } from '../page-text.ts'
import { approvalOf, revisionBlocks } from '../revision-rows.ts'
import { sanitiseMarkdown } from '../sanitise-markdown.ts'

/** Text of a policy that fits on a page GitHub shows whole, in UTF-16 units. */
const bodyLimit = 250_000

export const policiesDocument = defineDocument({
  id: 'DOC-POLICIES',
  title: 'Policies',
  about: 'each with its text, versions and approvers',
  path: 'policies/README.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => [...model.policies.keys()].map((id) => [id, `policies/${id}.md`]),
  pages: policyPages,
})

/** An index of the policies, overdue reviews first, and one page for each with its text and revisions. */
function policyPages(context: PageContext): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>()
  const policies = [...context.model.policies.values()]
  const rows = policies
    .map(({ value: policy }) => ({ policy, due: dueInWords(policy, context) }))
    .sort((a, b) => Number(b.due.overdue) - Number(a.due.overdue) || compare(a.policy.id, b.policy.id))
    .map(({ policy, due }) => ({
      link: `[${policy.id}](${policy.id}.md)`,
      title: inlineText(policy.title),
      version: code(policy.version),
      status: policy.status,
      effective: policy.effectiveFrom ?? nothing,
      review: due.words,
      inForce: isInForce(policy, context),
    }))
  const groups = [
    { title: 'In force', rows: rows.filter(({ inForce }) => inForce) },
    { title: 'Not in force', rows: rows.filter(({ inForce }) => !inForce) },
  ].flatMap((group) => (group.rows.length === 0 ? [] : [{ ...group, count: group.rows.length }]))
  pages.set('policies/README.md', {
    text: context.fill('policies-index', { groups, footer: context.footer('../') }),
    records: [],
  })
  for (const policy of policies) {
    pages.set(`policies/${policy.value.id}.md`, {
      text: context.fill('policy', policyView(policy, context)),
      records: [policy.value.id],
      classification: policy.value.classification,
    })
  }
  return pages
}

/** Whether the text of a policy binds anybody on the day of the page. */
const isInForce = ({ status, effectiveFrom, effectiveTo }: Policy, { assessment }: PageContext): boolean =>
  status === 'effective' &&
  (effectiveFrom === undefined || effectiveFrom <= assessment.basis.asOf) &&
  (effectiveTo === undefined || assessment.basis.asOf <= effectiveTo)

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

function policyView(located: Located<Policy>, context: PageContext) {
  const { value: policy } = located
  const history = context.history.get(policy.id) ?? []
  const current = history.at(-1)
  const body = context.model.bodies.get(bodyPath(located))
  const text = body === undefined ? '' : sanitiseMarkdown(withoutTitle(body.slice(0, bodyLimit), policy.title), 2)
  const controls = [...context.model.controls.values()]
    .filter(({ value }) => value.policies?.includes(policy.id) === true)
    .map(({ value }) => value.id)
    .sort(compare)
  return {
    id: policy.id,
    title: inlineText(policy.title),
    version: `${code(policy.version)}, ${policy.status}`,
    summary: policy.summary === undefined ? '' : blockText(policy.summary),
    facts: [
      { name: 'Owner', value: context.who(policy.owner) },
      {
        name: 'Effective',
        value: `${policy.effectiveFrom ?? 'not stated'}${policy.effectiveTo === undefined ? '' : ` to ${policy.effectiveTo}`}`,
      },
      { name: 'Review', value: reviewInWords(policy, context) },
      { name: 'Classification', value: policy.classification },
      { name: 'Acknowledgement', value: acknowledgementOf(policy) },
      { name: 'Replaces', value: policy.supersedes === undefined ? nothing : context.titled(policy.supersedes, '../') },
      { name: 'Controls', value: context.titledList(controls, '../') },
    ],
    approvedInLog: current === undefined ? 'not determined' : approvalOf(current, context),
    approvedAt: current === undefined ? nothing : context.commit(current.commit.sha),
    digest: current?.digest === undefined ? nothing : code(current.digest),
    claims: (policy.approvedBy ?? []).map((person) => ({
      name: context.who(person),
      state: isShown(person, history, claimedApprovers, context.evidence, context.model)
        ? 'shown by a counted review in the evidence log'
        : 'claimed only: the evidence log holds no review of theirs for it',
    })),
    draft: !isInForce(policy, context),
    status: policy.status,
    revisions: revisionBlocks(policy.id, context),
    body: text,
    cut: body !== undefined && body.length > bodyLimit ? plural(body.length - bodyLimit, 'character') : '',
    missing: body === undefined,
    footer: context.footer('../'),
  }
}

/** The page has the title already. */
const withoutTitle = (body: string, title: string): string => {
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
