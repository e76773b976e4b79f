import type { ForgeAccount, PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { isSameLogin } from '../model/role-holders.ts'

export interface SimulatedAccount {
  readonly account: ForgeAccount
  /** Neither the facts nor People know it. */
  readonly isStranger: boolean
}

/**
 * Finds accounts by login or by id in People: as the facts have it, else as People pins it. An account whose number nobody
 * knows gets one that no account has, the same for the same login.
 */
export function accountFinder(facts: PullRequestFacts, model: ProgramModel): (name: string) => SimulatedAccount {
  const known = [...accountsIn(facts)]
  const made = new Map<string, ForgeAccount>()
  const byLogin = (login: string) => known.find((account) => isSameLogin(account.login, login))
  const make = (login: string, id: number | undefined): ForgeAccount => {
    const key = login.toLowerCase()
    const before = made.get(key)
    if (before !== undefined) return before
    const type = login.endsWith('[bot]') ? ('bot' as const) : ('user' as const)
    const account = { id: id ?? Number.MAX_SAFE_INTEGER - made.size, login, type }
    made.set(key, account)
    return account
  }
  return (name) => {
    const inFacts = byLogin(name)
    if (inFacts !== undefined) return { account: inFacts, isStranger: false }
    for (const { value: person } of model.people.values()) {
      const own = person.accounts ?? []
      const [first] = own
      const meant = own.find(({ login }) => isSameLogin(login, name)) ?? (person.id === name ? first : undefined)
      if (meant === undefined) continue
      const account = byLogin(meant.login) ?? make(meant.login, meant.id)
      return { account, isStranger: false }
    }
    return { account: make(name, undefined), isStranger: true }
  }
}

/** Every account that the facts name, those who reviewed first. */
function* accountsIn({ pull, reviews, permissions, commits, headChanges }: PullRequestFacts): Iterable<ForgeAccount> {
  if (reviews.known) for (const { by } of reviews.value) if (by !== null) yield by
  for (const { account } of permissions) yield account
  for (const one of [pull.author, pull.requestedBy, pull.mergedBy, pull.autoMergeBy]) if (one !== null) yield one
  yield* pull.requestedReviewers
  for (const { setBy } of pull.labels) if (setBy !== null) yield setBy
  if (headChanges.known) for (const { by } of headChanges.value) if (by !== null) yield by
  if (!commits.known) return
  for (const { parties } of commits.value) for (const { account } of parties) if (account !== null) yield account
}
