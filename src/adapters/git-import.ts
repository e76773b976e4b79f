import type { Git, GitCall } from './git-process.ts'

/** Name and address, and seconds since 1970, UTC. */
export interface ImportSignature {
  readonly who: string
  readonly atSeconds: number
}

export interface ImportedCommit {
  /** Branch that is set to the commit, without refs/heads/. */
  readonly branch: string
  /** First parent, or undefined for a first commit. */
  readonly parent: string | undefined
  /** Second parent of a merge. */
  readonly merged?: string
  readonly author: ImportSignature
  readonly committer: ImportSignature
  /** Ends in a line break. */
  readonly message: string
  /**
   * Regular files that are new or replaced, by path; one that the repository has already may be named by its blob. Paths are
   * ours: without line breaks and quotes.
   */
  readonly files: ReadonlyMap<string, Buffer | string | { readonly blob: string }>
  /** Whether all other files of the parent stay or go, or those of another tree take their place. */
  readonly others: 'stay' | 'go' | { readonly tree: string }
}

/** What commits of the product are signed with: no person, and no address that could be one. */
export const productIdentity = 'countersign <countersign@countersign.invalid>'

/**
 * Makes a commit with one process, whatever the number of files, and without a work tree or an index.
 *
 * @returns its object id
 * @throws GitMissing, GitFailed
 * @see https://git-scm.com/docs/git-fast-import
 */
export async function importCommit(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: ImportedCommit,
): Promise<string> {
  const parts: Buffer[] = [
    'feature done\n',
    `commit refs/heads/${commit.branch}\nmark :1\n`,
    `author ${signed(commit.author)}\ncommitter ${signed(commit.committer)}\n`,
    `data ${Buffer.byteLength(commit.message)}\n${commit.message}\n`,
    commit.parent === undefined ? '' : `from ${commit.parent}\n`,
    commit.merged === undefined ? '' : `merge ${commit.merged}\n`,
    commit.others === 'stay' ? '' : 'deleteall\n',
    // An empty path is the top folder.
    typeof commit.others === 'string' ? '' : `M 040000 ${commit.others.tree} \n`,
  ].map((text) => Buffer.from(text))
  for (const [path, content] of commit.files) {
    if (typeof content === 'object' && 'blob' in content) {
      parts.push(Buffer.from(`M 100644 ${content.blob} ${path}\n`))
      continue
    }
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    parts.push(Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n'))
  }
  parts.push(Buffer.from('get-mark :1\ndone\n'))
  const args = ['fast-import', '--quiet', '--date-format=raw']
  return git.text({ ...where, args, stdin: Buffer.concat(parts) })
}

const signed = ({ who, atSeconds }: ImportSignature): string => `${who} ${atSeconds} +0000`
