import type { PullRef, RepositoryName } from '../../ports/forge.ts'
import type { ProposalText, ProposedFile } from '../../ports/proposals.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toId, toObject, toSha } from './json.ts'

/** See `Proposals.commitFile`. Without author and committer GitHub signs the commit of an App. @throws ForgeRefused, ForgeUnreachable */
export async function commitFile(
  session: Session,
  { owner, name }: RepositoryName,
  { parent, path, text, message }: ProposedFile,
): Promise<string> {
  const where = { owner, repo: name }
  const about = `${owner}/${name}, commit ${parent.slice(0, 12)}`
  const entry = { path, mode: '100644', type: 'blob', content: text }
  const tree = await makeTree(session, { owner, name }, [entry], await treeOf(session, where, parent, about), about)
  return makeCommit(session, { owner, name }, { parent, tree, message }, about)
}

type Where = { readonly owner: string; readonly repo: string }

/** Tree of a commit. @throws ForgeRefused, ForgeUnreachable */
export async function treeOf(session: Session, where: Where, commit: string, about: string): Promise<string> {
  const { data } = await session.ask(endpoints.commit, { ...where, commit_sha: commit }, about)
  return toSha(toObject(toObject(data, 'a commit')['tree'], 'the tree of a commit')['sha'], 'a tree')
}

/** An entry of a tree: a file with its text, or a folder by its tree. */
export type NewEntry = { readonly path: string; readonly mode: string; readonly type: string } & (
  | { readonly content: string }
  | { readonly sha: string }
)

/**
 * Stores a tree that no commit has yet.
 *
 * @param base tree whose other entries it keeps; undefined for none
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function makeTree(
  session: Session,
  { owner, name }: RepositoryName,
  entries: readonly NewEntry[],
  base: string | undefined,
  about: string,
): Promise<string> {
  const parameters = { owner, repo: name, ...(base === undefined ? {} : { base_tree: base }), tree: entries }
  const { data } = await session.ask(endpoints.createTree, parameters, about)
  return toSha(toObject(data, 'a tree')['sha'], 'a tree')
}

/** Stores a commit that no branch has yet. @throws ForgeRefused, ForgeUnreachable */
export async function makeCommit(
  session: Session,
  { owner, name }: RepositoryName,
  { parent, tree, message }: { readonly parent: string; readonly tree: string; readonly message: string },
  about: string,
): Promise<string> {
  const made = { owner, repo: name, message, parents: [parent], tree }
  const { data } = await session.ask(endpoints.createCommit, made, about)
  return toSha(toObject(data, 'a commit')['sha'], 'a commit')
}

/** See `Proposals.pointBranch`. @throws ForgeRefused, ForgeUnreachable */
export async function pointBranch(
  session: Session,
  { owner, name }: RepositoryName,
  branch: string,
  commit: string,
  isThere: boolean,
): Promise<void> {
  // The last guard of branches that are not ours: this call may move one backwards.
  if (!branch.startsWith('countersign/')) throw new RangeError(`${branch} is no branch of proposals`)
  const where = { owner, repo: name, sha: commit }
  const about = `${owner}/${name}, branch ${branch}`
  if (isThere) await session.ask(endpoints.moveRef, { ...where, ref: `heads/${branch}`, force: true }, about)
  else await session.ask(endpoints.createRef, { ...where, ref: `refs/heads/${branch}` }, about)
}

/** See `Proposals.openPull`. @throws ForgeRefused, ForgeUnreachable */
export async function openPull(
  session: Session,
  { owner, name }: RepositoryName,
  from: string,
  into: string,
  { title, body }: ProposalText,
): Promise<number> {
  const parameters = { owner, repo: name, head: from, base: into, title, body }
  const { data } = await session.ask(endpoints.createPull, parameters, `${owner}/${name}, ${from} into ${into}`)
  return toId(toObject(data, 'a pull request')['number'], 'the number of a pull request')
}

/** See `Proposals.describePull`. @throws ForgeRefused, ForgeUnreachable */
export async function describePull(
  session: Session,
  { owner, name, number }: PullRef,
  { title, body }: ProposalText,
): Promise<void> {
  const parameters = { owner, repo: name, pull_number: number, title, body }
  await session.ask(endpoints.editPull, parameters, `${owner}/${name}#${number}`)
}
