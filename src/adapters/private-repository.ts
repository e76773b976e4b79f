import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Git, type GitCall, GitFailed } from './git-process.ts'

/**
 * Lends a bare repository in a folder of its own, which is removed again. It is written here and not by `git init`: that
 * would be a process for four entries, and would copy hooks from the template of whoever runs it.
 *
 * @param folder beginning of the path of the folder
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function inPrivateRepository<T>(folder: string, work: (gitDir: string) => Promise<T>): Promise<T> {
  const { gitDir, remove } = await openPrivateRepository(folder)
  try {
    return await work(gitDir)
  } finally {
    await remove()
  }
}

const plainConfig = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'

/**
 * Makes a repository that was filled with `--filter` an ordinary one again. Git would ask the remote for each object that is
 * not there, one process each, and with no end where the remote is slow; so a missing object is just missing.
 */
export const forgetPromises = (gitDir: string) => writeFile(join(gitDir, 'config'), plainConfig)

/** The same for those who cannot do their work in one function: they remove it themselves. */
export async function openPrivateRepository(
  folder: string,
): Promise<{ readonly gitDir: string; remove(): Promise<void> }> {
  const made = await mkdtemp(folder)
  const remove = () => rm(made, { recursive: true, force: true })
  try {
    const gitDir = join(made, 'private.git')
    await Promise.all(['objects', 'refs'].map((name) => mkdir(join(gitDir, name), { recursive: true })))
    await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n')
    await writeFile(join(gitDir, 'config'), plainConfig)
    return { gitDir, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/**
 * Brings the tip of a remote branch into a private repository.
 *
 * @param isThere asked when nothing came: whether the remote has the branch at all
 * @param what the tip, the tip with its trees only where the server can leave out files, or all of its history
 * @returns its commit; undefined where there is no such branch
 * @throws GitMissing, GitFailed, and what `isThere` throws
 */
export async function fetchTip(
  git: Git,
  { gitDir, config }: { readonly gitDir: string; readonly config: NonNullable<GitCall['config']> },
  remote: string,
  ref: string,
  isThere: () => Promise<boolean>,
  what: 'tip' | 'tip without files' | 'all' = 'tip',
): Promise<string | undefined> {
  const flags = [
    ...(what !== 'all' ? ['--depth=1'] : []),
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--force',
  ]
  const fetch = async (filter: readonly string[]) => {
    // A filter of an earlier fetch would go on to hold.
    await forgetPromises(gitDir)
    const args = ['fetch', ...flags, ...filter, '--', remote, `${ref}:refs/heads/tip`]
    await git.run({ gitDir, config, args, timeoutMs: 300_000 })
  }
  try {
    await fetch(what === 'tip without files' ? ['--filter=blob:none'] : [])
  } catch (error) {
    // What git says is no proof that there is no branch.
    if (!(error instanceof GitFailed) || error.failure !== 'status') throw error
    if (!(await isThere())) return undefined
    await fetch([])
  }
  await forgetPromises(gitDir)
  const tip = (await readFile(join(gitDir, 'refs', 'heads', 'tip'), 'utf8')).trim()
  return /^[0-9a-f]{40,64}$/.test(tip) ? tip : git.text({ gitDir, args: ['rev-parse', '--verify', 'refs/heads/tip'] })
}
