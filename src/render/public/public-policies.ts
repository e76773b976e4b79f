import type { Day } from '../../model/days.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Policy } from '../../model/records.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, nothing, plural } from '../page-text.ts'
import type { RenderInput } from '../render-input.ts'
import { sanitiseMarkdown } from '../sanitise-markdown.ts'

/** Text of a policy that fits on a page, in UTF-16 units. */
const bodyLimit = 250_000

interface PublicPolicy {
  readonly policy: Policy
  readonly body: string | undefined
  readonly since: Day | undefined
}

/** Policies that are public and in force; a draft binds nobody, and would look as if it did. */
export const publicPolicies = ({ model, assessment }: RenderInput): readonly PublicPolicy[] =>
  [...model.policies.values()]
    .filter(({ value }) => value.classification === 'public' && isInForce(value, assessment.basis.asOf))
    .map((located) => ({
      policy: located.value,
      body: model.bodies.get(bodyPath(located)),
      since: located.value.effectiveFrom,
    }))
    .sort((a, b) => compare(a.policy.id, b.policy.id))

const isInForce = ({ status, effectiveFrom, effectiveTo }: Policy, day: Day): boolean =>
  status === 'effective' &&
  (effectiveFrom === undefined || effectiveFrom <= day) &&
  (effectiveTo === undefined || day <= effectiveTo)

export const publicPolicyPath = (id: string): string => `policies/${id}.md`

/** The row of a policy in the index. */
export const policyRow = ({ policy, since }: PublicPolicy) => ({
  link: `[${policy.id}](${publicPolicyPath(policy.id)})`,
  title: inlineText(policy.title),
  version: code(policy.version),
  since: since ?? nothing,
  reviewed: policy.lastReviewed ?? nothing,
})

/** Title, version, days and text; no owner, approver, control or history, which are not public. */
export function policyPage({ policy, body, since }: PublicPolicy, context: PageContext): string {
  return context.fill('public-policy', {
    id: policy.id,
    title: inlineText(policy.title),
    summary: policy.summary === undefined ? '' : blockText(policy.summary),
    version: code(policy.version),
    since: since ?? 'not stated',
    reviewed: policy.lastReviewed ?? 'not stated',
    missing: body === undefined,
    body: body === undefined ? '' : sanitiseMarkdown(withoutTitle(body.slice(0, bodyLimit), policy.title), 2),
    cut: body !== undefined && body.length > bodyLimit ? plural(body.length - bodyLimit, 'character') : '',
    footer: context.footer('../'),
  })
}

/** The page has the title already. */
const withoutTitle = (body: string, title: string): string => {
  const [, heading = '', rest = ''] = /^\s*# ([^\n]*)\n([\s\S]*)$/.exec(body) ?? []
  return heading.trim() === title.trim() ? rest.replace(/^\s*\n/, '') : body
}
