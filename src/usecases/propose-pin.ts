import { type CheckpointNote, parseCheckpoint } from '../evidence/checkpoint.ts'
import { type PinFile, parsePin } from '../evidence/pin.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import type { Proposals, ProposalText } from '../ports/proposals.ts'
import { verifyEvidence } from './verify-evidence.ts'

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
  readonly forge: Pick<Forge, 'branchTip' | 'filesAt' | 'openPullsFrom'> & Proposals
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
  if ([protectedBranch, settings.evidenceBranch, settings.documentsBranch].includes(pinBranch))
    throw new Refusal(exitStatus.usage, `${pinBranch} is a branch for proposals`, 'Use another name in the settings.')
  const tip = await forge.branchTip(repository, protectedBranch)
  if (tip === undefined)
    throw new Refusal(exitStatus.notDetermined, `The forge has no branch ${protectedBranch}`, 'Push it first.')
  const read = async (commit: string, branch: string) => {
    const found = await pinAt(forge, repository, commit, settings.programFolder, path)
    return found === undefined ? undefined : { text: found, ...toPin(found, `The PIN on ${branch}`) }
  }
  const pinned = await read(tip, protectedBranch)
  if (pinned !== undefined) {
    if (pinned.note.signedText === ours.note.signedText) return { kind: 'pinned', pull: undefined, size }
    refuseSmaller(size, pinned.note.checkpoint.size, protectedBranch)
    await refuseOther(pinned.text, settings, ports)
  }
  const [pull] = (await forge.openPullsFrom(repository, repository.owner, pinBranch)).filter(
    ({ base }) => base === protectedBranch,
  )
  const head = await forge.branchTip(repository, pinBranch)
  const proposed = pull === undefined || head === undefined ? undefined : await read(head, pinBranch)
  const isProposed = proposed?.note.signedText === ours.note.signedText
  if (pull !== undefined && (isProposed || (proposed?.note.checkpoint.size ?? 0) > size))
    return { kind: 'unchanged', pull: pull.number, size }
  const words = describe(ours, path)
  const message = `${words.title}\n`
  const commit = await forge.commitFile(repository, { parent: tip, path, text, message })
  await forge.pointBranch(repository, pinBranch, commit, head !== undefined)
  if (pull === undefined) {
    const number = await forge.openPull(repository, pinBranch, protectedBranch, words)
    return { kind: 'opened', pull: number, size }
  }
  await forge.describePull({ ...repository, number: pull.number }, words)
  return { kind: 'updated', pull: pull.number, size }
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

function toPin(text: string, what: string): { readonly pin: PinFile; readonly note: CheckpointNote } {
  const pin = parsePin(text)
  const note = pin && parseCheckpoint(pin.checkpoint)
  if (pin !== undefined && note !== undefined) return { pin, note }
  throw new Refusal(exitStatus.notDetermined, `${what} is not a PIN file`, 'Look who changed it, and correct it.')
}

async function pinAt(
  forge: Pick<Forge, 'filesAt'>,
  repository: RepositoryName,
  commit: string,
  folder: string,
  path: string,
): Promise<string | undefined> {
  const file = (await forge.filesAt(repository, commit, folder, ['PIN'])).find((found) => found.path === path)
  if (file === undefined) return undefined
  if ('bytes' in file) return Buffer.from(file.bytes).toString('utf8')
  throw new Refusal(exitStatus.notDetermined, `${path}: ${file.unreadable}`, file.remedy)
}

function refuseSmaller(size: number, pinned: number, branch: string): void {
  if (size >= pinned) return
  const what = `${branch} is pinned to a log of ${pinned} records, and this one has ${size}`
  throw new Refusal(exitStatus.notDetermined, what, 'Fetch the evidence branch and publish again.')
}

/** The clone at hand may not have the pin that the forge has: the log is held against that one, too. */
async function refuseOther(text: string, settings: Settings, ports: Omit<PinPorts, 'forge'>): Promise<void> {
  const source = `${settings.protectedBranch} on the forge`
  const { outcome, findings } = await verifyEvidence({ ...settings, checkpoints: [{ source, text }] }, ports)
  if (outcome !== 'integrity-failure') return
  const [first] = findings
  const what = `The log is not the one that is pinned: ${first?.file ?? source}: ${first?.message ?? 'it differs'}`
  throw new Refusal(exitStatus.integrity, what, 'Run `evidence verify`; nothing was proposed.')
}

function describe({ pin, note }: ReturnType<typeof toPin>, path: string): ProposalText {
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
