/** One request to one operation, as the operation's code sees it. */
import type { Access, Need } from './access.ts'
import type { JsonObject } from './contract-file.ts'
import { notFound } from './refusal.ts'
import type { Account, Credential, Pull, Repo, Role, World } from './world.ts'

export interface Call {
  readonly world: World
  readonly credential: Credential | undefined
  readonly actor: () => Account
  /** Throws 404: an operation that has no repository in its path must not ask for it. */
  readonly repo: () => Repo
  readonly param: (name: string) => string
  readonly number: (name: string) => number
  readonly query: (name: string) => string | undefined
  readonly body: JsonObject
  /** A string of the body, or a default. */
  readonly text: (name: string, otherwise: string) => string
  /** The request's own address with other query values: for `Link`. */
  readonly address: (query: Readonly<Record<string, string>>) => string
}

export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      /** The whole list; the server cuts the page and says where the others are. */
      readonly items: readonly unknown[]
      readonly show: (page: readonly unknown[]) => unknown
      /** Where a page has another size unless asked. */
      readonly perPage?: number
    }

export interface Operation extends Access {
  /** Names of the query it heeds, besides `page` and `per_page`; others would be dropped in silence. */
  readonly query: readonly string[]
  readonly answer: (call: Call) => Answer | Promise<Answer>
}

export type Operations = Readonly<Record<string, Operation>>

/** An operation that reads; any one of the needs suffices. */
export const reads = (
  needs: readonly Need[],
  answer: Operation['answer'],
  query: readonly string[] = [],
  role: Role = 'read',
): Operation => ({ needs, role, query, answer })

/** An operation that changes something. */
export const writes = (needs: readonly Need[], role: Role, answer: Operation['answer']): Operation => ({
  needs,
  role,
  query: [],
  answer,
})

export const ok = (body: unknown, status = 200): Answer => ({ status, body })

/** @param wrap  for lists that come inside an object with their total */
export function listOf<T>(
  items: readonly T[],
  view: (item: T) => unknown,
  wrap: (shown: readonly unknown[], total: number) => unknown = (shown) => shown,
): Answer {
  return { items, show: (page) => wrap((page as readonly T[]).map(view), items.length) }
}

/** Where a page is shown at once, such as commits read by one git process. */
export const pagesOf = <T>(items: readonly T[], show: (page: readonly T[]) => unknown, perPage?: number): Answer => ({
  items,
  show: (page) => show(page as readonly T[]),
  ...(perPage === undefined ? {} : { perPage }),
})

export function pullOf(call: Call, name = 'pull_number'): Pull {
  const pull = call.repo().pulls.find((each) => each.number === call.number(name))
  if (pull === undefined) throw notFound()
  return pull
}
