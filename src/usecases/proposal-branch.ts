import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import type { Proposals, ProposalText } from '../ports/proposals.ts'

export type ProposalPorts = Pick<Forge, 'branchTip' | 'openPullsFrom'> &
  Pick<Proposals, 'pointBranch' | 'openPull' | 'describePull'>

/** Where a proposal stands. */
export interface ProposalBranch {
  readonly branch: string
  /** Tip of the protected branch. */
  readonly tip: string
  /** Tip of the branch that it is proposed from; undefined where there is none. */
  readonly head: string | undefined
  /** The pull request that is open from it. */
  readonly pull: ListedPull | undefined
}

/**
 * @param branch that the product proposes from, and nobody else uses
 * @throws Refusal (2) where the settings use it for something else, (3) without a protected branch; ForgeRefused, ForgeUnreachable
 */
export async function findProposal(
  branch: string,
  settings: Settings,
  repository: RepositoryName,
  forge: ProposalPorts,
): Promise<ProposalBranch> {
  const { protectedBranch, evidenceBranch, documentsBranch, payloadsBranch } = settings
  if ([protectedBranch, evidenceBranch, documentsBranch, payloadsBranch].includes(branch))
    throw new Refusal(exitStatus.usage, `${branch} is a branch for proposals`, 'Use another name in the settings.')
  const tip = await forge.branchTip(repository, protectedBranch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `The forge has no branch ${protectedBranch}`, 'Push it first.')
  const pulls = await forge.openPullsFrom(repository, repository.owner, branch)
  const pull = pulls.find(({ base }) => base === protectedBranch)
  return { branch, tip, pull, head: await forge.branchTip(repository, branch) }
}

/** Points the branch at a commit on the protected branch, and opens the pull request or brings its words up to date. */
export async function putProposal(
  { branch, head, pull }: ProposalBranch,
  commit: string,
  words: ProposalText,
  { protectedBranch }: Settings,
  repository: RepositoryName,
  forge: ProposalPorts,
): Promise<{ readonly kind: 'opened' | 'updated'; readonly pull: number }> {
  await forge.pointBranch(repository, branch, commit, head !== undefined)
  if (pull === undefined)
    return { kind: 'opened', pull: await forge.openPull(repository, branch, protectedBranch, words) }
  await forge.describePull({ ...repository, number: pull.number }, words)
  return { kind: 'updated', pull: pull.number }
}
