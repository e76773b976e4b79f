import type { PullRequestFacts } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, type JsonObject, toId, toObject } from './json.ts'
import { wholeList } from './pages.ts'
import { dismissalsOf, readPullEvents } from './pull-events.ts'
import type { PullPlace, PullQuestion } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'
import { readReviews, withDismissals } from './reviews.ts'

type Elsewhere = PullRequestFacts['elsewhere']

/** Others with the same head whose reviews are read; each costs at least two requests. */
const mostOthers = 20

/**
 * Reviews of other open pull requests with the same head, by number of the pull request, each list in its order. Known only
 * where every one of them could be read: an objection may stand in any.
 */
export function readElsewhere(session: Session, question: PullQuestion): Promise<Elsewhere> {
  return readingOf(async () => {
    const others = await numbersWithSameHead(session, question)
    if (others.length > mostOthers) {
      return new NotKnown(`${others.length} other pull requests have the same head; at most ${mostOthers} are read.`)
    }
    const { parameters } = question
    const lists = await Promise.all(
      others.map(async (number) => {
        const place: PullPlace = { parameters, number, about: `${parameters.owner}/${parameters.repo}#${number}` }
        const [reviews, events] = await Promise.all([readReviews(session, place), readPullEvents(session, place)])
        return { number, reviews: withDismissals(reviews, dismissalsOf(events)) }
      }),
    )
    const entries = []
    for (const { number, reviews } of lists) {
      if (!reviews.known) return new NotKnown(`Reviews of #${number}, which has the same head: ${reviews.why}`)
      entries.push(...reviews.value.map((review) => ({ pull: number, review })))
    }
    return entries
  })
}

/**
 * Those that the forge associates with the head. Where the pull request in question is not among them (its head lies in a
 * fork, or got to the default branch on another way) they are not all, and every open one is looked at.
 */
async function numbersWithSameHead(
  session: Session,
  { pull, parameters, number, about }: PullQuestion,
): Promise<readonly number[]> {
  const { sha } = pull.facts.head
  const list = async (endpoint: typeof endpoints.commitPulls | typeof endpoints.pulls, more: object) =>
    (await wholeList(session, { endpoint, parameters: { ...parameters, ...more }, about })).map(toListed)
  const associated = await list(endpoints.commitPulls, { commit_sha: sha })
  const found = associated.some((other) => other.number === number)
    ? associated
    : // The oldest first: one that is opened meanwhile comes last and moves none.
      await list(endpoints.pulls, { state: 'open', sort: 'created', direction: 'asc' })
  const others = found.filter((other) => other.state === 'open' && other.head === sha && other.number !== number)
  return [...new Set(others.map((other) => other.number))].sort((a, b) => a - b)
}

function toListed(entry: unknown) {
  const pull: JsonObject = toObject(entry, 'a pull request')
  const head = isObject(pull['head']) ? pull['head']['sha'] : undefined
  return { number: toId(pull['number'], 'the number of a pull request'), state: pull['state'], head }
}
