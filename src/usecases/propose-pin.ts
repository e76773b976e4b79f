import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import type { Proposals, ProposalText } from '../ports/proposals.ts'
import { pinAt, type ReadPin, refuseOther, refuseSmaller, toPin } from './forge-pin.ts'
import { findProposal, type ProposalPorts, putProposal } from './proposal-branch.ts'

/** The branch that pins are proposed from. */
export const pinBranch = 'countersign/pin'

export interface PinProposal {
  /** `pinned`: the protected branch has this checkpoint. `unchanged`: it, or a later one, is proposed already. */
  readonly kind: 'opened' | 'updated' | 'unchanged' | 'pinned'
  /** undefined where there is nothing to propose. */
  readonly pull: number | undefined
  readonly size: number
}

export interface PinPorts {
  readonly forge: ProposalPorts & Pick<Forge, 'filesAt'> & Pick<Proposals, 'commitFile'>
  readonly history: History
  readonly log: EvidenceLog
}

/**
 * Proposes the PIN of published documents for the protected branch, where a rewrite of the log would have to defeat it too.
 * There is at most one pull request for it, which is brought up to date; no other branch is ever pushed to.
 *
 * @param text the PIN file
 * @throws Refusal (4) where the log is not the one that is pinned there, (3) where that pin is of a larger log or cannot be
 * read; ForgeRefused, ForgeUnreachable
 */
export async function proposePin(
  text: string,
  settings: Settings,
  repository: RepositoryName,
  { forge, ...ports }: PinPorts,
): Promise<PinProposal> {
  const ours = toPin(text, 'The PIN of the documents')
  const { size } = ours.note.checkpoint
  const path = settings.programFolder === '.' ? 'PIN' : `${settings.programFolder}/PIN`
  const { protectedBranch } = settings
  const proposal = await findProposal(pinBranch, settings, repository, forge)
  const { tip, head, pull } = proposal
  const read = async (commit: string, branch: string) => {
    const found = await pinAt(forge, repository, commit, settings.programFolder)
    return found === undefined ? undefined : { text: found, ...toPin(found, `The PIN on ${branch}`) }
  }
  const pinned = await read(tip, protectedBranch)
  if (pinned !== undefined) {
    if (pinned.note.signedText === ours.note.signedText) return { kind: 'pinned', pull: undefined, size }
    refuseSmaller(size, pinned.note.checkpoint.size, protectedBranch)
    await refuseOther(pinned.text, settings, ports)
  }
  const proposed = pull === undefined || head === undefined ? undefined : await read(head, pinBranch)
  const isProposed = proposed?.note.signedText === ours.note.signedText
  if (pull !== undefined && (isProposed || (proposed?.note.checkpoint.size ?? 0) > size))
    return { kind: 'unchanged', pull: pull.number, size }
  const words = describe(ours, path)
  const message = `${words.title}\n`
  const commit = await forge.commitFile(repository, { parent: tip, path, text, message })
  return { ...(await putProposal(proposal, commit, words, settings, repository, forge)), size }
}

/** What a person does where no forge is asked. One command a line. */
export function pinByHand({ documentsBranch, protectedBranch, programFolder }: Settings): readonly string[] {
  const path = programFolder === '.' ? 'PIN' : `${programFolder}/PIN`
  return [
    `git switch --create ${pinBranch} ${protectedBranch}`,
    `git show ${documentsBranch}:PIN > ${path}`,
    `git add ${path}`,
    'git commit --message "Pin the evidence log"',
    `git push origin ${pinBranch}`,
  ]
}

function describe({ pin, note }: ReadPin, path: string): ProposalText {
  const { origin, size, root } = note.checkpoint
  return {
    title: `Pin the evidence log at ${size} records`,
    body: [
      `Puts the checkpoint of the evidence log into \`${path}\`, so that whoever rewrites the log has to defeat this branch, too.`,
      '',
      `- log \`${origin}\`, ${size} records`,
      `- root \`${root.toString('hex')}\``,
      `- documents as of ${pin.asOf}, made from \`${pin.sourceCommit}\` by \`${pin.tool}\``,
      '',
      `Before you approve: only \`${path}\` changes, and \`countersign evidence verify --checkpoint ${path}\` on this branch says that the log continues it.`,
      '',
    ].join('\n'),
  }
}
