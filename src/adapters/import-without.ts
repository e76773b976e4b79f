import type { ImportSignature } from './git-import.ts'
import type { Git, GitCall } from './git-process.ts'

/**
 * Makes a first commit, one without a parent, that has the files of another commit but some. What is left is not read.
 *
 * @param paths to leave out; ours: without line breaks and quotes
 * @returns its object id
 * @throws GitMissing, GitFailed
 * @see https://git-scm.com/docs/git-fast-import
 */
export async function importWithout(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  paths: readonly string[],
  made: { readonly branch: string; readonly signature: ImportSignature; readonly message: string },
): Promise<string> {
  const tree = await git.text({ ...where, args: ['rev-parse', '--verify', `${commit}^{tree}`] })
  const { who, atSeconds } = made.signature
  const stdin = [
    'feature done',
    `commit refs/heads/${made.branch}`,
    'mark :1',
    `author ${who} ${atSeconds} +0000`,
    `committer ${who} ${atSeconds} +0000`,
    `data ${Buffer.byteLength(made.message)}`,
    made.message,
    // The root of the tree, whole.
    `M 040000 ${tree} `,
    ...paths.map((path) => `D ${path}`),
    'get-mark :1',
    'done',
    '',
  ].join('\n')
  return git.text({ ...where, args: ['fast-import', '--quiet', '--date-format=raw'], stdin })
}
