import { join, resolve } from 'node:path'
import { planRepair } from '../evidence/plan-repair.ts'
import type { LogRepair, RepairOutcome, RepairRequest } from '../ports/log-repair.ts'
import type { GitEvidenceLogOptions } from './git-evidence-log.ts'
import { importCommit, productIdentity } from './git-import.ts'
import { LogObjectMissing, readLogAt } from './git-log-reading.ts'
import { GitObjectsUnreadable } from './git-objects.ts'
import { GitFailed, tokenConfig } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { inPrivateRepository } from './private-repository.ts'

/**
 * Repairs the log in a branch of a git repository. Works in a private repository with the whole branch in it, and pushes one
 * commit as a fast-forward: the bad commits stay in the history, for those who want to know.
 *
 * @param options `near`: a repository that may still have the good commit where the remote has lost it
 */
export function gitLogRepair(
  options: Pick<GitEvidenceLogOptions, 'git' | 'remote' | 'branch' | 'token' | 'scratch'> & { readonly near: string },
): LogRepair {
  const { git, branch, token } = options
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(options.remote) || /^[^/\\]+:(?!\\)/.test(options.remote)
  const remote = isAddress ? options.remote : resolve(options.remote)
  const ref = `refs/heads/${branch}`
  const config = token === undefined ? [] : tokenConfig(remote, token)
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']

  async function repair(gitDir: string, request: RepairRequest): Promise<RepairOutcome> {
    const { goodCommit, expected } = request
    const listed = await git.text({ args: ['ls-remote', '--quiet', '--', remote, ref], config, cwd: options.scratch })
    if (!listed.split('\n').some((line) => line.endsWith(`\t${ref}`))) return { kind: 'no-log' }
    const args = ['fetch', ...flags, '--', remote, `${ref}:refs/heads/tip`]
    await git.run({ gitDir, config, args, timeoutMs: 600_000 })
    const badCommit = await git.text({ gitDir, args: ['rev-parse', '--verify', 'refs/heads/tip'] })
    await bring(gitDir, goodCommit)
    const bad = { commit: badCommit, log: await readLogAt(git, { gitDir }, badCommit, expected) }
    const good = { commit: goodCommit, log: await readLogAt(git, { gitDir }, goodCommit, expected) }
    const plan = planRepair(bad, good, request)
    if (plan.kind !== 'write') return plan
    const { grown, damage } = plan
    const tree = await git.text({ gitDir, args: ['rev-parse', '--verify', `${goodCommit}^{tree}`] })
    const atSeconds = Math.floor(Date.parse(request.toRecord(damage).predicate.recordedAt) / 1000)
    const signature = { who: productIdentity, atSeconds }
    const commit = await importCommit(
      git,
      { gitDir },
      {
        ...{ branch: 'repaired', parent: badCommit, author: signature, committer: signature },
        message: `evidence: size ${grown.edge.size}, repaired\n`,
        ...{ files: grown.files, others: { tree } },
      },
    )
    const again = await readLogAt(git, { gitDir }, commit, expected)
    const [finding] = again.verification.findings
    if (finding !== undefined) throw new Error(`the repaired log does not verify: ${finding.code} ${finding.message}`)
    const push = await pushCommit(git, { gitDir, config }, remote, commit, ref, false)
    if (push.kind === 'pushed') return { kind: 'repaired', commit, damage, size: grown.edge.size }
    const why =
      push.kind === 'lost-race' ? 'somebody else wrote to the branch meanwhile; look at it, and run it again' : push.why
    return { kind: 'not-appended', why }
  }

  /** Makes sure that a commit is there: from the branch, from the repository nearby, or by its name from the remote. */
  async function bring(gitDir: string, commit: string): Promise<void> {
    const isHere = async () =>
      (await git.run({ gitDir, args: ['cat-file', '-e', `${commit}^{tree}`], okStatuses: [0, 1, 128] })).status === 0
    for (const [place, extra] of [
      [options.near, []],
      [remote, config],
    ] as const) {
      if (await isHere()) return
      const args = ['fetch', ...flags, '--', place, `${commit}:refs/heads/good`]
      await git.run({ gitDir, config: extra, args, okStatuses: [0, 1, 128], timeoutMs: 600_000 })
    }
    if (!(await isHere())) throw new LogObjectMissing(`the commit ${commit} is neither in ${remote} nor here`)
  }

  return {
    async repair(request) {
      try {
        const folder = join(options.scratch, 'countersign-repair-')
        return await inPrivateRepository(folder, (gitDir) => repair(gitDir, request))
      } catch (error) {
        const isKnown =
          error instanceof LogObjectMissing ||
          error instanceof GitObjectsUnreadable ||
          (error instanceof GitFailed && error.failure !== 'aborted')
        if (!isKnown) throw error
        return { kind: 'unreadable', why: error.message }
      }
    },
  }
}
