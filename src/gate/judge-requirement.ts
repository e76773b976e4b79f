import type { GateRule } from '../model/records.ts'
import { judgeApprovals } from './judge-approvals.ts'
import { judgeChangeRequests } from './judge-change-requests.ts'
import { judgeCodeOwners } from './judge-code-owners.ts'
import { judgeAll, judgeAny } from './judge-groups.ts'
import { judgeMinimumAge } from './judge-minimum-age.ts'
import { judgeRequiredChecks } from './judge-required-checks.ts'
import { judgeRequiredEvidence } from './judge-required-evidence.ts'
import { judgeSignatures } from './judge-signatures.ts'
import { judgeWorkflows } from './judge-workflows.ts'
import { besides, type Judged, leafNode, together } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { worstOf } from './worst-verdict.ts'

type Requirement = Omit<NonNullable<GateRule['require']>, 'reviewAfter'>
/** Keys that stand for themselves; the others say more about an approval, or hold requirements. */
type Key = Exclude<keyof Requirement, 'from' | 'exactCommit' | 'all' | 'any'>
type Judge = (requirement: Requirement, context: RuleContext, path: string) => Judged

/** One entry for each key that a requirement may have: a key without one would not compile. */
const judges: { readonly [K in Key]-?: Judge } = {
  approvals: judgeApprovals,
  codeOwners: judgeCodeOwners,
  changeRequest: judgeChangeRequests,
  signatures: judgeSignatures,
  minimumAge: judgeMinimumAge,
  checks: judgeRequiredChecks,
  workflows: judgeWorkflows,
  evidence: judgeRequiredEvidence,
}
const keys = Object.keys(judges) as readonly Key[]

/** Judges everything that a requirement asks for; all of it must hold. @param path where it stands in the rules */
export function judgeRequirement(requirement: Requirement, context: RuleContext, path: string): Judged {
  const { approvals, from, exactCommit, all, any } = requirement
  const asks = approvals !== undefined || from !== undefined || exactCommit !== undefined
  const below = (list: readonly Requirement[] | undefined, key: string) =>
    (list ?? []).map((inner, index) => judgeRequirement(inner, context, `${path}/${key}/${index}`))
  const parts = [
    ...keys
      .filter((key) => (key === 'approvals' ? asks : requirement[key] !== undefined))
      .map((key) => judges[key](requirement, context, `${path}/${key}`)),
    ...(all === undefined ? [] : [judgeAll(`${path}/all`, below(all, 'all'))]),
    ...(any === undefined ? [] : [judgeAny(`${path}/any`, below(any, 'any'))]),
  ]
  const nodes = parts.map(({ node }) => node)
  const verdict = worstOf(nodes.map((node) => node.verdict)) ?? 'not-applicable'
  const telling = nodes.filter((node) => node.verdict === verdict).map(({ message }) => message)
  const counted = [...new Set(nodes.flatMap((node) => node.counted))].sort()
  const node = { ...leafNode(path, 'require', verdict, telling.join('; ')), counted, children: nodes }
  return together(node, parts, besides)
}
