import type { ForgeAccount } from '../model/facts.ts'
import type { RecordPath } from '../model/location.ts'
import { nearest } from '../model/nearest.ts'
import type { ProgramModel } from '../model/program-model.ts'

/** Something in a case that means nothing. */
export interface CaseFault {
  /** Where, counted from `given` or `expect` of the case. */
  readonly path: RecordPath
  readonly what: string
  readonly remedy: string
}

/** Finds the accounts of a case, and remembers what it could not find. */
export interface CaseAccounts {
  /** The account that is meant; any account where nobody is meant, and a fault is noted. */
  find(who: string, path: RecordPath): ForgeAccount
  /** Every account that was found, in this order. */
  all(): readonly ForgeAccount[]
  readonly faults: CaseFault[]
}

/** Accounts that People pins no number for get one that no account of GitHub has yet. */
const firstMade = 9_000_000_000_000

/**
 * `ana` is somebody in People, by id; `@zoe` an account, known there or not. So a name that is misspelt is no stranger who
 * may happen to count.
 */
export function caseAccounts(model: ProgramModel): CaseAccounts {
  const found = new Map<string, ForgeAccount>()
  const faults: CaseFault[] = []
  const make = (key: string, login: string, id: number | undefined): ForgeAccount => {
    const known = found.get(key)
    if (known !== undefined) return known
    const type = login.endsWith('[bot]') ? ('bot' as const) : ('user' as const)
    const account: ForgeAccount = { id: id ?? firstMade + found.size, login, type }
    found.set(key, account)
    return account
  }
  const find: CaseAccounts['find'] = (who, path) => {
    if (who.startsWith('@')) {
      const login = who.slice(1)
      for (const { value } of model.people.values()) {
        const own = value.accounts?.find((one) => one.login.toLowerCase() === login.toLowerCase())
        if (own !== undefined) return make(keyOf(own), own.login, own.id)
      }
      return make(keyOf({ login }), login, undefined)
    }
    const person = model.people.get(who)?.value
    const [account] = person?.accounts ?? []
    if (account !== undefined) return make(keyOf(account), account.login, account.id)
    const near = nearest(who, [...model.people.keys()])
    faults.push({
      path,
      what: person === undefined ? `Nobody in People has the id ${who}` : `${who} has no account in People`,
      remedy: `${near === undefined || person !== undefined ? '' : `Did you mean \`${near}\`? `}Name somebody of People, or write "@login" for an account.`,
    })
    return make(`nobody ${who}`, who, undefined)
  }
  return { find, all: () => [...found.values()], faults }
}

const keyOf = ({ id, login }: { readonly id?: number; readonly login: string }): string =>
  id === undefined ? `login ${login.toLowerCase()}` : `number ${id}`
