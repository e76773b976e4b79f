/** A link of a page, as it was written. */
export interface PageLink {
  /** Line of the page, from 1. */
  readonly line: number
  readonly target: string
}

export interface PageAnatomy {
  readonly links: readonly PageLink[]
  /** What `#...` may name on it: headings as GitHub names them, and elements with an id. */
  readonly anchors: ReadonlySet<string>
  /** Footnotes that are called, and those that are there. */
  readonly footnotes: { readonly called: readonly PageLink[]; readonly there: ReadonlySet<string> }
}

/**
 * Links, anchors and footnotes of a page that this program made. It reads the Markdown that our pages are made of and no
 * more: ATX headings, inline links, fences at the start of a line, one-line code spans, backslash escapes. A test compares
 * it with a full parser over every page of the fixtures.
 */
export function anatomyOf(text: string): PageAnatomy {
  const links: PageLink[] = []
  const anchors = new Set<string>()
  const called: PageLink[] = []
  const there = new Set<string>()
  const seen = new Map<string, number>()
  let fence = ''
  for (const [index, line] of text.split('\n').entries()) {
    const marks = /^(?:`{3,}|~{3,})/.exec(line)?.[0] ?? ''
    if (fence !== '') {
      if (marks.startsWith(fence) && line.trim() === marks) fence = ''
      continue
    }
    if (marks !== '') {
      fence = marks
      continue
    }
    const at = index + 1
    const heading = /^ {0,3}(?:> ?|[-*+] |\d{1,9}[.)] )*#{1,6}[ \t]+(.*)$/.exec(line)?.[1]
    if (heading !== undefined) anchors.add(nextSlug(slugOf(heading), seen))
    const bare = withoutCode(line)
    for (const [, name = ''] of bare.matchAll(/<a\b[^>]*?\b(?:id|name)="([^"]*)"/g)) anchors.add(name)
    for (const [, target = ''] of bare.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) links.push({ line: at, target })
    for (const [, pointed, plain] of bare.matchAll(inlineTarget))
      links.push({ line: at, target: (pointed ?? plain ?? '').replaceAll('\\', '') })
    const definition = /^\[\^([^\]\s]+)\]:/.exec(bare)?.[1]
    if (definition !== undefined) there.add(definition.toLowerCase())
    for (const [, name = ''] of bare
      .slice(definition === undefined ? 0 : definition.length + 4)
      .matchAll(/\[\^([^\]\s]+)\]/g))
      called.push({ line: at, target: name.toLowerCase() })
  }
  return { links, anchors, footnotes: { called, there } }
}

/** `](<target>)`, `](target)` and `](target "title")`. */
const inlineTarget = /\]\([ \t]*(?:<([^<>]*)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*))(?:[ \t]+"[^"]*")?[ \t]*\)/g

/** The line with spans of code and escaped brackets blanked: what stands there is no link. */
const withoutCode = (line: string): string =>
  line.replace(/\\[\\[\]`<>!]/g, '  ').replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, (span) => ' '.repeat(span.length))

/** The name that GitHub gives to a heading: its text in lower case, without punctuation, with hyphens for spaces. */
export const slugOf = (heading: string): string => slugOfText(textOfHeading(heading))

export const slugOfText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

/** Headings of one name are told apart by a number. */
function nextSlug(slug: string, seen: Map<string, number>): string {
  let count = seen.get(slug)
  if (count === undefined) {
    seen.set(slug, 0)
    return slug
  }
  let name: string
  do {
    count += 1
    name = `${slug}-${count}`
  } while (seen.has(name))
  seen.set(slug, count)
  seen.set(name, 0)
  return name
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

/** What a reader sees of a heading: no escapes, entities, links, elements or marks of emphasis. */
const textOfHeading = (heading: string): string =>
  heading
    .replace(/[ \t]+#+[ \t]*$/, '')
    .replace(/(?<!\\)\[((?:\\.|[^[\]])*)\]\((?:<[^<>]*>|[^\s()]*)\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/(?<![\\\p{L}\p{N}_])(_{1,3})(?=[^\s_])(.*?[^\s_\\])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(?:#(\d{1,7})|([a-z]+));/g, (whole, number?: string, name?: string) =>
      number === undefined ? (entities[name ?? ''] ?? whole) : String.fromCodePoint(Math.min(Number(number), 0x10ffff)),
    )
    .trim()
