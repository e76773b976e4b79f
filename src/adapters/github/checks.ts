import type { Check, Reading } from '../../model/facts.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { conclusionOf } from './conclusions.ts'
import { endpoints } from './endpoints.ts'
import { cutText, orNull, toCount, toId, toInstant, toObject, toText } from './json.ts'
import { countedList, wholeList } from './pages.ts'
import { NotKnown, readingOf } from './reading.ts'

/**
 * Check runs are listed of the newest so many suites of a commit (GitHub REST documentation, "List check runs for a Git
 * reference"); with as many runs there may be others.
 */
const listEnds = 1000

/** The limit of `schemas/pull-request-facts.json`. */
const mostText = 500

/**
 * Check runs and commit statuses on a commit. Of a status the newest of each context; of a check run what the forge calls the
 * latest: the newest attempt in its suite. Two runs of one name by one App (two workflows with a job of the same name) are
 * both listed: which of them counts is for the rules to say, and neither may hide the other.
 */
export function readChecks(session: Session, { owner, name }: RepositoryName, sha: string): Promise<Reading<Check>> {
  const parameters = { owner, repo: name, ref: sha }
  const about = `${owner}/${name}, commit ${sha.slice(0, 12)}`
  return readingOf(async () => {
    const [runs, statuses] = await Promise.all([
      countedList(
        session,
        { endpoint: endpoints.checkRuns, parameters: { ...parameters, filter: 'latest' }, about },
        'check_runs',
      ),
      wholeList(session, { endpoint: endpoints.statuses, parameters, about }),
    ])
    if (runs.length >= listEnds) return new NotKnown(`There are ${runs.length} check runs; the forge may have more.`)
    return [...runs.map(toRun), ...newestOfContext(statuses.map(toStatus))].sort(byName)
  })
}

function toRun(entry: unknown): Check {
  const run = toObject(entry, 'a check run')
  const output = toObject(run['output'] ?? {}, 'the output of a check run')
  const app = orNull(run['app'], (value) => toText(toObject(value, 'the App')['slug'], 'the name of an App', 100))
  return {
    kind: 'check-run',
    name: cutText(run['name'], 'the name of a check run', 300),
    app,
    by: null,
    state: run['status'] === 'completed' ? conclusionOf(run['conclusion']) : 'pending',
    text: orNull(output['title'], (value) => cutText(value, 'the title of a check run', mostText)) ?? '',
    annotations: orNull(output['annotations_count'], (value) => toCount(value, 'its annotations')),
    at: orNull(run['completed_at'], (value) => toInstant(value, 'when a check run ended')),
    id: String(toId(run['id'], 'the id of a check run')),
  }
}

const statusStates = new Map<unknown, Check['state']>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'error'],
  ['pending', 'pending'],
])

function toStatus(entry: unknown): Check & { readonly at: string } {
  const status = toObject(entry, 'a commit status')
  return {
    kind: 'status',
    name: cutText(status['context'], 'the context of a status', 300),
    app: null,
    by: accountIn(status, 'creator', 'who set a status'),
    state: statusStates.get(status['state']) ?? 'unknown',
    text: orNull(status['description'], (value) => cutText(value, 'the text of a status', mostText)) ?? '',
    annotations: null,
    at: toInstant(status['created_at'], 'when a status was set'),
    id: String(toId(status['id'], 'the id of a status')),
  }
}

/** By moment, then by id: never by place in the list. */
function newestOfContext(statuses: readonly (Check & { readonly at: string })[]): readonly Check[] {
  const newest = new Map<string, Check & { readonly at: string }>()
  for (const status of statuses) {
    const before = newest.get(status.name)
    const later =
      before === undefined ? 1 : Date.parse(status.at) - Date.parse(before.at) || Number(status.id) - Number(before.id)
    if (later > 0) newest.set(status.name, status)
  }
  return [...newest.values()]
}

const byName = (a: Check, b: Check): number =>
  compare(a.name, b.name) || compare(a.kind, b.kind) || Number(a.id) - Number(b.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
