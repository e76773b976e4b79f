import type { ForgeAccount } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Person } from '../model/records.ts'
import { isSameLogin, personOfAccount } from '../model/role-holders.ts'

/** Somebody who acts: a person of People with all accounts, or one account that nobody there has. */
export interface Actor {
  /** Equal for two accounts of one person, and only then. */
  readonly key: string
  readonly name: string
  readonly person: Person | undefined
  readonly account: ForgeAccount
}

export const keyOfPerson = (id: string): string => `person:${id}`

/** `ana (ana-codes)`; the login is left out where it says nothing new. */
export function nameOfPerson(person: Person): string {
  const [account] = person.accounts ?? []
  return account === undefined ? person.id : nameWith(person, account.login)
}

const nameWith = ({ id }: Person, login: string): string => (isSameLogin(login, id) ? id : `${id} (${login})`)

/** Whether somebody can be held to what they do: a machine account counts only where People says whose alone it is. */
export const isPerson = ({ account, person }: Actor): boolean =>
  person === undefined
    ? account.type === 'user'
    : (person.type === 'employee' || person.type === 'contractor') && person.shared !== true

/** Whether one person, and it is known which, stands behind what the account does. */
export const isAccountable = (actor: Actor): boolean => actor.account.type === 'user' && isPerson(actor)

/** GitHub shows deleted accounts as this one. It is nobody. */
export const isGhost = (account: ForgeAccount): boolean => account.login.toLowerCase() === 'ghost'

export type FindActor = (account: ForgeAccount) => Actor

/**
 * One person is one actor, whatever account was used. Remembers what it found.
 *
 * The number of an account decides who it is, and `seen` what its login is now: the login in the address of a co-author is
 * free text, and the one in an old record may have been given up. Otherwise a part in the change would be of another actor than the
 * approval by the same account.
 *
 * @param seen accounts as the forge itself gave them
 */
export function findActors(model: ProgramModel, seen: Iterable<ForgeAccount>): FindActor {
  const current = new Map<number, ForgeAccount>()
  for (const account of seen) {
    const before = current.get(account.id)
    if (before === undefined || goesBefore(account, before, model)) current.set(account.id, account)
  }
  const found = new Map<string, Actor>()
  return (named) => {
    const account = current.get(named.id) ?? named
    const name = `${account.id} ${account.type} ${account.login}`
    const known = found.get(name)
    if (known !== undefined) return known
    const person = personOfAccount(model, account)
    const actor: Actor =
      person === undefined
        ? { key: `account:${account.id}`, name: account.login, person, account }
        : { key: keyOfPerson(person.id), name: nameWith(person, account.login), person, account }
    found.set(name, actor)
    return actor
  }
}

/** Of two logins of one number the one that People has; else by code units, so that no order of a list decides. */
function goesBefore(one: ForgeAccount, other: ForgeAccount, model: ProgramModel): boolean {
  const isKnown = (account: ForgeAccount) => personOfAccount(model, account) !== undefined
  if (isKnown(one) !== isKnown(other)) return isKnown(one)
  return `${one.login} ${one.type}` < `${other.login} ${other.type}`
}
