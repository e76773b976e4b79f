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
 * it with a full parser over every page of the fixtures. Its time grows with the length of the page and no faster.
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
    const definition = /^\[\^([^\]\s[]{1,100})\]:/.exec(line)
    if (definition !== null) there.add(definition[1]?.toLowerCase() ?? '')
    const pieces = piecesOf(definition === null ? line : line.slice(definition[0].length))
    const heading = /^ {0,3}(?:> ?|[-*+] |\d{1,9}[.)] )*#{1,6}(?=[ \t]|$)/.exec(line)?.[0]
    if (heading !== undefined) anchors.add(nextSlug(slugOf(line.slice(heading.length)), seen))
    for (const name of pieces.ids) anchors.add(name)
    for (const target of pieces.targets) links.push({ line: at, target })
    for (const name of pieces.footnotes) called.push({ line: at, target: name.toLowerCase() })
  }
  return { links, anchors, footnotes: { called, there } }
}

/** The name that GitHub gives to a heading: its text in lower case, without punctuation, with hyphens for spaces. */
export const slugOf = (heading: string): string => slugOfText(piecesOf(withoutClosing(heading.trim())).text.trim())

export const slugOfText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

/** `## Title ##` */
function withoutClosing(heading: string): string {
  let end = heading.length
  while (heading[end - 1] === '#') end -= 1
  return end === 0 || heading[end - 1] === ' ' || heading[end - 1] === '\t' ? heading.slice(0, end) : heading
}

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

interface Pieces {
  /** What a reader sees: no escapes, entities, elements, targets or marks of emphasis by `_`. */
  readonly text: string
  readonly targets: readonly string[]
  readonly ids: readonly string[]
  readonly footnotes: readonly string[]
}

/** Each is looked for at one place, and ends where the next one could begin. */
const forms = {
  element: /<\/?[a-z][^<>]{0,2000}>/iy,
  address: /<https?:[^<>\s]{0,2000}>/iy,
  target: /\]\([ \t]{0,9}(?:<([^<>]{0,2000})>|([^\s()<>]{1,2000}))(?:[ \t]{1,9}"[^"()]{0,500}")?[ \t]{0,9}\)/y,
  footnote: /\[\^([^\]\s[]{1,100})\]/y,
  plain: /[^\\`[\]<&_]*/y,
  entity: /&(?:#(\d{1,7})|([a-z]{2,6}));/y,
}
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

function found(form: RegExp, line: string, at: number): RegExpExecArray | null {
  form.lastIndex = at
  return form.exec(line)
}

function piecesOf(line: string): Pieces {
  const text: string[] = []
  const targets: string[] = []
  const ids: string[] = []
  const footnotes: string[] = []
  const closing = codeMarks(line)
  /** Places in `text` of marks that may begin an emphasis. */
  const opened: number[] = []
  for (let at = 0; at < line.length; ) {
    const sign = line[at] ?? ''
    if (sign === '\\' && /[!-/:-@[-`{-~]/.test(line[at + 1] ?? '')) {
      text.push(line[at + 1] ?? '')
      at += 2
      continue
    }
    if (sign === '`') {
      const [from, to, next] = codeAt(line, at, closing)
      text.push(line.slice(from, to))
      at = next
      continue
    }
    const target = sign === ']' ? found(forms.target, line, at) : null
    if (target !== null) {
      targets.push((target[1] ?? target[2] ?? '').replaceAll('\\', ''))
      at += target[0].length
      continue
    }
    const footnote = sign === '[' ? found(forms.footnote, line, at) : null
    if (footnote !== null) {
      footnotes.push(footnote[1] ?? '')
      at += footnote[0].length
      continue
    }
    const element = sign === '<' ? (found(forms.address, line, at) ?? found(forms.element, line, at)) : null
    if (element !== null) {
      const [whole] = element
      if (/^<https?:/i.test(whole)) targets.push(whole.slice(1, -1))
      else if (/^<a\s/i.test(whole)) {
        const name = /\s(?:id|name)="([^"]*)"/.exec(whole)?.[1]
        const to = /\shref="([^"]*)"/.exec(whole)?.[1]
        if (name !== undefined) ids.push(name)
        if (to !== undefined) targets.push(to)
      }
      at += whole.length
      continue
    }
    const entity = sign === '&' ? found(forms.entity, line, at) : null
    if (entity !== null) {
      const [whole, number, name = ''] = entity
      text.push(
        number === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Math.min(Number(number), 0x10ffff)),
      )
      at += whole.length
      continue
    }
    if (sign === '_') emphasis(line, at, text, opened)
    else text.push(sign)
    at += 1
    // What means nothing is taken at once.
    const plain = found(forms.plain, line, at)?.[0] ?? ''
    text.push(plain)
    at += plain.length
  }
  return { text: text.join(''), targets, ids, footnotes }
}

const isWord = (sign: string): boolean => /[\p{L}\p{N}_]/u.test(sign)
const isSpace = (sign: string): boolean => sign === '' || /\s/.test(sign)

/** A mark that ends an emphasis takes the one that began it out of the text; any other stays. */
function emphasis(line: string, at: number, text: string[], opened: number[]): void {
  const [before, after] = [line[at - 1] ?? '', line[at + 1] ?? '']
  const begun = !isSpace(before) && !isWord(after) ? opened.pop() : undefined
  if (begun !== undefined) {
    text[begun] = ''
    return
  }
  if (!isSpace(after) && !isWord(before)) opened.push(text.length)
  text.push('_')
}

/** Where runs of backticks stand, by their length, last first. */
function codeMarks(line: string): ReadonlyMap<number, number[]> {
  const marks = new Map<number, number[]>()
  for (const { 0: run, index } of line.matchAll(/`+/g)) {
    const list = marks.get(run.length)
    if (list === undefined) marks.set(run.length, [index])
    else list.push(index)
  }
  for (const list of marks.values()) list.reverse()
  return marks
}

/** The inside of a span of code that begins here, and where it goes on after it; the run itself where nothing closes it. */
function codeAt(
  line: string,
  at: number,
  closing: ReadonlyMap<number, number[]>,
): readonly [from: number, to: number, next: number] {
  let length = 1
  while (line[at + length] === '`') length += 1
  const ends = closing.get(length) ?? []
  while ((ends.at(-1) ?? line.length) <= at) ends.pop()
  const end = ends.pop()
  return end === undefined ? [at, at + length, at + length] : [at + length, end, end + length]
}
