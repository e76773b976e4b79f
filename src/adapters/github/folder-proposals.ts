import type { RepositoryName } from '../../ports/forge.ts'
import type { FolderListing, ProposedFolder } from '../../ports/proposals.ts'
import type { Session } from './client.ts'
import { makeCommit, makeTree, type NewEntry, treeOf } from './proposals.ts'
import { modes, readFolder } from './tree.ts'
import { wholeTree } from './tree-files.ts'

/** What one request stores at most: a larger one may take the forge longer than it waits for itself. */
const batch = { files: 200, characters: 1024 * 1024 }

const plainFile = '100644'

/** See `Proposals.listFolder`. Walks down one level a request. @throws ForgeRefused, ForgeUnreachable */
export async function listFolder(
  session: Session,
  repository: RepositoryName,
  commit: string,
  folder: string,
): Promise<FolderListing> {
  const about = `${repository.owner}/${repository.name}, commit ${commit.slice(0, 12)}`
  const question = { session, repository, about }
  let tree = commit
  let path = ''
  for (const part of folder.split('/')) {
    const entries = await readFolder(question, tree, path)
    path = path === '' ? part : `${path}/${part}`
    const found = entries.find((entry) => entry.path === path)
    if (found === undefined) return { kind: 'missing' }
    if (found.mode !== modes.folder) return { kind: 'other', path }
    tree = found.oid
  }
  const entries = await wholeTree(question, tree, folder)
  const blobs = entries.map(
    ({ path: at, mode, oid }) => [at.slice(folder.length + 1), mode === plainFile ? oid : undefined] as const,
  )
  return { kind: 'folder', blobs: new Map(blobs) }
}

/**
 * See `Proposals.commitFolder`. The tree of the folder grows by a batch a request and is put into the commit's as one entry, so
 * nothing is seen of it before all of it is there.
 *
 * @throws ForgeRefused, ForgeUnreachable
 * @see https://docs.github.com/en/rest/git/trees#create-a-tree
 */
export async function commitFolder(
  session: Session,
  repository: RepositoryName,
  { parent, folder, files, message }: ProposedFolder,
): Promise<string> {
  if (files.size === 0) throw new RangeError('there is no folder without a file')
  const { owner, name } = repository
  const about = `${owner}/${name}, commit ${parent.slice(0, 12)}`
  let grown: string | undefined
  for (const entries of batchesOf(files)) grown = await makeTree(session, repository, entries, grown, about)
  const base = await treeOf(session, { owner, repo: name }, parent, about)
  const entry = { path: folder, mode: modes.folder, type: 'tree', sha: grown ?? '' }
  const tree = await makeTree(session, repository, [entry], base, about)
  return makeCommit(session, repository, { parent, tree, message }, about)
}

function batchesOf(files: ProposedFolder['files']): readonly (readonly NewEntry[])[] {
  const batches: NewEntry[][] = []
  let room = 0
  for (const [path, content] of files) {
    room -= content.length
    let last = batches.at(-1)
    if (last === undefined || room < 0 || last.length >= batch.files) {
      last = []
      batches.push(last)
      room = batch.characters - content.length
    }
    last.push({ path, mode: plainFile, type: 'blob', content })
  }
  return batches
}
