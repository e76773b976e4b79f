import { inlineText } from '../model/markdown-text.ts'
import { visible } from '../model/visible-text.ts'

/** Fences that GitHub does not show as text but draws. */
const drawn = new Set(['mermaid', 'math', 'geojson', 'topojson', 'stl'])
/** Marks of quotes and lists at the start of a line, nested ones included. */
const containers = /^((?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)(.*)$/s

/**
 * The Markdown of a policy as a part of a page of ours: what it says stays, and it can do nothing else. Raw HTML is shown
 * as text, links go to http(s), mail or a heading, images become links, headings stand below the page's own, nobody is
 * called, every fence is closed.
 *
 * It does not depend on where a full parser would see code: only fences at the very start of a line, which no list or quote
 * can contain, are kept as they are. All other code is shown escaped, so a disagreement can never let HTML through.
 *
 * @param under level of the page's heading that it stands under: every heading of the text is lower than that
 */
export function sanitiseMarkdown(text: string, under: number): string {
  const lines = visible(text.replace(/\r\n?/g, '\n')).split('\n')
  const result: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const fence = /^(`{3,}|~{3,}(?!~))([^`]*)$/.exec(line)
    if (fence !== null) {
      const [, marks = '', info = ''] = fence
      const end = closingFence(lines, at + 1, marks)
      result.push(...fenced(lines.slice(at + 1, end), info))
      at = end
      continue
    }
    if (isUnderline(line)) result.push(...underlined(result, line, under))
    else result.push(textLine(line, under))
  }
  return result.join('\n').replace(/(?<!\n)\n+$/, '')
}

