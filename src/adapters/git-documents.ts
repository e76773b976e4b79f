import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DocumentsBranch } from '../ports/documents.ts'
import { readBlobs } from './git-blobs.ts'
import { type Git, tokenConfig } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { listTree } from './git-tree.ts'

export interface GitDocumentsOptions {
  readonly git: Git
  /** Path of a repository, or an address that git understands. */
  readonly remote: string
  /** Branch of the documents, without refs/heads/. */
  readonly branch: string
  /** For http(s) remotes; handed to git in its environment. */
  readonly token?: string
  /** Existing folder for private repositories that are removed again. */
  readonly scratch: string
}

const identity = 'countersign <countersign@countersign.invalid>'
const limits = { fileLimitBytes: 16 * 1024 * 1024, totalLimitBytes: 512 * 1024 * 1024 }

/**
 * The documents in a branch of a git repository, local or remote. Commits are made in a private repository and pushed as a
 * fast-forward, so neither the work tree nor the index of anybody is touched, and two writers cannot overwrite each other.
 *
 * @throws GitMissing, GitFailed from both methods
 */
export function gitDocuments({ git, remote: named, branch, token, scratch }: GitDocumentsOptions): DocumentsBranch {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) || /^[^/\\]+@?[^/\\]*:(?!\\)/.test(named)
  const remote = isAddress ? named : resolve(named)
  const ref = `refs/heads/${branch}`
  const config = token === undefined ? [] : tokenConfig(remote, token)

  async function withRepository<T>(work: (gitDir: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(scratch, 'documents-'))
    try {
      const gitDir = join(folder, 'repository.git')
      await git.run({ args: ['init', '--quiet', '--bare', gitDir], cwd: folder })
      return await work(gitDir)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function fetchTip(gitDir: string): Promise<string | undefined> {
    const listed = await git.text({ args: ['ls-remote', '--quiet', '--', remote, ref], config, cwd: scratch })
    if (listed === '') return undefined
    await git.run({
      gitDir,
      config,
      args: ['fetch', '--quiet', '--depth=1', '--no-tags', '--', remote, `${ref}:${ref}`],
    })
    return git.text({ gitDir, args: ['rev-parse', '--verify', ref] })
  }

  return {
    read: () =>
      withRepository(async (gitDir) => {
        const commit = await fetchTip(gitDir)
        if (commit === undefined) return undefined
        const entries = await listTree(git, { gitDir }, commit, '', [''], limits.fileLimitBytes)
        const oids = entries.flatMap((entry) => ('oid' in entry ? [entry.oid] : []))
        const blobs = await readBlobs(git, { gitDir }, oids, limits)
        const files = entries.map((entry) => {
          const blob = 'oid' in entry ? blobs.get(entry.oid) : undefined
          const bytes = blob !== undefined && 'bytes' in blob ? blob.bytes : new Uint8Array()
          return [entry.path, Buffer.from(bytes).toString('utf8')] as const
        })
        return { commit, files: new Map(files) }
      }),

    publish: ({ parent, files, message, atSeconds }) =>
      withRepository(async (gitDir) => {
        if (parent !== undefined && (await fetchTip(gitDir)) !== parent) return { kind: 'lost-race' }
        const made = 'refs/heads/made'
        const time = `${atSeconds} +0000`
        const parts = [
          'feature done\n',
          `commit ${made}\nauthor ${identity} ${time}\ncommitter ${identity} ${time}\n`,
          `data ${Buffer.byteLength(message)}\n${message}\n`,
          parent === undefined ? '' : `from ${parent}\n`,
          'deleteall\n',
          ...[...files].map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`),
          'done\n',
        ]
        const stdin = Buffer.from(parts.join(''))
        await git.run({ gitDir, args: ['fast-import', '--quiet', '--date-format=raw'], stdin })
        const commit = await git.text({ gitDir, args: ['rev-parse', '--verify', made] })
        const outcome = await pushCommit(git, { gitDir, config }, remote, commit, ref, parent === undefined)
        return outcome.kind === 'pushed' ? { kind: 'published', commit } : outcome
      }),
  }
}
