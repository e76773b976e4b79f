import { sha256Hex } from '../../../evidence/attachments.ts'
import { toRecordText } from '../../../evidence/record.ts'
import type { RepositoryName } from '../../../ports/forge.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { cutText, type JsonObject, orNull, toInstant, toObject, toText } from '../json.ts'

/** What is read about: a repository, and the organisation that owns it. */
export interface CollectSubject {
  readonly repository: {
    readonly parameters: { readonly owner: string; readonly repo: string }
    readonly about: string
    /** `github.com/acme/shop` */
    readonly system: string
    /** The repository as the forge shows it. */
    readonly answer: JsonObject
  }
  /** Whether it is github.com or Enterprise Cloud, and not a server of one's own, where nobody is invited. */
  readonly isCloud: boolean
  /** undefined: a person owns it. */
  readonly organisation:
    | { readonly parameters: { readonly org: string }; readonly about: string; readonly system: string }
    | undefined
}

/** @param host `github.com`, or that of a server of one's own. @throws ForgeRefused, ForgeUnreachable */
export async function readSubject(
  session: Session,
  { owner, name }: RepositoryName,
  host: string,
): Promise<CollectSubject> {
  const asked = `${owner}/${name}`
  const { data } = await session.ask(endpoints.repository, { owner, repo: name }, asked)
  const answer = toObject(data, 'the repository')
  const holder = toObject(answer['owner'], 'the owner of the repository')
  // As it is called now: the system of the records must not depend on how it was typed.
  const login = toText(holder['login'], 'the owner of the repository', 100)
  const called = toText(answer['name'], 'the name of the repository', 100)
  const about = `${login}/${called}`
  return {
    repository: {
      parameters: { owner: login, repo: called },
      about,
      system: systemOf(host, login, called),
      answer,
    },
    isCloud: host === 'github.com' || host.endsWith('.ghe.com'),
    organisation:
      holder['type'] === 'Organization'
        ? { parameters: { org: login }, about: login, system: systemOf(host, login) }
        : undefined,
  }
}

/** Names of the forge do not differ by case; of a system there is one name. */
function systemOf(...parts: readonly string[]): string {
  const name = parts.join('/').toLowerCase()
  // Two long names must not become one.
  return name.length <= 100 ? name : `${name.slice(0, 83)}-${sha256Hex(name).slice(0, 16)}`
}

/** Text of people for an item: one line, at most `limit` characters; `-` where nothing is left. */
export const itemText = (value: unknown, what: string, limit = 200): string =>
  toRecordText(cutText(value, what, limit), limit) || '-'

/** A moment for an item, to the second. */
export const itemMoment = (value: unknown, what: string): string =>
  `${new Date(toInstant(value, what)).toISOString().slice(0, 19)}Z`

export const itemMomentOrNull = (value: unknown, what: string): string | null =>
  orNull(value, (moment) => itemMoment(moment, what))

/** Permissions as one text: `contents:write, metadata:read`. */
export const permissionsText = (value: unknown, what: string): string =>
  itemText(
    Object.entries(toObject(value, what))
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      .map(([name, level]) => `${name}:${level}`)
      .sort()
      .join(', '),
    what,
    500,
  )
