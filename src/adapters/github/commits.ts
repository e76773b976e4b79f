import type { Commit, Reading } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { toCommit } from './commit-parties.ts'
import { endpoints } from './endpoints.ts'
import { wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import type { PullRange } from './pull-range.ts'
import { NotKnown, notKnown, readingOf } from './reading.ts'

/** `GET pulls/{n}/commits` ends here and does not say so (GitHub REST documentation, "List commits on a pull request"). */
const listEnds = 250

/** Commits beyond which comparing is not worth its requests. */
export const mostCommits = 5000

/**
 * Every commit of the pull request, on any line of parents; not known where the count is not the pull request's own.
 * Exactly as many as the list has at most may be a count that was cut: then, and where it was made anyway, they are those of
 * the comparison, which has a count of its own.
 */
export async function readCommits(
  session: Session,
  question: PullQuestion,
  range: Promise<Reading<PullRange>> | undefined,
): Promise<Reading<Commit>> {
  const { pull, parameters, about } = question
  const { totals } = pull.facts
  if (totals.commits > mostCommits) {
    return notKnown(`The pull request has ${totals.commits} commits; at most ${mostCommits} are read.`)
  }
  const compared = await range
  const whole = compared?.known === true ? compared.value.flatMap(({ commits }) => commits) : []
  if (whole.length === totals.commits && whole.length > 0) return await commitsOf(question, async () => whole)
  if (totals.commits >= listEnds) {
    const why = compared?.known === false ? compared.why : `${whole.length} of them could be listed.`
    return notKnown(`The pull request has ${totals.commits} commits. ${why}`)
  }
  const list = { endpoint: endpoints.pullCommits, parameters: { ...parameters, pull_number: pull.facts.number }, about }
  return await commitsOf(question, () => wholeList(session, list))
}

function commitsOf({ pull }: PullQuestion, read: () => Promise<readonly unknown[]>): Promise<Reading<Commit>> {
  const { totals, head } = pull.facts
  return readingOf(async () => {
    const commits = (await read()).map((entry) => toCommit(entry, pull.webHost))
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
