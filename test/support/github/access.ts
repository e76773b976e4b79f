/** Who may do what: tokens, roles and an installation's permissions, refused as GitHub refuses. */
import { notFound, Refusal } from './refusal.ts'
import {
  type Account,
  type Credential,
  type PermissionLevel,
  type Repo,
  type Role,
  roleOf,
  roleReaches,
  type World,
} from './world.ts'

/** Any one of these lets an installation in, such as `contents:read`. */
export type Need = `${string}:${PermissionLevel}`

export interface Access {
  readonly needs: readonly Need[]
  /** The role a person needs in the repository. */
  readonly role: Role
}

const RANK: Readonly<Record<PermissionLevel, number>> = { read: 1, write: 2, admin: 3 }

/** These are never open to everybody, not even to read and not even of a public repository. */
const NEVER_PUBLIC = new Set([
  'administration',
  'members',
  'organization_administration',
  'organization_personal_access_tokens',
  'organization_secrets',
  'actions_variables',
  'vulnerability_alerts',
  'security_events',
  'secret_scanning_alerts',
])

export const mayDo = (credential: Credential, need: Need): boolean => {
  if (credential.kind === 'user') return true
  const [name = '', level = 'read'] = need.split(':') as [string, PermissionLevel]
  // Every installation may read metadata.
  if (name === 'metadata' && level === 'read') return true
  const given = credential.permissions[name]
  return given !== undefined && RANK[given] >= RANK[level]
}

/** Undefined for a request without a token. Throws 401 for one that is not known. */
export function credentialOf(world: World, header: string | undefined): Credential | undefined {
  if (header === undefined) return undefined
  const [scheme = '', value = ''] = header.split(/\s+/)
  const kind = scheme.toLowerCase()
  // Git clients send the token as the password of any user, API clients as a bearer.
  const token =
    kind === 'basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : value
  const found = ['bearer', 'token', 'basic'].includes(kind) ? world.tokens.get(token) : undefined
  if (found === undefined) throw new Refusal(401, 'Bad credentials')
  return found
}

/** A repository one may not see does not exist. */
export function seenRepo(world: World, repo: Repo | undefined, credential: Credential | undefined): Repo {
  if (repo === undefined) throw notFound()
  if (!repo.private) return repo
  if (credential === undefined) throw notFound()
  if (credential.kind === 'installation') {
    if (credential.repositories !== undefined && !credential.repositories.has(repo.id)) throw notFound()
    return repo
  }
  if (roleOf(world, repo, credential.account) === 'none') throw notFound()
  return repo
}

/** Throws 401, 403 or 404 as GitHub would. */
export function demand(
  world: World,
  { needs, role }: Access,
  credential: Credential | undefined,
  repo: Repo | undefined,
): void {
  const reading = needs.every((need) => need.endsWith(':read'))
  const open =
    reading &&
    (repo === undefined || !repo.private) &&
    !needs.some((need) => NEVER_PUBLIC.has(need.split(':')[0] ?? ''))
  if (credential === undefined) {
    if (open) return
    throw new Refusal(401, 'Requires authentication')
  }
  if (credential.kind === 'installation') {
    const covered = repo === undefined || credential.repositories === undefined || credential.repositories.has(repo.id)
    if (needs.length === 0 || open || (covered && needs.some((need) => mayDo(credential, need)))) return
    throw new Refusal(403, 'Resource not accessible by integration', {
      headers: { 'x-accepted-github-permissions': needs.map((need) => need.replace(':', '=')).join('; ') },
    })
  }
  if (repo === undefined || roleReaches(roleOf(world, repo, credential.account), role)) return
  throw new Refusal(
    403,
    role === 'admin' ? 'Must have admin rights to Repository.' : 'Must have push access to repository',
  )
}

export function actorOf(credential: Credential | undefined): Account {
  if (credential === undefined) throw new Refusal(401, 'Requires authentication')
  return credential.account
}
