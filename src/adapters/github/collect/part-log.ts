import { ForgeRefused, ForgeUnreachable } from '../../../model/forge-fault.ts'
import type { CollectedPart } from '../../../ports/collector.ts'
import type { Parameters, Session } from '../client.ts'
import type { Endpoint } from '../endpoints.ts'
import { toCount, toObject } from '../json.ts'
import { pagesOf } from '../pages.ts'
import { sentenceOf } from '../reading.ts'

export interface PartQuestion<T> {
  /** Readings of the same name are counted as one part. */
  readonly part: string
  readonly endpoint: Endpoint
  readonly parameters: Parameters
  readonly about: string
  readonly parse: (entry: unknown) => T
}

export interface ListPart<T> extends PartQuestion<T> {
  /** Name of the list in an answer that comes with its total; left out: the answer is the list. */
  readonly list?: string
  readonly byCursor?: boolean
}

/** Entries of a part, as far as they came. */
export interface PartEntries<T> {
  readonly entries: readonly T[]
  readonly isWhole: boolean
}

/** Reads part after part and keeps account of it: what was asked, how much came, and what could not be read and why. */
export interface PartLog {
  list<T>(question: ListPart<T>): Promise<PartEntries<T>>
  /** A single object; undefined where it could not be read. @param by asks instead of the session of the log */
  one<T>(question: PartQuestion<T>, by?: Pick<Session, 'ask'>): Promise<T | undefined>
  /** In the order of their names. */
  parts(): readonly CollectedPart[]
}

export function partLog(session: Session): PartLog {
  const parts = new Map<string, CollectedPart>()

  function note(question: PartQuestion<unknown>, read: Pick<CollectedPart, 'pages' | 'count' | 'total' | 'unread'>) {
    const { part, endpoint, parameters } = question
    const made: CollectedPart = { part, source: endpoint.route, query: queryOf(endpoint, parameters), ...read }
    const known = parts.get(part)
    parts.set(part, known === undefined ? made : together(known, made))
  }

  return {
    async list({ list, byCursor = false, ...question }) {
      const { endpoint, parameters, about, parse } = question
      const entries: ReturnType<typeof parse>[] = []
      let pages = 0
      let total: number | null = null
      const entriesOf = (data: unknown) => {
        if (list === undefined) return data
        const answer = toObject(data, `the answer when asked to ${endpoint.ask}`)
        total = toCount(answer['total_count'], 'its total')
        return answer[list]
      }
      const unread = await faultIn(async () => {
        for await (const page of pagesOf(session, { endpoint, parameters, about, entriesOf, byCursor })) {
          entries.push(...page.map(parse))
          pages += 1
        }
        return total === null || total === entries.length
          ? undefined
          : `The forge says that there are ${total} and gave ${entries.length}.`
      })
      note(question, { pages, count: entries.length, total, unread })
      return { entries, isWhole: unread === undefined }
    },

    async one(question, by = session) {
      const { endpoint, parameters, about, parse } = question
      let found: { readonly value: ReturnType<typeof parse> } | undefined
      const unread = await faultIn(async () => {
        found = { value: parse((await by.ask(endpoint, parameters, about)).data) }
        return undefined
      })
      const count = found === undefined ? 0 : 1
      note(question, { pages: count, count, total: null, unread })
      return found?.value
    },

    parts: () => [...parts.values()].sort((a, b) => (a.part < b.part ? -1 : 1)),
  }
}

async function faultIn(read: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return sentenceOf(error)
    throw error
  }
}

function together(one: CollectedPart, other: CollectedPart): CollectedPart {
  return {
    ...one,
    // Of several things the same was asked: what they have in common is said.
    query: one.query === other.query ? one.query : common(one.query, other.query),
    pages: one.pages + other.pages,
    count: one.count + other.count,
    total: one.total === null || other.total === null ? null : one.total + other.total,
    unread: one.unread ?? other.unread,
  }
}

const common = (one: string, other: string) => {
  const theirs = new Set(other.split(' '))
  return one
    .split(' ')
    .filter((pair) => theirs.has(pair))
    .join(' ')
}

/** `org=acme role=admin`: parameters of the path first, as the route has them. */
function queryOf({ route }: Endpoint, parameters: Parameters): string {
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const names = [...inPath, ...Object.keys(parameters).filter((name) => !inPath.includes(name))]
  return names
    .flatMap((name) =>
      parameters[name] === undefined ? [] : [`${name}=${encodeURIComponent(String(parameters[name]))}`],
    )
    .join(' ')
}
