import type { HeadChange, Reading } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { orNull, toId, toInstant, toObject } from './json.ts'
import { countedList, wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { notKnown, readingOf } from './reading.ts'

/**
 * When the server first saw the present head, where the pushes cannot be read: its oldest check suite or status, by nobody.
 * One list is enough where the other cannot be read: what it shows is later than the truth at worst, and so stricter.
 * One entry, or not known.
 */
export async function readFirstSight(session: Session, question: PullQuestion): Promise<Reading<HeadChange>> {
  const lists = await Promise.all([
    readingOf(() => checkSuites(session, question)),
    readingOf(() => headStatuses(session, question)),
  ])
  const [oldest] = lists
    .flatMap((list) => (list.known ? list.value : []))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  if (oldest !== undefined) return { known: true, value: [oldest] }
  const faults = lists.flatMap((list) => (list.known ? [] : [list.why]))
  return notKnown(['No check suite and no status was seen on the head either.', ...faults].join(' '))
}

async function checkSuites(
  session: Session,
  { pull, parameters, about }: PullQuestion,
): Promise<readonly HeadChange[]> {
  const { sha } = pull.facts.head
  const question = { endpoint: endpoints.checkSuites, parameters: { ...parameters, ref: sha }, about }
  const entries = await countedList(session, question, 'check_suites')
  return entries.flatMap((entry) => sightOf(entry, 'check-suite', sha))
}

async function headStatuses(
  session: Session,
  { pull, parameters, about }: PullQuestion,
): Promise<readonly HeadChange[]> {
  const { sha } = pull.facts.head
  const entries = await wholeList(session, {
    endpoint: endpoints.statuses,
    parameters: { ...parameters, ref: sha },
    about,
  })
  return entries.flatMap((entry) => sightOf(entry, 'status', sha))
}

function sightOf(entry: unknown, source: 'check-suite' | 'status', sha: string): readonly HeadChange[] {
  const { id, created_at } = toObject(entry, `a ${source}`)
  const at = orNull(created_at, (value) => toInstant(value, `when a ${source} was made`))
  if (at === null) return []
  return [{ kind: 'unknown', at, by: null, after: sha, source, id: String(toId(id, `the id of a ${source}`)) }]
}
