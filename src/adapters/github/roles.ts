import type { ForgeAccount, PullRequestFacts } from '../../model/facts.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, type JsonObject, toId, toObject } from './json.ts'
import { pagesOf } from './pages.ts'
import type { PullPlace } from './pull-question.ts'

type Permission = PullRequestFacts['permissions'][number]
type Role = Permission['role']

const roles = new Map<unknown, Role>([
  ['admin', 'admin'],
  ['maintain', 'maintain'],
  ['write', 'write'],
  ['triage', 'triage'],
  ['read', 'read'],
  ['none', 'none'],
])

/** So few accounts are asked for one by one; for more the list of collaborators is begun first. */
const few = 1

/**
 * What each of the accounts may do now, in their order; `unknown` where it was not to be read. The list of collaborators names
 * a hundred in one request, but only whoever may write can read it, and strangers are not in it: whoever it does not name is
 * asked for alone. So nobody has no role because a list was short.
 */
export async function readRoles(
  session: Session,
  place: PullPlace,
  accounts: readonly ForgeAccount[],
): Promise<readonly Permission[]> {
  const listed = accounts.length > few ? await listedRoles(session, place, accounts) : new Map<number, Role>()
  return await Promise.all(
    accounts.map(async (account) => ({
      account,
      role: listed.get(account.id) ?? (await readRole(session, place, account)),
    })),
  )
}

/** Roles by id of those whom the list names, as far as it is worth its requests. */
async function listedRoles(
  session: Session,
  { parameters, about }: PullPlace,
  accounts: readonly ForgeAccount[],
): Promise<ReadonlyMap<number, Role>> {
  const wanted = new Set(accounts.map(({ id }) => id))
  const found = new Map<number, Role>()
  let pages = 0
  try {
    const question = { endpoint: endpoints.collaborators, parameters: { ...parameters, affiliation: 'all' }, about }
    for await (const entries of pagesOf(session, question)) {
      pages += 1
      for (const entry of entries.map((value) => toObject(value, 'a collaborator'))) {
        const id = toId(entry['id'], 'the id of a collaborator')
        if (wanted.has(id)) found.set(id, found.has(id) ? 'unknown' : listedRole(entry))
      }
      const left = wanted.size - found.size
      if (left <= few || pages >= left) break
    }
  } catch (error) {
    // What was read before stands; the rest is asked for alone.
    if (!(error instanceof ForgeRefused) && !(error instanceof ForgeUnreachable)) throw error
  }
  return new Map([...found].filter(([, role]) => role !== 'unknown'))
}

/** `role_name` is the highest role of all grants; one of the organisation's own counts as the base that the flags give. */
function listedRole({ role_name: name, permissions }: JsonObject): Role {
  const role = roles.get(name)
  if (role !== undefined) return role
  if (typeof name !== 'string' || name === '' || !isObject(permissions)) return 'unknown'
  if (permissions['admin'] === true) return 'admin'
  if (permissions['maintain'] === true) return 'maintain'
  if (permissions['push'] === true) return 'write'
  if (permissions['triage'] === true) return 'triage'
  return permissions['pull'] === true ? 'read' : 'unknown'
}

/** What one account may do now. */
export async function readRole(
  session: Session,
  { parameters, about }: Pick<PullPlace, 'parameters' | 'about'>,
  account: ForgeAccount,
): Promise<Role> {
  try {
    const { data } = await session.ask(endpoints.role, { ...parameters, username: account.login }, about)
    return toRole(toObject(data, 'a permission'), account)
  } catch (error) {
    // The machine account of an App is no user here. A person who was just named by the forge is: then the 404 means that the
    // token may not see, and an objection must not lose its weight by it.
    if (error instanceof ForgeRefused) return error.status === 404 && account.type === 'bot' ? 'none' : 'unknown'
    if (error instanceof ForgeUnreachable) return 'unknown'
    throw error
  }
}

/**
 * `role_name` is the role itself; `permission` folds maintain into write and triage into read. A role of the organisation's own
 * is counted as the base role that `permission` gives for it. The answer must be about the same account: a login can have
 * changed hands since the review.
 */
function toRole({ role_name: name, permission, user }: JsonObject, account: ForgeAccount): Role {
  if (isObject(user) && user['id'] !== account.id) return 'unknown'
  const role = roles.get(name)
  if (role !== undefined) return role
  return typeof name === 'string' && name !== '' ? (roles.get(permission) ?? 'unknown') : 'unknown'
}
