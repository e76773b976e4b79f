import type { Git, GitCall } from './git-process.ts'

export interface LogCommit {
  /** Tip of the log, or undefined for the first commit. */
  readonly parent: string | undefined
  /** Files that are new or replaced; all others stay. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly message: string
  /** Seconds since 1970; from the records and not from a clock, so that the same records give the same commit. */
  readonly atSeconds: number
}

const IDENTITY = 'countersign <countersign@countersign.invalid>'

/**
 * Makes the commit in a private repository with one process.
 *
 * @returns its object id
 * @see https://git-scm.com/docs/git-fast-import
 */
export async function writeLogCommit(
  git: Git,
  where: Pick<GitCall, 'gitDir'>,
  branch: string,
  commit: LogCommit,
): Promise<string> {
  const time = `${commit.atSeconds} +0000`
  const parts: (string | Buffer)[] = [
    'feature done\n',
    `commit refs/heads/${branch}\n`,
    `author ${IDENTITY} ${time}\ncommitter ${IDENTITY} ${time}\n`,
    `data ${Buffer.byteLength(commit.message)}\n${commit.message}\n`,
    commit.parent === undefined ? '' : `from ${commit.parent}\n`,
  ]
  for (const [path, bytes] of commit.files) parts.push(`M 100644 inline ${path}\ndata ${bytes.length}\n`, bytes, '\n')
  parts.push('done\n')
  const stdin = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  await git.run({ ...where, args: ['fast-import', '--quiet', '--date-format=raw'], stdin })
  return git.text({ ...where, args: ['rev-parse', '--verify', `refs/heads/${branch}`] })
}
