import { approvalInWords, type CommitApproval } from '../model/commit-approval.ts'
import { printable } from './printable.ts'

interface PolicyText {
  readonly id: string
  readonly asOf: string
  readonly state: 'in-force' | 'none' | 'not-determined'
  readonly why: string | null
  readonly version: string | null
  readonly title: string | null
  readonly since: string | null
  readonly approval: CommitApproval | null
  readonly commit: string | null
  readonly path: string | null
  readonly line: number | null
  readonly textPath: string | null
  readonly digest: string | null
  readonly textDigest: string | null
  readonly coming: string | null
  readonly text: string | null
}

/** A policy as it was in force on a day, for a terminal: what shows where it comes from, a line, the text. Ends in a line break. */
export function printPolicy(policy: PolicyText): string {
  const { id, asOf, state, why, version, title, since, approval, commit, coming, text } = policy
  if (state === 'none') return `${printable(`${id}: no text was in force on ${asOf}: ${why}`)}\n`
  if (state === 'not-determined')
    return `${printable(`${id}: the text in force on ${asOf} is not determined: ${why}`)}\n`
  const lines = [
    `${id}: ${title}`,
    `In force    on ${asOf}: version ${version}, since ${since}`,
    `Approved    ${approval === null ? 'not determined' : approvalInWords(approval)}`,
    `Commit      ${commit}`,
    ...(policy.path === null ? [] : [`Record      ${policy.path}:${policy.line}`]),
    ...(policy.textPath === null ? [] : [`Text        ${policy.textPath}`]),
    `Digest      ${policy.digest ?? 'not determined'} (SHA-256 of record and text)`,
    `            ${policy.textDigest ?? 'not determined'} (of the text)`,
    ...(coming === null ? [] : [`Not yet     version ${coming} was on the branch and did not apply yet`]),
    '-'.repeat(72),
    ...(text === null ? ['The text could not be read.'] : text.trimEnd().split('\n')),
  ]
  return lines.map((line) => `${line.split('\t').map(printable).join('\t')}\n`).join('')
}

/** The same for programs. */
export const printPolicyJson = (policy: PolicyText): string =>
  `${JSON.stringify({ schema: 'countersign/policy-in-force/v1', ...policy }, null, 2)}\n`
