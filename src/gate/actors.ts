import type { ForgeAccount } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Person } from '../model/records.ts'
import { personOfAccount } from '../model/role-holders.ts'

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

const nameWith = ({ id }: Person, login: string): string => (login.toLowerCase() === id ? id : `${id} (${login})`)

/** Whether somebody can be held to what they do: a machine account counts only where People says whose it is. */
export const isPerson = ({ account, person }: Actor): boolean =>
  person === undefined ? account.type === 'user' : person.type === 'employee' || person.type === 'contractor'

/** GitHub shows deleted accounts as this one. It is nobody. */
export const isGhost = (account: ForgeAccount): boolean => account.login.toLowerCase() === 'ghost'

export type FindActor = (account: ForgeAccount) => Actor

/** One person is one actor, whatever account was used. Remembers what it found. */
export function findActors(model: ProgramModel): FindActor {
  const found = new Map<string, Actor>()
  return (account) => {
    const known = found.get(`${account.id} ${account.login}`)
    if (known !== undefined) return known
    const person = personOfAccount(model, account)
    const actor: Actor =
      person === undefined
        ? { key: `account:${account.id}`, name: account.login, person, account }
        : { key: keyOfPerson(person.id), name: nameWith(person, account.login), person, account }
    found.set(`${account.id} ${account.login}`, actor)
    return actor
  }
}
