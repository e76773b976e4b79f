import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import { mayChangeRules } from '../usecases/pushed-rules.ts'
import type { GateTask } from './event.ts'

type PullTask = Extract<GateTask, { kind: 'head' | 'all-open' }>

/**
 * The pull requests that an event is about, or why there is nothing to do for them.
 *
 * @param branch the branch of the run, as `GITHUB_REF_NAME` has it
 * @throws Refusal where the branch is needed and not known; ForgeRefused, ForgeUnreachable
 */
export async function concernedPulls(
  task: PullTask,
  repository: RepositoryName,
  branch: string | undefined,
  forge: Forge,
): Promise<readonly ListedPull[] | string> {
  switch (task.kind) {
    case 'head':
      return pullsWithHead(task, repository, forge)
    case 'all-open': {
      const base = task.base ?? branch
      if (base === undefined || base === '') {
        throw new Refusal(exitStatus.notDetermined, 'The branch of this run is not known', 'Run it on a branch.')
      }
      const open = await forge.openPullRequests(repository, base)
      const { pushed } = task
      if (open.length === 0 || pushed === undefined || (await mayChangeRules(repository, pushed, forge))) return open
      return 'the push changes neither the settings, nor the program, nor code owners'
    }
  }
}

/** By the commit and by the branch: neither list is promised to hold the pull requests of forks. */
async function pullsWithHead(
  { sha, from }: Extract<PullTask, { kind: 'head' }>,
  repository: RepositoryName,
  forge: Forge,
): Promise<readonly ListedPull[]> {
  const found = [
    ...(await forge.pullsOfCommit(repository, sha)),
    ...(from === undefined ? [] : await forge.openPullsFrom(repository, from.owner, from.branch)),
  ].filter(({ headSha, merged }) => headSha === sha && !merged)
  return [...new Map(found.map((pull) => [pull.number, pull])).values()].toSorted((a, b) => a.number - b.number)
}
