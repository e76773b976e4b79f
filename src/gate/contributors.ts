import { millisecondsOf } from '../model/days.ts'
import type { ForgeAccount, PullRequestFacts } from '../model/facts.ts'
import { type FindActor, isGhost, keyOfPerson } from './actors.ts'
import type { Moment } from './moment-of-judgement.ts'

/** Who took part in a pull request, and so can never approve it, with every part they had. */
export interface Contributors {
  /** Key of the actor -> reasons, as they read after "does not count: ". */
  readonly reasons: ReadonlyMap<string, readonly string[]>
  /** Keys of those who opened it, asked a machine for it, or wrote a commit. */
  readonly authors: ReadonlySet<string>
  /** Why independence of an approver cannot be shown at all. Empty: it can. */
  readonly unknown: readonly string[]
}

const shortSha = (sha: string): string => sha.slice(0, 7)
const opens = 'opened the pull request'
const asks = 'asked the author, a machine, for it'
const partNames = { author: 'wrote', committer: 'committed', 'co-author': 'is a co-author of' } as const

const writes: ReadonlySet<string> = new Set([opens, asks, partNames.author])

/**
 * Collects the author, who asked an agent for it, every author, committer and co-author of every commit on any line of
 * parents, and everybody who pushed since it was opened. What a commit says about itself can only add somebody here, never
 * take somebody out: names in git are chosen by whoever writes the commit. A contributor without an account (unknown e-mail,
 * deleted) could be anybody, and so could who used an account that several people use: independence is then unknown. Who
 * answers for a machine account that people use takes part through it.
 */
export function contributorsOf(facts: PullRequestFacts, actorOf: FindActor, { untilMs }: Moment): Contributors {
  const parts = new Map<string, Map<string, Set<string>>>()
  const unknown = new Set<string>()
  const authors = new Set<string>()
  const add = (account: ForgeAccount, part: string, sha?: string) => {
    const { key, name, person } = actorOf(account)
    if (writes.has(part)) authors.add(key)
    addPart(key, part, sha)
    if (person?.shared === true)
      unknown.add(
        `${name}, which ${phrase(part, new Set(sha === undefined ? [] : [shortSha(sha)]))}, is used by several people`,
      )
    // A machine account that people use is used by whoever holds its keys.
    if (person?.type === 'service' && person.owner !== undefined)
      addPart(keyOfPerson(person.owner), `answers for ${name}, which ${part}`, sha)
  }
  const addPart = (key: string, part: string, sha: string | undefined) => {
    const own = parts.get(key) ?? new Map<string, Set<string>>()
    const commits = own.get(part) ?? new Set<string>()
    if (sha !== undefined) commits.add(shortSha(sha))
    parts.set(key, own.set(part, commits))
  }

  const { author, requestedBy, head, totals } = facts.pull
  if (author === null || isGhost(author)) unknown.add('the account of the author was deleted')
  else add(author, opens)
  if (requestedBy !== null) add(requestedBy, asks)

  if (!facts.commits.known) unknown.add(`the commits could not be read: ${facts.commits.why}`)
  else {
    const commits = facts.commits.value
    if (commits.length !== totals.commits) {
      unknown.add(`${commits.length} commits were read, the pull request has ${totals.commits}`)
    }
    if (!commits.some(({ sha }) => sha === head.sha))
      unknown.add(`the head ${shortSha(head.sha)} is not among the commits`)
    const seen = new Set<string>()
    for (const { sha, parties } of commits) {
      // One that is listed twice fills the count of another that is not listed.
      if (seen.has(sha)) unknown.add(`commit ${shortSha(sha)} is listed twice`)
      seen.add(sha)
      if (!parties.some((party) => party.as === 'author')) unknown.add(`nobody is named as author of ${shortSha(sha)}`)
      for (const party of parties) {
        if (party.account !== null && !isGhost(party.account)) add(party.account, partNames[party.as], sha)
        else unknown.add(`no account is known for the ${party.as} of ${shortSha(sha)}`)
      }
    }
  }

  if (!facts.headChanges.known) unknown.add(`who pushed to the branch could not be read: ${facts.headChanges.why}`)
  else {
    const signed = facts.commits.known && facts.commits.value.every(({ signatureVerified }) => signatureVerified)
    for (const { kind, by, at } of facts.headChanges.value) {
      if (kind === 'base-changed' || millisecondsOf(at) > untilMs) continue
      if (by !== null && !isGhost(by)) add(by, kind === 'opened' ? opens : 'pushed to the branch')
      // Who pushed may be left open only where a verified signature says who made every commit.
      else if (kind !== 'opened' && !signed) unknown.add('who pushed to the branch is not known')
    }
  }
  return {
    reasons: new Map([...parts].map(([key, own]) => [key, [...own].map(([part, shas]) => phrase(part, shas)).sort()])),
    authors,
    unknown: [...unknown].sort(),
  }
}

function phrase(part: string, shas: ReadonlySet<string>): string {
  const [first, ...more] = [...shas].sort()
  if (first === undefined) return part
  return `${part} commit ${first}${more.length === 0 ? '' : ` and ${more.length} more`}`
}
