import type { LogHistory } from '../ports/evidence-log.ts'
import { LogObjectMissing } from './git-log-reading.ts'
import { readObjects } from './git-objects.ts'
import type { Git, GitCall } from './git-process.ts'

/** A checkpoint is a few lines. */
const NOTE_LIMIT_BYTES = 65_536
const LIST_LIMIT_BYTES = 256 * 1024 * 1024

/**
 * The checkpoint of every commit that leads to the given ones, as far back as they are here: three processes.
 *
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, LogObjectMissing
 */
export async function readHistoryAt(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  tips: readonly string[],
): Promise<Omit<Extract<LogHistory, { kind: 'read' }>, 'kind'>> {
  const isShallow = (await git.text({ ...where, args: ['rev-parse', '--is-shallow-repository'] })) === 'true'
  const args = ['rev-list', ...tips, '--']
  const { stdout } = await git.run({ ...where, args, limitBytes: LIST_LIMIT_BYTES })
  const commits = stdout.toString('latin1').trim().split('\n')
  const names = commits.map((commit) => `${commit}:checkpoint`)
  const heads: { commit: string; note: string | undefined }[] = []
  for await (const { type, content } of readObjects(git, where, names, NOTE_LIMIT_BYTES, 'pass-over')) {
    const commit = commits[heads.length] ?? ''
    if (type === 'missing') await refuseWhereListed(git, where, commit)
    heads.push({ commit, note: type === 'blob' ? content.toString('utf8') : undefined })
  }
  return { heads, isShallow }
}

/** A commit without checkpoint is one thing, a checkpoint that was not fetched another. */
async function refuseWhereListed(git: Git, where: Pick<GitCall, 'cwd' | 'gitDir'>, commit: string): Promise<void> {
  const listed = await git.text({ ...where, args: ['ls-tree', '--full-tree', commit, '--', 'checkpoint'] })
  if (listed !== '')
    throw new LogObjectMissing(`the checkpoint of commit ${commit} is missing: fetch the evidence branch again`)
}
