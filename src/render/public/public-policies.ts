import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { PageContext } from '../page-context.ts'
import { code, nothing, plural } from '../page-text.ts'
import { bodyLimit, withoutTitle } from '../pages/policy-pages.ts'
import type { RenderInput } from '../render-input.ts'
import { sanitiseMarkdown } from '../sanitise-markdown.ts'
import { shownPolicies } from '../shown-policies.ts'

type PublicPolicy = ReturnType<typeof publicPolicies>[number]

/**
 * Policies that are public and in force; a draft binds nobody, and would look as if it did. Both the version in force and
 * the record as it stands have to say that it is public: what was public once may have been so by mistake.
 */
export const publicPolicies = (input: RenderInput) =>
  shownPolicies(input).flatMap(({ policy, body, inForce }) => {
    const now = input.model.policies.get(policy.id)?.value.classification
    const isPublic = policy.classification === 'public' && now === 'public'
    return isPublic && inForce.kind === 'in-force' ? [{ policy, body, since: inForce.since }] : []
  })

export const publicPolicyPath = (id: string): string => `policies/${id}.md`

/** The row of a policy in the index. */
export const policyRow = ({ policy, since }: PublicPolicy) => ({
  link: `[${policy.id}](${publicPolicyPath(policy.id)})`,
  title: inlineText(policy.title),
  version: code(policy.version),
  since,
  reviewed: policy.lastReviewed ?? nothing,
})

/** Title, version, days and text; no owner, approver, control or history, which are not public. */
export function policyPage({ policy, body, since }: PublicPolicy, context: PageContext): string {
  return context.fill('public-policy', {
    id: policy.id,
    title: inlineText(policy.title),
    summary: policy.summary === undefined ? '' : blockText(policy.summary),
    version: code(policy.version),
    since,
    reviewed: policy.lastReviewed ?? 'not stated',
    missing: body === undefined,
    body: body === undefined ? '' : sanitiseMarkdown(withoutTitle(body.slice(0, bodyLimit), policy.title), 2),
    cut: body !== undefined && body.length > bodyLimit ? plural(body.length - bodyLimit, 'character') : '',
    footer: context.footer('../'),
  })
}
