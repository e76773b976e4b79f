import { join, resolve } from 'node:path'
import { gitBlobId } from '../model/git-blob-id.ts'
import type { DocumentFiles, DocumentsBranch } from '../ports/documents.ts'
import { readListedBlobs } from './git-blobs.ts'
import { type ImportedCommit, importCommit, productIdentity } from './git-import.ts'
import { type Git, tokenConfig } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { listTree, type TreeEntry } from './git-tree.ts'
import { fetchTip, inPrivateRepository } from './private-repository.ts'

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

const limits = { fileLimitBytes: 16 * 1024 * 1024, totalLimitBytes: 512 * 1024 * 1024 }

/**
 * The documents in a branch of a git repository, local or remote. Commits are made in a private repository and pushed as a
 * fast-forward, so neither the work tree nor the index of anybody is touched, and two writers cannot overwrite each other.
 *
 * @throws GitMissing, GitFailed from both methods
 */
export function gitDocuments({ git, remote: named, branch, token, scratch }: GitDocumentsOptions): DocumentsBranch {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) || /^[^/\\]+:(?!\\)/.test(named)
  const remote = isAddress ? named : resolve(named)
  const ref = `refs/heads/${branch}`
  const config = token === undefined ? [] : tokenConfig(remote, token)

  const withRepository = <T>(work: (gitDir: string) => Promise<T>): Promise<T> =>
    inPrivateRepository(join(scratch, 'documents-'), work)

  const isThere = async (): Promise<boolean> =>
    (await git.text({ args: ['ls-remote', '--quiet', '--', remote, ref], config, cwd: scratch })) !== ''

  const tipIn = (gitDir: string) => fetchTip(git, { gitDir, config }, remote, ref, isThere)

  return {
    read: () =>
      withRepository(async (gitDir) => {
        const commit = await tipIn(gitDir)
        if (commit === undefined) return undefined
        const entries = await listTree(git, { gitDir }, commit, '', [''], limits.fileLimitBytes)
        const blobs = await readListedBlobs(git, { gitDir }, entries, limits)
        const files = entries.map((entry) => {
          const blob = 'oid' in entry ? blobs.get(entry.oid) : undefined
          const bytes = blob !== undefined && 'bytes' in blob ? blob.bytes : new Uint8Array()
          return [entry.path, Buffer.from(bytes).toString('utf8')] as const
        })
        return { commit, files: new Map(files) }
      }),

    publish: ({ parent, files, message, atSeconds }) =>
      withRepository(async (gitDir) => {
        if (parent !== undefined && (await tipIn(gitDir)) !== parent) return { kind: 'lost-race' }
        const before =
          parent === undefined ? [] : await listTree(git, { gitDir }, parent, '', [''], limits.fileLimitBytes)
        const signature = { who: productIdentity, atSeconds }
        const commit = await importCommit(
          git,
          { gitDir },
          {
            ...{ branch: 'made', parent, author: signature, committer: signature },
            ...{ message, files: byBlobOf(before, files), others: 'go' },
          },
        )
        const outcome = await pushCommit(git, { gitDir, config }, remote, commit, ref, parent === undefined)
        return outcome.kind === 'pushed' ? { kind: 'published', commit } : outcome
      }),
  }
}

/** The same files, those that stand at their place already named by their blobs: git neither hashes nor packs them again. */
function byBlobOf(before: readonly TreeEntry[], files: DocumentFiles): ImportedCommit['files'] {
  const known = new Map(before.flatMap((entry) => ('oid' in entry ? [[entry.path, entry.oid] as const] : [])))
  return new Map(
    [...files].map(([path, text]) => {
      const blob = known.has(path) ? gitBlobId(text) : undefined
      return [path, blob !== undefined && known.get(path) === blob ? { blob } : text] as const
    }),
  )
}
