import type { ActivityItem } from '../../../model/dataset-items.ts'
import { settlingMs } from '../../../model/settling.ts'
import type { Collected } from '../../../ports/collector.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, malformed, orNull, toObject, toText } from '../json.ts'
import { partLog } from './part-log.ts'
import { type CollectSubject, itemText } from './subject.ts'

const dayMs = 86_400_000
/**
 * GitHub keeps events for 180 days.
 * @see https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/reviewing-the-audit-log-for-your-organization
 */
const keptMs = 180 * dayMs

interface Event {
  readonly atMs: number
  readonly item: ActivityItem
}

/**
 * What happened in the organisation since the last reading, from its audit log, which Enterprise Cloud and servers of one's own
 * have. Oldest first, so that a reading that is cut is whole up to where it came: the stretch is divided there, and the next
 * reading goes on from the first part.
 */
export async function readActivity(
  session: Session,
  { organisation }: CollectSubject,
  resumeAt: (system: string) => number,
  nowMs: number,
): Promise<readonly Collected[]> {
  if (organisation === undefined) return []
  const { parameters, about, system } = organisation
  const fromMs = wholeSecond(resumeAt(system))
  const toMs = wholeSecond(nowMs - settlingMs)
  if (fromMs >= toMs) return []
  const log = partLog(session)
  const { entries, isWhole } = await log.list({
    part: 'audit log',
    endpoint: endpoints.auditLog,
    // Whole days and one more, whatever the forge makes of the ends of a range; what lies outside is left out here.
    parameters: {
      ...parameters,
      phrase: `created:${dayOf(fromMs)}..${dayOf(toMs + dayMs)}`,
      include: 'all',
      order: 'asc',
    },
    about,
    byCursor: true,
    parse: toEvent,
  })
  const parts = log.parts()
  const within = entries.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const interval = (from: number, to: number, more: Partial<Collected> = {}): Collected => ({
    system,
    form: 'interval',
    fromMs: from,
    toMs: to,
    items: within.filter(({ atMs }) => atMs >= from && atMs < to).map(({ item }) => item),
    parts,
    ...more,
  })
  const keptFromMs = wholeSecond(nowMs - keptMs)
  if (fromMs < keptFromMs) return divided(interval, { fromMs, keptFromMs, toMs, isWhole, parts, within })
  return isWhole ? [interval(fromMs, toMs)] : cutAt(interval, { fromMs, toMs, parts, within })
}

type Interval = (from: number, to: number, more?: Partial<Collected>) => Collected

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly parts: Collected['parts']
  readonly within: readonly Event[]
}

/** What is older than the forge keeps is a gap for ever, and named; the rest is not held up by it. */
function divided(
  interval: Interval,
  {
    fromMs,
    keptFromMs,
    toMs,
    isWhole,
    parts,
    within,
  }: Stretch & { readonly keptFromMs: number; readonly isWhole: boolean },
): readonly Collected[] {
  const gone = parts.map((part) => ({ ...part, unread: 'The forge keeps events for 180 days, and these are older.' }))
  const old = interval(fromMs, keptFromMs, { parts: gone })
  const rest = isWhole ? [interval(keptFromMs, toMs)] : cutAt(interval, { fromMs: keptFromMs, toMs, parts, within })
  return [old, ...rest]
}

/** Up to the second of the last event that came, nothing is missing. */
function cutAt(interval: Interval, { fromMs, toMs, parts, within }: Stretch): readonly Collected[] {
  const lastMs = wholeSecond(Math.max(fromMs, ...within.slice(-1).map(({ atMs }) => atMs)))
  const inOrder = within.every(({ atMs }, index) => index === 0 || atMs >= (within[index - 1]?.atMs ?? 0))
  if (lastMs === fromMs || !inOrder) return [interval(fromMs, toMs)]
  const whole = parts.map((part) => ({ ...part, unread: undefined }))
  return [interval(fromMs, lastMs, { parts: whole }), interval(lastMs, toMs)]
}

const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** What only owners and administrators may do, and what everybody does all day; of the rest it is not known. */
const privileged =
  /^(?:org|business|protected_branch|repository_ruleset|hook|integration_installation|ip_allow_list|role|organization_role|org_credential_authorization|personal_access_token)\./
const ordinary = /^(?:git|pull_request|pull_request_review|issues|issue_comment)\./

function toEvent(entry: unknown): Event {
  const event = toObject(entry, 'an event of the audit log')
  const action = itemText(event['action'], 'the action of an event')
  const atMs = event['created_at'] ?? event['@timestamp']
  if (typeof atMs !== 'number' || !Number.isSafeInteger(atMs) || atMs < 0 || atMs > 8.64e15)
    throw malformed('when an event happened', 'a moment')
  const id = toText(event['_document_id'], 'the id of an event', 200)
  if (!/^[!-~]{1,200}$/.test(id)) throw malformed('the id of an event', 'one of visible characters')
  return {
    atMs,
    item: {
      id,
      at: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
      account: accountOf(event['actor']),
      action,
      resource: resourceOf(event),
      outcome: 'allowed',
      privileged: privileged.test(action) ? true : ordinary.test(action) ? false : null,
    },
  }
}

/** Names of accounts that were deleted may be anything: they are left out, not the event. */
function accountOf(actor: unknown): string | null {
  const login = orNull(actor, (value) => toText(value, 'who did something', 200))
  return login !== null && /^[A-Za-z0-9._@+[\]:/-]{1,200}$/.test(login) ? login : null
}

/** Repository, team or person that an event is about, by names alone. */
function resourceOf(event: Readonly<Record<string, unknown>>): string | null {
  const named = ['repo', 'repository', 'team', 'user', 'org'] as const
  const data = isObject(event['data']) ? event['data'] : {}
  for (const name of named) {
    const found = event[name] ?? data[name]
    if (typeof found === 'string' && found !== '') return itemText(`${name} ${found}`, 'what an event is about', 500)
  }
  return null
}
