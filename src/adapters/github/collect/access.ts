import type { AccessListItem } from '../../../model/dataset-items.ts'
import type { ForgeAccount } from '../../../model/facts.ts'
import { toAccount } from '../account.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, malformed, orNull, toId, toObject, toText } from '../json.ts'
import { type PartEntries, type PartLog, partLog } from './part-log.ts'
import { type CollectSubject, itemMomentOrNull, itemText } from './subject.ts'
import type { SystemReading } from './system-reading.ts'

/** Whether an account has a second factor; null where that could not be read. */
type SecondFactor = (account: ForgeAccount) => boolean | null

/** Who may do what: the organisation's members, guests and invited, and the collaborators of the repository. */
export async function readAccess(session: Session, subject: CollectSubject): Promise<readonly SystemReading[]> {
  const { organisation, repository } = subject
  const inside = organisation === undefined ? undefined : await readOrganisation(session, organisation, subject.isCloud)
  const hasFactor: SecondFactor = inside?.hasFactor ?? (() => null)
  const log = partLog(session)
  const ask = (affiliation: 'all' | 'outside') =>
    log.list({
      part: affiliation === 'all' ? 'collaborators' : 'collaborators from outside',
      endpoint: endpoints.collaborators,
      parameters: { ...repository.parameters, affiliation },
      about: repository.about,
      parse: (entry) => {
        const { role_name: role, permissions } = toObject(entry, 'a collaborator')
        const isAdmin = isObject(permissions) ? permissions['admin'] : undefined
        return {
          account: accountOf(entry, 'a collaborator'),
          role: itemText(role, 'the role of a collaborator'),
          isAdmin: typeof isAdmin === 'boolean' ? isAdmin : null,
        }
      },
    })
  const [all, outside] = await Promise.all([
    ask('all'),
    organisation === undefined ? { entries: [], isWhole: true } : ask('outside'),
  ])
  const guests = new Set(outside.entries.map(({ account }) => account.id))
  const items = all.entries.map(({ account, role, isAdmin }) =>
    item(account, role, { privileged: isAdmin, mfa: hasFactor(account), isGuest: guests.has(account.id) }),
  )
  return [...(inside === undefined ? [] : [inside]), { system: repository.system, items, parts: log.parts() }]
}

async function readOrganisation(
  session: Session,
  { parameters, about, system }: NonNullable<CollectSubject['organisation']>,
  isCloud: boolean,
): Promise<SystemReading & { readonly hasFactor: SecondFactor }> {
  const log = partLog(session)
  const parse = (entry: unknown) => accountOf(entry, 'a member of the organisation')
  const members = (part: string, more: object) =>
    log.list({ part, endpoint: endpoints.members, parameters: { ...parameters, ...more }, about, parse })
  const guests = (part: string, more: object) =>
    log.list({ part, endpoint: endpoints.outsideCollaborators, parameters: { ...parameters, ...more }, about, parse })
  const [owners, ordinary, membersWithout, outside, outsideWithout, invited] = await Promise.all([
    members('owners', { role: 'admin' }),
    members('members', { role: 'member' }),
    members('members without a second factor', { filter: '2fa_disabled' }),
    guests('outside collaborators', {}),
    guests('outside collaborators without a second factor', { filter: '2fa_disabled' }),
    isCloud ? readInvited(log, { parameters, about }) : { entries: [] },
  ])
  const factors = new Map([
    ...factorsOf([...owners.entries, ...ordinary.entries], membersWithout),
    ...factorsOf(outside.entries, outsideWithout),
  ])
  const hasFactor: SecondFactor = ({ id }) => factors.get(id) ?? null
  const rows = (accounts: readonly ForgeAccount[], role: string, privileged: boolean, isGuest: boolean) =>
    accounts.map((account) => item(account, role, { privileged, mfa: hasFactor(account), isGuest }))
  return {
    system,
    items: [
      ...rows(owners.entries, 'owner', true, false),
      ...rows(ordinary.entries, 'member', false, false),
      ...rows(outside.entries, 'outside collaborator', false, true),
      ...invited.entries,
    ],
    parts: log.parts(),
    hasFactor,
  }
}

/** Absence from a list says something only where the list was read to its end. */
const factorsOf = (accounts: readonly ForgeAccount[], without: PartEntries<ForgeAccount>) => {
  const lacking = new Set(without.entries.map(({ id }) => id))
  return accounts.flatMap(({ id }): [number, boolean][] =>
    lacking.has(id) ? [[id, false]] : without.isWhole ? [[id, true]] : [],
  )
}

const roleNames = new Map<unknown, string>([
  ['direct_member', 'member'],
  ['admin', 'owner'],
  ['billing_manager', 'billing manager'],
])

/** Who was invited by e-mail has no account yet: the address stays behind, and the invitation has a number. */
const readInvited = (log: PartLog, where: { readonly parameters: { readonly org: string }; readonly about: string }) =>
  log.list({
    part: 'invitations',
    endpoint: endpoints.invitations,
    ...where,
    parse: (entry): AccessListItem => {
      const { id, login, role, created_at: createdAt } = toObject(entry, 'an invitation')
      return {
        account: orNull(login, (name) => loginOf(name)) ?? `invitation:${toId(id, 'the id of an invitation')}`,
        role: roleNames.get(role) ?? itemText(role, 'the role of an invitation'),
        scope: null,
        kind: 'unknown',
        status: 'invited',
        privileged: role === 'admin',
        mfa: null,
        createdAt: itemMomentOrNull(createdAt, 'when somebody was invited'),
        lastUsedAt: null,
      }
    },
  })

function accountOf(entry: unknown, what: string): ForgeAccount {
  const account = toAccount(entry, what)
  if (account === null) throw malformed(what, 'an account')
  return { ...account, login: loginOf(account.login) }
}

function loginOf(value: unknown): string {
  const login = toText(value, 'a login', 100)
  if (/^[A-Za-z0-9._@+[\]:/-]+$/.test(login)) return login
  throw malformed('a login', 'one of letters, digits, dots, hyphens and underscores')
}

const kinds = { user: 'person', bot: 'service', organization: 'unknown', other: 'unknown' } as const

const item = (
  { login, type }: ForgeAccount,
  role: string,
  { privileged, mfa, isGuest }: Pick<AccessListItem, 'privileged' | 'mfa'> & { readonly isGuest: boolean },
): AccessListItem => ({
  account: login,
  role,
  scope: null,
  kind: isGuest && type === 'user' ? 'guest' : kinds[type],
  status: 'active',
  privileged,
  mfa,
  createdAt: null,
  lastUsedAt: null,
})
