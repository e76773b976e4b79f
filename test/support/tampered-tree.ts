import { execFileSync } from 'node:child_process'

/** Runs git on a repository with nothing of the machine's own configuration. */
export function git(cwd: string, args: readonly string[], input?: Buffer | string): Buffer {
  return execFileSync('git', args, {
    cwd,
    ...(input === undefined ? {} : { input }),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Mallory',
      GIT_AUTHOR_EMAIL: 'mallory@example.invalid',
      GIT_COMMITTER_NAME: 'Mallory',
      GIT_COMMITTER_EMAIL: 'mallory@example.invalid',
    },
    maxBuffer: 64 * 1024 * 1024,
  })
}

export interface TreeFile {
  readonly mode: string
  readonly oid: string
  readonly path: string
}

/** The files of a commit's tree. */
export function filesOf(cwd: string, revision: string): readonly TreeFile[] {
  const lines = git(cwd, ['ls-tree', '-r', '-z', revision]).toString('utf8').split('\0')
  return lines.flatMap((line) => {
    const match = /^(\d{6}) blob ([0-9a-f]+)\t(.+)$/s.exec(line)
    const [, mode = '', oid = '', path = ''] = match ?? []
    return match === null ? [] : [{ mode, oid, path }]
  })
}

/** Puts another commit on a branch whose tree has these files; the way of somebody who may write the branch. */
export function replaceTree(cwd: string, branch: string, files: readonly TreeFile[]): void {
  const parent = git(cwd, ['rev-parse', branch]).toString().trim()
  const commands = [
    `commit refs/heads/${branch}`,
    'committer Mallory <mallory@example.invalid> 1788000000 +0000',
    'data 0',
    `from ${parent}`,
    'deleteall',
    ...files.map(({ mode, oid, path }) => `M ${mode} ${oid} ${path}`),
    '',
  ]
  git(cwd, ['fast-import', '--quiet', '--force'], commands.join('\n'))
}

/** Stores a blob and gives its id. */
export const store = (cwd: string, content: Buffer): string =>
  git(cwd, ['hash-object', '-w', '--stdin'], content).toString().trim()

export const contentOf = (cwd: string, oid: string): Buffer => git(cwd, ['cat-file', 'blob', oid])
