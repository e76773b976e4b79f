import { toMoment } from '../evidence/record.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { EvidenceSource } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { SourceUnread } from '../model/source-unread.ts'
import type { CollectedPart } from '../ports/collector.ts'
import type { HttpAnswer, SourceReader } from '../ports/source-reader.ts'
import { CheckedBytes } from '../read/import/checked-bytes.ts'
import { ImportRefused } from '../read/import/import-refused.ts'
import type { ItemsReading } from '../read/import/read-items.ts'

/** The stretch of time that is asked for, in milliseconds since 1970; of a snapshot twice the same. */
export interface SourceStretch {
  readonly fromMs: number
  readonly toMs: number
}

export interface SourceItems {
  readonly items: readonly unknown[]
  /** How it was read, and what was not. */
  readonly part: CollectedPart
}

type Http = NonNullable<EvidenceSource['http']>

/**
 * Asks a declared source, answer after answer, and makes items of what it says. A source that does not answer, or stops in the
 * middle, is unread and keeps no other out. One that answers something else than declared is refused: then the declaration is
 * wrong, and items would be, too.
 *
 * @param salt for pseudonyms of e-mail addresses
 * @throws Refusal
 */
export async function readSource(
  source: EvidenceSource,
  stretch: SourceStretch,
  salt: string,
  reader: SourceReader,
): Promise<SourceItems> {
  const { http, command } = source
  if (http !== undefined && command === undefined) return readHttp(source, http, stretch, salt, reader)
  if (command === undefined || http !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `${source.id} says ${http === undefined ? 'neither' : 'both'} \`http\` ${http === undefined ? 'nor' : 'and'} \`command\``,
      'Say one of them, or import its file with `evidence import`.',
    )
  const argv = command.arguments.map((argument) => filled(argument, stretch, (text) => text))
  const [program = ''] = argv
  const described = { source: `command ${program}`, query: argv.slice(1).join(' ') }
  const ask = () =>
    reader.command({
      id: source.id,
      argv,
      environment: command.environment ?? [],
      timeoutMs: (command.seconds ?? 60) * 1000,
    })
  return collected(described, async (take) => {
    take(await itemsOf(await ask(), source, salt))
    return undefined
  })
}

async function readHttp(
  source: EvidenceSource,
  http: Http,
  stretch: SourceStretch,
  salt: string,
  reader: SourceReader,
): Promise<SourceItems> {
  const first = pageAddress(http, stretch, http.pages === 'page' ? '1' : '')
  const ask = reader.http({ id: source.id, url: first, headers: http.headers ?? [] })
  const most = http.mostPages ?? 100
  const { origin, pathname, search } = new URL(first)
  const described = { source: `GET ${origin}${pathname}`, query: search.slice(1) }
  return collected(described, async (take) => {
    const seen = new Set<string>()
    let url: string | undefined = first
    for (let number = 1; url !== undefined; number += 1) {
      if (number > most) return `The list has more than ${most} pages.`
      if (seen.has(url)) return 'The pages of the list go in circles.'
      seen.add(url)
      const answer = await ask(url)
      const reading = await itemsOf(answer.bytes, source, salt)
      take(reading)
      url = nextAddress(http, stretch, { url, number, reading, answer })
    }
    return undefined
  })
}

/** Reads until there is no more, keeping account. */
async function collected(
  { source, query }: Pick<CollectedPart, 'source' | 'query'>,
  read: (take: (reading: ItemsReading) => void) => Promise<string | undefined>,
): Promise<SourceItems> {
  const items: unknown[] = []
  let [pages, rows] = [0, 0]
  let total: number | null = null
  const take = (reading: ItemsReading) => {
    for (const item of reading.items) items.push(item)
    pages += 1
    rows += reading.rows
    total = reading.total
  }
  let unread: string | undefined
  try {
    unread = await read(take)
  } catch (error) {
    if (!(error instanceof SourceUnread)) throw error
    unread = pages === 0 ? `It gave nothing: ${error.why}.` : `After ${pages} pages: ${error.why}.`
  }
  const isShort = total !== null && total !== rows
  const short = isShort ? `It says that there are ${total} and gave ${rows}.` : undefined
  return { items, part: { part: 'items', source, query, pages, count: rows, total, unread: unread ?? short } }
}

/** @throws Refusal that names the place in the answer and nothing of its content */
async function itemsOf(bytes: Uint8Array, source: EvidenceSource, salt: string): Promise<ItemsReading> {
  async function* whole() {
    yield bytes
  }
  const { readItems } = await import('../read/import/read-items.ts')
  try {
    return await readItems(new CheckedBytes(whole()), source, salt)
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error
    const what = error.message.slice(0, -error.remedy.length).replace(/\.\s*$/, '')
    throw new Refusal(exitStatus.notDetermined, `What ${source.id} gave is not as declared: ${what}`, error.remedy)
  }
}

interface Page {
  readonly url: string
  /** From 1. */
  readonly number: number
  readonly reading: ItemsReading
  readonly answer: HttpAnswer
}

/** @throws SourceUnread */
function nextAddress(http: Http, stretch: SourceStretch, { url, number, reading, answer }: Page): string | undefined {
  switch (http.pages ?? 'none') {
    case 'none':
      return undefined
    case 'link': {
      if (http.next === undefined) return answer.next
      if (reading.next === null) return undefined
      if (URL.canParse(reading.next, url)) return new URL(reading.next, url).href
      throw new SourceUnread('the address of the next page is none')
    }
    case 'page':
      return reading.rows === 0 ? undefined : pageAddress(http, stretch, String(number + 1))
    case 'cursor':
      return reading.next === null ? undefined : pageAddress(http, stretch, reading.next)
  }
}

/** @param place number or cursor of the page; empty for the first of a list with cursors, which then has no such parameter */
function pageAddress({ url }: Http, stretch: SourceStretch, place: string): string {
  const without = place === '' ? url.replace(/([?&])[^?&=]*=\{cursor\}(?:&|$)/, '$1').replace(/[?&]$/, '') : url
  return filled(without, stretch, encodeURIComponent).replaceAll(/\{(?:page|cursor)\}/g, () =>
    encodeURIComponent(place),
  )
}

const filled = (text: string, { fromMs, toMs }: SourceStretch, encode: (text: string) => string): string =>
  text.replaceAll('{from}', () => encode(toMoment(fromMs))).replaceAll('{to}', () => encode(toMoment(toMs)))
