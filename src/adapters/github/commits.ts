import type { Commit, Reading } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { toCommit } from './commit-parties.ts'
import { endpoints } from './endpoints.ts'
import { malformed, toCount, toObject } from './json.ts'
import { pagesOf, wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'

/** `GET pulls/{n}/commits` ends here and does not say so (GitHub REST documentation, "List commits on a pull request"). */
const listEnds = 250

/** Commits beyond which comparing is not worth its requests. */
const mostCommits = 5000

/** Every commit of the pull request, on any line of parents; not known where the count is not the pull request's own. */
export function readCommits(session: Session, { pull, parameters, about }: PullQuestion): Promise<Reading<Commit>> {
  const { totals, head, base } = pull.facts
  return readingOf(async () => {
    if (totals.commits > mostCommits) {
      return new NotKnown(`The pull request has ${totals.commits} commits; at most ${mostCommits} are read.`)
    }
    const entries =
      // Exactly as many as are listed at most may be a count that was cut; the comparison has its own.
      totals.commits >= listEnds
        ? await comparedCommits(session, { ...parameters, basehead: `${base.sha}...${head.sha}` }, about)
        : await wholeList(session, {
            endpoint: endpoints.pullCommits,
            parameters: { ...parameters, pull_number: pull.facts.number },
            about,
          })
    const commits = entries.map((entry) => toCommit(entry, pull.webHost))
    const different = new Set(commits.map(({ sha }) => sha)).size
    if (commits.length !== totals.commits || different !== commits.length) {
      return new NotKnown(`The pull request has ${totals.commits} commits, and ${different} of them could be listed.`)
    }
    if (!commits.some(({ sha }) => sha === head.sha)) {
      return new NotKnown('The head is not among the commits: it has moved while they were read. Run it again.')
    }
    return commits
  })
}

/**
 * Commits of the second part of `base...head` that are not in the first, all pages.
 * @throws ForgeRefused, ForgeUnreachable
 */
async function comparedCommits(
  session: Session,
  parameters: { readonly owner: string; readonly repo: string; readonly basehead: string },
  about: string,
): Promise<readonly unknown[]> {
  const commits: unknown[] = []
  let total = 0
  const entriesOf = (data: unknown) => {
    const comparison = toObject(data, 'a comparison')
    total = toCount(comparison['total_commits'], 'the number of commits of a comparison')
    return comparison['commits']
  }
  const question = { endpoint: endpoints.compare, parameters, about, entriesOf }
  for await (const entries of pagesOf(session, question)) {
    commits.push(...entries)
    if (commits.length >= total) break
  }
  if (commits.length !== total) throw malformed('the list of commits of a comparison', 'as long as it says')
  return commits
}
