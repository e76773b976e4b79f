import { exitStatus } from '../model/exit-status.ts'
import { gitBlobId } from '../model/git-blob-id.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import type { DocumentFiles } from '../ports/documents.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { FolderListing, Proposals, ProposalText } from '../ports/proposals.ts'
import { pinPath } from '../render/render-documents.ts'
import type { AssessPorts } from './assess.ts'
import { pinAt, type ReadPin, refuseOther, refuseSmaller, toPin } from './forge-pin.ts'
import { findProposal, type ProposalPorts, putProposal } from './proposal-branch.ts'
import { causeOf, messageOf, type PublicationCause } from './publication-cause.ts'
import type { RenderedDocuments } from './render.ts'

/** The branch that documents are proposed from. */
export const proposedDocumentsBranch = 'countersign/documents'

export interface DocumentsProposal {
  /** `there`: the protected branch has these documents. `unchanged`: they, or those of a larger log, are proposed already. */
  readonly kind: 'opened' | 'updated' | 'unchanged' | 'there'
  /** undefined where there is nothing to propose. */
  readonly pull: number | undefined
  /** PIN file that the protected branch has at the path. */
  readonly before: string | undefined
}

export type DocumentsForge = ProposalPorts & Pick<Forge, 'filesAt'> & Pick<Proposals, 'listFolder' | 'commitFolder'>

/** Every rendered tree has it, with one text. A folder without is not ours to replace. */
const mark = '.gitattributes'

/**
 * Proposes rendered documents for a folder of the protected branch: one commit on its tip, from one branch, by one pull request
 * that is brought up to date.
 *
 * @param path as `toDocumentsPath` gives it
 * @throws Refusal (2) where the folder holds what was not rendered, (3) where its PIN is of a larger log or cannot be read, (4)
 * where the log is not the one that is pinned there; ForgeRefused, ForgeUnreachable
 */
export async function proposeDocuments(
  path: string,
  rendered: RenderedDocuments,
  repository: RepositoryName,
  forge: DocumentsForge,
  { history, openLog }: Pick<AssessPorts, 'history' | 'openLog'>,
): Promise<DocumentsProposal> {
  const { settings, files } = rendered
  const ours = toPin(files.get(pinPath) ?? '', 'The PIN of the documents')
  const { size } = ours.note.checkpoint
  const proposal = await findProposal(proposedDocumentsBranch, settings, repository, forge)
  const { tip, head, pull } = proposal
  const read = async (commit: string, listing: FolderListing, branch: string) => {
    const text = listing.kind === 'folder' ? await pinAt(forge, repository, commit, path) : undefined
    return text === undefined ? undefined : { text, ...toPin(text, `The PIN in ${path} on ${branch}`) }
  }
  const listing = await forge.listFolder(repository, tip, path)
  const before = await read(tip, listing, settings.protectedBranch)
  refuseForeign(path, listing, before, files, settings.protectedBranch)
  if (isSame(listing, files)) return { kind: 'there', pull: undefined, before: before?.text }
  if (before !== undefined) {
    refuseSmaller(size, before.note.checkpoint.size, `${path} on ${settings.protectedBranch}`)
    await refuseOther(before.text, settings, { history, log: openLog(settings) })
  }
  if (pull !== undefined && head !== undefined) {
    const proposed = await forge.listFolder(repository, head, path)
    const later = (await read(head, proposed, proposedDocumentsBranch))?.note.checkpoint.size ?? 0
    if (isSame(proposed, files) || later > size) return { kind: 'unchanged', pull: pull.number, before: before?.text }
  }
  const cause = await causeOf(before && { text: before.text, edited: 0 }, rendered, history)
  const commit = await forge.commitFolder(repository, {
    ...{ parent: tip, folder: path, files },
    message: messageOf(cause, rendered),
  })
  const words = describe(path, ours, cause, files.size)
  return { ...(await putProposal(proposal, commit, words, settings, repository, forge)), before: before?.text }
}

/** What a person does where the forge does not. One command a line. */
export function documentsByHand(path: string, { settings, commit, assessment }: RenderedDocuments): readonly string[] {
  return [
    `git switch --create ${proposedDocumentsBranch} ${settings.protectedBranch}`,
    `countersign render --commit ${commit} --as-of ${assessment.basis.asOf} --out ${path}`,
    `git add --all ${path}`,
    `git commit --message "Documents as of ${assessment.basis.asOf}"`,
    `git push origin ${proposedDocumentsBranch}`,
  ]
}

/** A folder may be replaced where it has the mark, and nothing but what its PIN lists. */
function refuseForeign(
  path: string,
  listing: FolderListing,
  pinned: ReadPin | undefined,
  files: DocumentFiles,
  branch: string,
): void {
  const remedy = 'Name a new folder, or one with documents from before. Nothing was proposed.'
  const refuse = (what: string) => new Refusal(exitStatus.usage, what, remedy)
  if (listing.kind === 'missing') return
  if (listing.kind === 'other') throw refuse(`${listing.path} on ${branch} is not a folder`)
  if (listing.blobs.get(mark) !== gitBlobId(files.get(mark) ?? ''))
    throw refuse(`${path} on ${branch} holds files that were not rendered`)
  if (pinned === undefined)
    throw new Refusal(exitStatus.notDetermined, `${path} on ${branch} has no PIN`, 'Look who took it away.')
  const foreign = [...listing.blobs].find(
    ([name, blob]) => blob === undefined || !(name === pinPath || pinned.pin.pages.has(name)),
  )
  if (foreign !== undefined) throw refuse(`${path}/${foreign[0]} on ${branch} was not rendered`)
}

/** Whether a folder holds these files and no other, by their ids. */
const isSame = (listing: FolderListing, files: DocumentFiles): boolean =>
  listing.kind === 'folder' &&
  listing.blobs.size === files.size &&
  [...files].every(([name, text]) => listing.blobs.get(name) === gitBlobId(text))

/** Lines of the cause are safe in a commit already, and are text of people in Markdown all the same. */
function describe(
  path: string,
  { pin, note }: ReadPin,
  { title, lines }: PublicationCause,
  count: number,
): ProposalText {
  const { origin, size, root } = note.checkpoint
  return {
    title,
    body: [
      `Puts the rendered documents into \`${path}\`: ${count} files, \`PIN\` among them.`,
      '',
      'Why they changed:',
      '',
      ...lines.map((line) => `${line.startsWith('  ') ? '  ' : ''}- ${inlineText(line)}`),
      '',
      `Made from \`${pin.sourceCommit}\` by \`${pin.tool}\`, as of ${pin.asOf}; log \`${origin}\`, ${size} records, root \`${root.toString('hex')}\`.`,
      '',
      `Before you approve: only \`${path}\` changes, and \`countersign render --check --out ${path}\` on this branch says that the pages are what PIN says.`,
      '',
    ].join('\n'),
  }
}
