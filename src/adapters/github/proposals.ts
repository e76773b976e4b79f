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
  const { data: before } = await session.ask(endpoints.commit, { ...where, commit_sha: parent }, about)
  const base = toSha(toObject(toObject(before, 'a commit')['tree'], 'the tree of a commit')['sha'], 'a tree')
  const { data: tree } = await session.ask(
    endpoints.createTree,
    { ...where, base_tree: base, tree: [{ path, mode: '100644', type: 'blob', content: text }] },
    about,
  )
  const made = { ...where, message, parents: [parent], tree: toSha(toObject(tree, 'a tree')['sha'], 'a tree') }
  const { data: commit } = await session.ask(endpoints.createCommit, made, about)
  return toSha(toObject(commit, 'a commit')['sha'], 'a commit')
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