/** Index of the line that closes a fence, or of the end: an open fence goes on to the end of the text. */
function closingFence(lines: readonly string[], from: number, marks: string): number {
  const closes = new RegExp(`^ {0,3}${marks[0] === '~' ? '~' : '`'}{${marks.length},}[ \\t]*$`)
  const found = lines.findIndex((line, index) => index >= from && closes.test(line))
  return found === -1 ? lines.length : found
}

/** A fence longer than any run of marks inside, so that nothing inside can close it. */
function fenced(lines: readonly string[], info: string): readonly string[] {
  let longest = 2
  for (const line of lines) for (const [run] of line.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const marks = '`'.repeat(longest + 1)
  const language = /^[ \t]*([A-Za-z0-9+#.-]{1,20})/.exec(info)?.[1]?.toLowerCase() ?? ''
  return [`${marks}${drawn.has(language) ? '' : language}`, ...lines, marks]
}

/** A row of `=` or `-` alone: it would make a heading of the line before. */
const isUnderline = (line: string): boolean => /^ {0,3}(?:=+|-+)[ \t]*$/.test(line)

/** As a heading of our own level where the line before is plain text; else a rule, or the characters themselves. */
function underlined(result: string[], line: string, under: number): readonly string[] {
  const before = result.at(-1) ?? ''
  const isSingle = (result.at(-2) ?? '') === '' && /^[A-Za-z0-9\u0080-\uffff\\<&]/.test(before)
  if (isSingle && !/^\d{1,9}[.)]/.test(before)) {
    result.pop()
    return [`${'#'.repeat(levelOf(line.trimStart().startsWith('=') ? 1 : 2, under))} ${before}`]
  }
  return /^ {0,3}-{3,}/.test(line) ? ['', '* * *', ''] : [`\\${line.trim()}`]
}

/** `#` and `##` both become the first level below the page's heading: a text seldom has more than one title. */
const levelOf = (level: number, under: number): number => Math.min(6, Math.max(under + 1, level + under - 1))

function textLine(line: string, under: number): string {
  const [, marks = '', rest = ''] = containers.exec(line) ?? []
  const heading = /^(#{1,6})(?=[ \t]|$)/.exec(rest)
  if (heading !== null) {
    const level = levelOf(heading[1]?.length ?? 1, under)
    return `${marks}${'#'.repeat(level)}${inline(rest.slice(heading[0].length))}`
  }
  // A heading made by underlining inside a quote or a list.
  if (/^=+[ \t]*$/.test(rest)) return `${marks}\\${rest}`
  return `${marks}${inline(rest)}`
}

/** The inside of one line: spans of code, links and addresses kept where they are harmless, all else escaped. */
function inline(text: string): string {
  let result = ''
  for (let at = 0; at < text.length; ) {
    const [piece, length] = pieceAt(text, at)
    result += piece
    at += length
  }
  return result
}

function pieceAt(text: string, at: number): readonly [piece: string, length: number] {
  const rest = text.slice(at, at + 2100)
  const sign = rest[0] ?? ''
  switch (sign) {
    case '\\': {
      const next = rest[1] ?? ''
      // A mark that is escaped stays so; before anything that we escape in our own way, the backslash is shown.
      return /[!-/:-@[-`{-~]/.test(next) && !/[<&$@#]/.test(next) ? [`\\${next}`, 2] : ['\\\\', 1]
    }
    case '`':
      return codeAt(text, at)
    case '<': {
      const address = /^<(https?:\/\/[^\s<>"'`\\]{1,2000})>/.exec(rest)
      return address === null ? ['&lt;', 1] : [address[0], address[0].length]
    }
    case '&': {
      const entity = /^&(?:amp|lt|gt|quot|nbsp|ndash|mdash|hellip|copy|reg|trade|sect|euro);/.exec(rest)
      return entity === null ? ['&amp;', 1] : [entity[0], entity[0].length]
    }
    case '$':
      return ['<span>$</span>', 1]
    case '~':
      return rest.startsWith('~~~') ? ['\\~', 1] : ['~', 1]
    case '!':
      // An image would be fetched from wherever it is: it becomes a link.
      return rest[1] === '[' ? ['\\!', 1] : ['!', 1]
    case '[':
      return rest[1] === '!' || rest[1] === '^' ? ['\\[', 1] : ['[', 1]
    case ']':
      return linkAt(rest)
    case '@':
    case '#':
      return [isCall(text[at - 1] ?? '', rest) ? `${sign}&#8288;` : sign, 1]
    default:
      return plainAt(rest, text[at - 1] ?? '')
  }
}

/** Whether `@` begins a name, or `#` a number, that GitHub would make a mention or a reference of. */
const isCall = (before: string, rest: string): boolean =>
  rest[0] === '@' ? /^@[A-Za-z0-9_]/.test(rest) && !/[A-Za-z0-9_]/.test(before) : /^#\d/.test(rest)

/** The end of a link's text. A destination that is not harmless is no link; one that is stays as it was written. */
function linkAt(rest: string): readonly [string, number] {
  if (rest[1] !== '(' && rest[1] !== ':') return [']', 1]
  const destination = /^\][(:][ \t]*([^\s<>()`\\&$]{1,2000})(?=[\s)]|$)/.exec(rest)
  const to = destination?.[1] ?? ''
  const harmless =
    /^https?:\/\/[A-Za-z0-9]/i.test(to) ||
    /^mailto:[A-Za-z0-9]/i.test(to) ||
    (rest[1] === '(' && (/^#[A-Za-z0-9-]+$/.test(to) || /^POL-[A-Z0-9-]+\.md(#[A-Za-z0-9-]*)?$/.test(to)))
  return destination !== null && harmless ? [destination[0], destination[0].length] : ['\\]', 1]
}

/** A span of code on one line. A simple one stays; any other becomes an element, because Markdown has no escapes in code. */
function codeAt(text: string, at: number): readonly [string, number] {
  const run = /^`+/.exec(text.slice(at))?.[0] ?? '`'
  const literal = run.replaceAll('`', '\\`')
  const after = text.slice(at + run.length, at + run.length + 2000)
  for (const found of after.matchAll(/`+/g)) {
    if (found[0] !== run) continue
    const inside = after.slice(0, found.index)
    const length = inside.length + 2 * run.length
    if (run === '`' && /^[A-Za-z0-9 .,:;/_=+'"{}()-]+$/.test(inside)) return [`\`${inside}\``, length]
    return [`<code>${inlineText(inside)}</code>`, length]
  }
  return [literal, run.length]
}

/** Plain text up to the next sign that means something. Addresses that GitHub makes links of stay whole. */
function plainAt(rest: string, before: string): readonly [string, number] {
  const address = /^https?:\/\/[A-Za-z0-9][^\s<>|`*\\[\]()&$~]*/i.exec(rest)
  if (address !== null && /^[\s(*_]?$/.test(before)) return [address[0], address[0].length]
  const plain = /^[^\\`<&$~![\]@#hH]+/.exec(rest)?.[0] ?? rest.slice(0, 1)
  return [plain, plain.length]
}
