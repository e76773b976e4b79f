import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, toBoolean, toCount, toList, toObject, toSha, toText } from './json.ts'

export interface TreeEntry {
  /** From the root. */
  readonly path: string
  readonly mode: string
  readonly oid: string
  /** 0 where it is no file. */
  readonly sizeBytes: number
}

/** Whose trees, and about what, for the message of an error. */
export interface TreeQuestion {
  readonly session: Session
  readonly repository: RepositoryName
  readonly about: string
}

export const modes = { folder: '040000', link: '120000', submodule: '160000' }

/** Everything below a tree but folders, where it came whole; undefined where it is too large for one answer. */
export async function readTreeBelow(
  question: TreeQuestion,
  tree: string,
  path: string,
): Promise<readonly TreeEntry[] | undefined> {
  const { entries, truncated } = await readTree(question, tree, path, true)
  return truncated ? undefined : entries.filter(({ mode }) => mode !== modes.folder)
}

/** Entries of one folder. @throws ForgeUnreachable where even that is cut */
export async function readFolder(question: TreeQuestion, tree: string, path: string): Promise<readonly TreeEntry[]> {
  const { entries, truncated } = await readTree(question, tree, path, false)
  if (!truncated) return entries
  throw new ForgeUnreachable(
    `completely when asked to ${endpoints.tree.ask} (${question.about}): a folder is too large`,
  )
}

async function readTree(
  { session, repository: { owner, name }, about }: TreeQuestion,
  tree: string,
  path: string,
  recursive: boolean,
): Promise<{ readonly entries: readonly TreeEntry[]; readonly truncated: boolean }> {
  const parameters = { owner, repo: name, tree_sha: tree, ...(recursive ? { recursive: '1' } : {}) }
  const answer = toObject((await session.ask(endpoints.tree, parameters, about)).data, 'a tree')
  const entries = toList(answer['tree'], 'the entries of a tree').map((value): TreeEntry => {
    const entry = toObject(value, 'an entry of a tree')
    const name = toText(entry['path'], 'the path of an entry', 4096)
    return {
      path: path === '' ? name : `${path}/${name}`,
      mode: toText(entry['mode'], 'the mode of an entry', 6),
      oid: toSha(entry['sha'], 'the id of an entry'),
      sizeBytes: isObject(entry) && entry['type'] === 'blob' ? toCount(entry['size'], 'the size of a file') : 0,
    }
  })
  return { entries, truncated: toBoolean(answer['truncated'], 'the `truncated` of a tree') }
}
