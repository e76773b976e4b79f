import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { Parameters, Session } from './client.ts'
import type { Endpoint } from './endpoints.ts'
import { type JsonObject, malformed, toCount, toId, toList, toObject } from './json.ts'

export interface ListQuestion {
  readonly endpoint: Endpoint
  readonly parameters: Parameters
  /** For the message of an error: `acme/shop#7`. */
  readonly about: string
  /** Where the entries lie in an answer; default: the answer is the list. */
  readonly entriesOf?: (data: unknown) => unknown
  /** Lists by cursor (`after=`) have no page numbers, and their last page may be empty. */
  readonly byCursor?: boolean
}

const perPage = 100

/**
 * The pages of a list, 100 entries each, by the `next` links of the answers (their path is not the one that was asked for:
 * GitHub links `/repositories/{id}/...`). A full page without any link is followed by one more question, for a proxy may drop
 * the header; a last page has links too, to those before it.
 * @throws ForgeRefused, ForgeUnreachable also where the chain of pages is broken: an empty page in it, the same page again,
 * or no end. A list that was begun and not finished is never given.
 */
export async function* pagesOf(session: Session, question: ListQuestion): AsyncGenerator<readonly unknown[]> {
  const { endpoint, parameters, about, entriesOf = (data: unknown) => data, byCursor = false } = question
  const broken = (why: string) => new ForgeUnreachable(`completely when asked to ${endpoint.ask} (${about}): ${why}`)
  const seen = new Set<string>()
  let next: string | undefined
  for (let page = 1; ; page += 1) {
    if (page > session.limits.pages) throw broken(`the list has more than ${session.limits.pages * perPage} entries`)
    const answer =
      next === undefined
        ? await session.ask(endpoint, { ...parameters, per_page: perPage, ...(page === 1 ? {} : { page }) }, about)
        : await session.follow(endpoint, next, about)
    const entries = toList(entriesOf(answer.data), `the answer when asked to ${endpoint.ask}`)
    if (entries.length > perPage) throw broken('a page has more entries than were asked for')
    const linked = nextLink(answer.link)
    const promised = page > 1 && next !== undefined
    if (entries.length === 0 && !byCursor && (promised || linked !== undefined)) throw broken('a page came back empty')
    yield entries
    if (linked === undefined && (byCursor || entries.length < perPage || answer.link !== '')) return
    if (linked !== undefined && seen.has(linked)) throw broken('its pages go in circles')
    if (linked !== undefined) seen.add(linked)
    next = linked
  }
}

/** Every entry of a list, to its last page. */
export async function wholeList(session: Session, question: ListQuestion): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for await (const entries of pagesOf(session, question)) all.push(...entries)
  return all
}

/**
 * Every entry of a list that comes inside an object with its total, to its last page.
 * @param name of the list in the object
 * @throws ForgeRefused, ForgeUnreachable also where the list is not as long as its total, or names something twice
 */
export async function countedList(
  session: Session,
  question: ListQuestion,
  name: string,
): Promise<readonly JsonObject[]> {
  let total = 0
  const entriesOf = (data: unknown) => {
    const answer = toObject(data, `the answer when asked to ${question.endpoint.ask}`)
    total = toCount(answer['total_count'], 'its total')
    return answer[name]
  }
  const entries = (await wholeList(session, { ...question, entriesOf })).map((entry) => toObject(entry, 'an entry'))
  const different = new Set(entries.map(({ id }) => toId(id, 'the id of an entry'))).size
  if (entries.length !== total || different !== total) throw malformed('the list', 'as long as it says')
  return entries
}

/** The address with `rel="next"` of a `Link` header (RFC 8288). */
export function nextLink(header: string): string | undefined {
  for (const part of header.slice(0, 10_000).split(/,\s*(?=<)/)) {
    const link = /^<([^<>]*)>\s*((?:;[^,]*)?)$/.exec(part.trim())
    const relations = (link?.[2] ?? '').split(';').flatMap((parameter) => {
      const [name = '', value = ''] = parameter.split('=')
      return name.trim() === 'rel' ? value.replaceAll('"', '').trim().split(/\s+/) : []
    })
    if (relations.includes('next')) return link?.[1]
  }
  return undefined
}
