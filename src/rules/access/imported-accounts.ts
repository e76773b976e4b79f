import type { Located } from '../../model/location.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { AccessListItem } from '../../model/records.gen.ts'
import type { Person } from '../../model/records.ts'
import { inSmallLetters, isSameLogin } from '../../model/role-holders.ts'

/** An account of a system with everything that a list says of it. */
export interface ImportedAccount {
  readonly account: string
  readonly items: readonly AccessListItem[]
  /** undefined where People knows nobody with this account. */
  readonly person: Located<Person> | undefined
}

/** The accounts of a list that can be used, or may be: one that is not known to be locked is not locked. */
export function usableAccounts(
  model: Pick<ProgramModel, 'people'>,
  system: string,
  items: readonly AccessListItem[],
): readonly ImportedAccount[] {
  const personOf = peopleOf(model, system)
  const byAccount = new Map<string, AccessListItem[]>()
  for (const item of items) {
    if (item.status === 'disabled') continue
    const own = byAccount.get(inSmallLetters(item.account)) ?? []
    byAccount.set(inSmallLetters(item.account), own)
    own.push(item)
  }
  return [...byAccount.values()].flatMap((own): readonly ImportedAccount[] => {
    const [first] = own
    return first === undefined ? [] : [{ account: first.account, items: own, person: personOf(first.account) }]
  })
}

/**
 * Who an account of a system is. What People names for that system comes first; else whoever has that login on the forge.
 * Two people with one account are nobody: then it is not known which of them it is.
 */
export function peopleOf(
  { people }: Pick<ProgramModel, 'people'>,
  system: string,
): (account: string) => Located<Person> | undefined {
  const [named, byLogin] = [new Map<string, Located<Person> | null>(), new Map<string, Located<Person> | null>()]
  const add = (to: typeof named, account: string, person: Located<Person>) => {
    const key = inSmallLetters(account)
    const known = to.get(key)
    to.set(key, known === undefined || known?.value.id === person.value.id ? person : null)
  }
  for (const person of people.values()) {
    for (const one of person.value.systemAccounts ?? [])
      if (isSameLogin(one.system, system)) add(named, one.account, person)
    for (const { login } of person.value.accounts ?? []) add(byLogin, login, person)
  }
  return (account) => {
    const key = inSmallLetters(account)
    return (named.has(key) ? named.get(key) : byLogin.get(key)) ?? undefined
  }
}
