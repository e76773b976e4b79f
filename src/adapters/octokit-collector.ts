import type { Collected, Collector } from '../ports/collector.ts'
import type { Fetch } from './github/bounded-fetch.ts'
import { openClient } from './github/client.ts'
import { readAccess } from './github/collect/access.ts'
import { readActivity } from './github/collect/activity.ts'
import { readFindings } from './github/collect/findings.ts'
import { readSettings } from './github/collect/settings.ts'
import { readSubject } from './github/collect/subject.ts'
import type { SystemReading } from './github/collect/system-reading.ts'
import { readTeamMembers } from './github/collect/teams.ts'
import { readTokens } from './github/collect/tokens.ts'
import { type ForgeLimits, forgeLimits } from './github/limits.ts'

export interface OctokitCollectorOptions {
  /** Address of the REST interface, as `GITHUB_API_URL` has it. */
  readonly baseUrl: string
  /** Host that systems are named after, as `GITHUB_SERVER_URL` has it. */
  readonly host: string
  /** Empty: asks as nobody. */
  readonly token: string
  readonly userAgent: string
  readonly fetch?: Fetch
  readonly limits?: Partial<ForgeLimits>
}

/**
 * Datasets of a GitHub repository and its organisation by the REST interface: reads alone. Each dataset has its own bounds of
 * requests and time.
 * @throws ForgeUnreachable when baseUrl is no http(s) URL
 */
export function octokitCollector({ baseUrl, host, token, userAgent, ...more }: OctokitCollectorOptions): Collector {
  const limits = { ...forgeLimits, ...more.limits }
  const client = openClient({ baseUrl, token, userAgent, fetch: more.fetch ?? fetch, limits })
  return {
    async collect({ repository, dataset, branches, nowMs, resumeAt }) {
      const session = client.session()
      const subject = await readSubject(session, repository, host)
      const snapshots = async (readings: Promise<readonly SystemReading[]>): Promise<readonly Collected[]> =>
        (await readings).map((reading) => ({ ...reading, form: 'snapshot', fromMs: nowMs, toMs: nowMs }))
      switch (dataset) {
        case 'access-list':
          return snapshots(readAccess(session, subject))
        case 'teams':
          return snapshots(readTeamMembers(session, subject))
        case 'tokens':
          return snapshots(readTokens(session, subject))
        case 'settings':
          return snapshots(readSettings(session, subject, branches))
        case 'findings':
          return snapshots(readFindings(session, subject))
        case 'activity':
          return readActivity(session, subject, resumeAt, nowMs)
      }
    },
  }
}
