import type { Reading, StatusEntry } from '../../model/facts.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toId, toInstant, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'
import { readingOf } from './reading.ts'

/** See `Forge.statusHistory`. */
export const readStatusHistory = (
  session: Session,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<Reading<StatusEntry>> =>
  readingOf(async () => {
    const entries = await wholeList(session, {
      endpoint: endpoints.statuses,
      parameters: { owner, repo: name, ref: sha },
      about: `${owner}/${name}, commit ${sha.slice(0, 12)}`,
    })
    return entries.map((entry) => {
      const status = toObject(entry, 'a status')
      return {
        id: toId(status['id'], 'the id of a status'),
        context: toText(status['context'], 'the name of a status', 1000),
        state: toText(status['state'], 'the state of a status', 20),
        by: accountIn(status, 'creator', 'who posted a status'),
        at: toInstant(status['created_at'], 'when a status was posted'),
      }
    })
  })
