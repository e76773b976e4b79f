import { realpathSync } from 'node:fs'
import { versions } from 'node:process'
import type { SetupProbe } from '../ports/setup-probe.ts'
import { type Git, GitFailed, GitMissing } from './git-process.ts'

/** Asks git about itself and about the repository a folder is in. Changes nothing. */
export const gitSetupProbe = (git: Git, cwd: string): SetupProbe => ({
  nodeVersion: versions.node,

  async gitVersion() {
    try {
      // Outside any repository: one that cannot be read must not hide the git that is there.
      const said = await git.text({ args: ['--version'] })
      return /(\d+\.\d+[\w.]*)/.exec(said)?.[1]
    } catch (error) {
      if (error instanceof GitMissing) return undefined
      throw error
    }
  },

  async repository() {
    const top = await answer(git, cwd, ['rev-parse', '--show-toplevel'])
    if (top === undefined) return undefined
    const refs = await git.text({
      cwd,
      args: ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes/origin'],
    })
    return {
      isTop: realpathSync.native(top) === realpathSync.native(cwd),
      isShallow: (await answer(git, cwd, ['rev-parse', '--is-shallow-repository'])) !== 'false',
      current: await answer(git, cwd, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
      branches: new Set(
        refs
          .split('\n')
          .map((name) => name.replace(/^refs\/(?:heads|remotes\/origin)\//, ''))
          // What a clone notes as the default branch of its origin is no branch.
          .filter((name) => name !== '' && name !== 'HEAD'),
      ),
    }
  },
})

/** undefined where git answers that there is none. */
async function answer(git: Git, cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return await git.text({ cwd, args })
  } catch (error) {
    if (error instanceof GitMissing || (error instanceof GitFailed && error.failure === 'status')) return undefined
    throw error
  }
}
