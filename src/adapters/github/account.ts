import type { ForgeAccount } from '../../model/facts.ts'
import { isObject, toId, toObject, toText } from './json.ts'

const types = new Map<unknown, ForgeAccount['type']>([
  ['User', 'user'],
  ['Bot', 'bot'],
  ['App', 'bot'],
  ['Organization', 'organization'],
])

/**
 * An account, or null where there is none: deleted accounts come as null or as the placeholder `ghost`, commits without an
 * account as null or `{}`. A type that is not known (`Mannequin`: an imported author) is `other`. Only id, login and type are
 * taken: name and e-mail address stay behind.
 * @throws ForgeUnreachable where it is something else
 */
export function toAccount(value: unknown, what: string): ForgeAccount | null {
  if (value === null || value === undefined) return null
  const account = toObject(value, what)
  if (Object.keys(account).length === 0) return null
  const login = toText(account['login'], `the login of ${what}`, 100)
  if (login.toLowerCase() === 'ghost') return null
  return { id: toId(account['id'], `the id of ${what}`), login, type: types.get(account['type']) ?? 'other' }
}

/** The account of an entry of a list that names somebody, for example an event: `{"actor": {...}}`. */
export const accountIn = (entry: unknown, key: string, what: string): ForgeAccount | null =>
  toAccount(isObject(entry) ? entry[key] : undefined, what)
