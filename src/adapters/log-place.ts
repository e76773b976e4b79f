import type { Git, GitCall } from './git-process.ts'
import { readRefs } from './git-refs.ts'

/** Where a log is, as git is told. */
export interface LogPlace {
  readonly git: Git
  /** Path of a repository, or an address that git understands. */
  readonly remote: string
  /** Whether `remote` is a folder, whose objects can be read where they are. */
  readonly isLocal: boolean
  /** Full name of the branch. */
  readonly ref: string
  /** Branch without refs/heads/. */
  readonly branch: string
  /** Authenticates to the remote. */
  readonly config: NonNullable<GitCall['config']>
  /** An existing folder. */
  readonly scratch: string
}

/** A remote that has the branch only as a copy of somebody else's. */
export class OnlyTracked extends Error {
  override readonly name = 'OnlyTracked'
}

/**
 * Commit that the branch is at; undefined where there is no branch.
 * @throws OnlyTracked, GitMissing, GitFailed
 */
export async function currentTip({ git, remote, isLocal, ref, branch, config, scratch }: LogPlace) {
  const tracked = `refs/remotes/*/${branch}`
  const args = ['ls-remote', '--quiet', '--', remote, ref, ...(isLocal ? [tracked] : [])]
  const listed = (await git.text({ args, config, cwd: scratch })).split('\n')
  const found = new Map(listed.map((line) => [line.split('\t')[1] ?? '', line.split('\t')[0] ?? '']))
  const tip = found.get(ref)
  // A new branch here would be a second log beside the one it was cloned from.
  const elsewhere = [...found.keys()].find((name) => name.startsWith('refs/remotes/'))
  if (tip === undefined && elsewhere !== undefined)
    throw new OnlyTracked(
      `${remote} has the log only as ${elsewhere}. Run \`git branch ${branch} ${elsewhere}\` there, or name the remote it came from.`,
    )
  return tip
}

/** A branch of this repository or the copy of a remote's, and the commit it is at. */
export interface Head {
  readonly name: string
  readonly commit: string
}

/** The log of a local repository: its own branch, and the copy of the remote's. @throws GitMissing, GitFailed */
export async function headsHere({ git, remote, ref, branch }: LogPlace): Promise<{ own?: Head; copy?: Head }> {
  const copied = `refs/remotes/origin/${branch}`
  const refs = await readRefs(git, { cwd: remote }, [ref, copied])
  const [own, copy] = [refs.get(ref), refs.get(copied)]
  return {
    ...(own === undefined ? {} : { own: { name: ref, commit: own } }),
    ...(copy === undefined ? {} : { copy: { name: copied, commit: copy } }),
  }
}
