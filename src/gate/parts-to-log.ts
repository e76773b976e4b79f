import { millisecondsOf } from '../model/days.ts'
import type { ChangeMerged } from '../model/evidence.ts'
import type { ForgeAccount, PullRequestFacts } from '../model/facts.ts'
import { contributorsOf } from './contributors.ts'

type Logged = NonNullable<ChangeMerged['data']['parts']>
type As = Logged[number]['as']

/** More than this many would fill a record that has room for other things. */
const most = 300

/**
 * Who had which part in a merged pull request, by account: a deployment compares them with its deployers when the pull request
 * itself is long out of reach. null where not everybody is known.
 */
export function partsToLog(facts: PullRequestFacts): Logged | null {
  const { author, requestedBy, mergedBy, autoMergeBy, mergedAt } = facts.pull
  const untilMs = mergedAt === null ? Number.POSITIVE_INFINITY : millisecondsOf(mergedAt)
  const alone = (account: ForgeAccount) => ({
    key: `account:${account.id}`,
    name: account.login,
    person: undefined,
    account,
  })
  if (contributorsOf(facts, alone, { untilMs, day: '' }).unknown.length > 0) return null
  const parties = facts.commits.known ? facts.commits.value.flatMap((commit) => commit.parties) : []
  const pushes = facts.headChanges.known ? facts.headChanges.value : []
  const pushers = pushes.filter(
    ({ kind, at }) => kind !== 'base-changed' && kind !== 'opened' && millisecondsOf(at) <= untilMs,
  )
  const found = new Map<string, Logged[number]>()
  const add = (account: ForgeAccount | null, as: As) => {
    if (account !== null) found.set(`${as} ${account.id}`, { id: String(account.id), login: account.login, as })
  }
  for (const account of [author, requestedBy]) add(account, 'author')
  for (const { account } of parties) add(account, 'contributor')
  for (const { by } of pushers) add(by, 'contributor')
  for (const account of [mergedBy, autoMergeBy]) add(account, 'merger')
  return found.size > most ? null : [...found.entries()].sort(byKey).map(([, part]) => part)
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1)
