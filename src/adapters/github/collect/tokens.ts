import type { TokenItem } from '../../../model/dataset-items.ts'
import type { Session } from '../client.ts'
import { type Endpoint, endpoints } from '../endpoints.ts'
import { isObject, orNull, toBoolean, toId, toObject } from '../json.ts'
import { type PartLog, partLog } from './part-log.ts'
import { type CollectSubject, itemMoment, itemMomentOrNull, itemText, permissionsText } from './subject.ts'
import type { SystemReading } from './system-reading.ts'

/** Keys, Apps, fine-grained tokens and the names of secrets: what can act without a person. Never what they hold. */
export async function readTokens(session: Session, subject: CollectSubject): Promise<readonly SystemReading[]> {
  const [organisation, repository] = await Promise.all([
    subject.organisation === undefined ? undefined : readOfOrganisation(session, subject.organisation),
    readOfRepository(session, subject),
  ])
  return organisation === undefined ? [repository] : [organisation, repository]
}

async function readOfOrganisation(
  session: Session,
  { parameters, about, system }: NonNullable<CollectSubject['organisation']>,
): Promise<SystemReading> {
  const log = partLog(session)
  const lists = await Promise.all([
    log.list({
      part: 'installed Apps',
      endpoint: endpoints.installations,
      parameters,
      about,
      list: 'installations',
      parse: toInstallation,
    }),
    log.list({ part: 'fine-grained tokens', endpoint: endpoints.tokenGrants, parameters, about, parse: toGrant }),
    readSecrets(log, {
      part: 'secrets',
      of: 'organisation',
      endpoint: endpoints.secretsOfOrganisation,
      parameters,
      about,
    }),
  ])
  return { system, items: lists.flatMap(({ entries }) => entries), parts: log.parts() }
}

async function readOfRepository(
  session: Session,
  { organisation, repository }: CollectSubject,
): Promise<SystemReading> {
  const log = partLog(session)
  const { parameters, about, system } = repository
  const environments = await log.list({
    part: 'environments',
    endpoint: endpoints.environments,
    parameters,
    about,
    list: 'environments',
    parse: (entry) => itemText(toObject(entry, 'an environment')['name'], 'the name of an environment'),
  })
  const lists = await Promise.all([
    log.list({ part: 'deploy keys', endpoint: endpoints.deployKeys, parameters, about, parse: toDeployKey }),
    readSecrets(log, { part: 'secrets', of: 'repository', endpoint: endpoints.repositorySecrets, parameters, about }),
    ...(organisation === undefined
      ? []
      : [
          readSecrets(log, {
            part: 'secrets shared by the organisation',
            of: 'shared',
            endpoint: endpoints.organisationSecrets,
            parameters,
            about,
          }),
        ]),
    ...environments.entries.map((name) =>
      readSecrets(log, {
        part: 'secrets of environments',
        of: `environment/${name}`,
        endpoint: endpoints.environmentSecrets,
        parameters: { ...parameters, environment_name: name },
        about: `${about}, environment ${name}`,
      }),
    ),
  ])
  return { system, items: lists.flatMap(({ entries }) => entries), parts: log.parts() }
}

interface SecretsQuestion {
  readonly part: string
  /** Whose, as ids and roles have it. */
  readonly of: string
  readonly endpoint: Endpoint
  readonly parameters: Readonly<Record<string, string>>
  readonly about: string
}

const readSecrets = (log: PartLog, { of, ...question }: SecretsQuestion) =>
  log.list({
    ...question,
    list: 'secrets',
    parse: (entry): TokenItem => {
      const { name, updated_at: updatedAt } = toObject(entry, 'a secret')
      const called = itemText(name, 'the name of a secret')
      return {
        id: idText(`${of}/${called}`),
        name: called,
        account: null,
        role: of,
        kind: 'secret',
        // A new value makes it another secret: what counts is how old the value is.
        createdAt: itemMoment(updatedAt, 'when a secret was set'),
        lastUsedAt: null,
        expiresAt: null,
        status: 'active',
      }
    },
  })

/** Names of environments may have any character, ids of items only visible ones. */
const idText = (text: string): string => encodeURI(text).slice(0, 200)

function toDeployKey(entry: unknown): TokenItem {
  const key = toObject(entry, 'a deploy key')
  return {
    id: String(toId(key['id'], 'the id of a deploy key')),
    name: itemText(key['title'], 'the title of a deploy key'),
    account: orNull(key['added_by'], (login) => itemText(login, 'who added a deploy key')),
    role: toBoolean(key['read_only'], 'whether a deploy key may only read') ? 'read' : 'write',
    kind: 'deploy-key',
    createdAt: itemMoment(key['created_at'], 'when a deploy key was added'),
    lastUsedAt: itemMomentOrNull(key['last_used'], 'when a deploy key was used'),
    expiresAt: null,
    status: key['enabled'] === false ? 'revoked' : 'active',
  }
}

function toInstallation(entry: unknown): TokenItem {
  const app = toObject(entry, 'an installed App')
  return {
    id: String(toId(app['id'], 'the id of an installation')),
    name: itemText(app['app_slug'] ?? String(app['app_id']), 'the name of an App'),
    account: null,
    role: permissionsText(app['permissions'], 'the permissions of an App'),
    kind: 'app',
    createdAt: itemMoment(app['created_at'], 'when an App was installed'),
    lastUsedAt: null,
    expiresAt: null,
    status: app['suspended_at'] === null || app['suspended_at'] === undefined ? 'active' : 'revoked',
  }
}

function toGrant(entry: unknown): TokenItem {
  const grant = toObject(entry, 'a fine-grained token')
  const owner = toObject(grant['owner'], 'the owner of a token')
  const permissions = toObject(grant['permissions'], 'the permissions of a token')
  const levels = ['organization', 'repository', 'other'].flatMap((part) =>
    isObject(permissions[part]) ? Object.entries(permissions[part]) : [],
  )
  return {
    id: String(toId(grant['token_id'], 'the id of a token')),
    name: itemText(grant['token_name'], 'the name of a token'),
    account: itemText(owner['login'], 'the owner of a token'),
    role: permissionsText(Object.fromEntries(levels), 'the permissions of a token'),
    kind: 'api-token',
    createdAt: itemMoment(grant['access_granted_at'], 'when a token was let in'),
    lastUsedAt: itemMomentOrNull(grant['token_last_used_at'], 'when a token was used'),
    expiresAt: itemMomentOrNull(grant['token_expires_at'], 'when a token expires'),
    status: toBoolean(grant['token_expired'], 'whether a token has expired') ? 'expired' : 'active',
  }
}
