/**
 * Text of people, made safe for GitHub Flavored Markdown: it shows what was written and does nothing. It cannot break a
 * table, open or close anything, become HTML, a link, an image, a heading or mathematics, or call anybody by name.
 */
import { redactText } from './secrets/redact-text.ts'
import { visible } from './visible-text.ts'

/** Word joiner, which shows nothing and breaks no line: between the two, `@` and a name are no mention, `#` and a number no reference, `://` no address. */
const apart = '&#8288;'

/**
 * What a renderer or the forge looks for in text that is unescaped already, so that a backslash would not help: `@name`,
 * mail addresses, `#12`, `GH-12`, `:word:`, `https://`, `www.`. Braces are parted for sites that run Liquid on pages.
 */
const withoutCalls = (text: string): string =>
  text
    .replace(/#(?=\d)/g, `#${apart}`)
    .replace(/@/g, `@${apart}`)
    .replace(/(?<![A-Za-z0-9])(GH)-(?=\d)/gi, `$1-${apart}`)
    .replace(/:(?=\/\/|(?:\d*[a-z_+-][a-z0-9_+-]*|100|1234):)/gi, `:${apart}`)
    .replace(/(www)\./gi, `$1${apart}.`)
    .replace(/\{(?=[{%])/g, `{${apart}`)

/**
 * One line of text for any place inside a line of Markdown, a table cell included. Line breaks become spaces; invisible
 * characters are shown as escapes.
 *
 * Dollar signs are put into an element of their own: GitHub says so where none of them starts mathematics.
 * @see https://github.github.com/gfm/
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
 */
export function inlineText(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim()
  const escaped = withoutCalls(line.replace(/&/g, '&amp;'))
    .replace(/[\\`*~[\]|]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    // What means something only at the end of a heading, where it would be taken for its end, or at the start of a line:
    // headings, lists, rules.
    .replace(/(^|\s)(#+)$/, '$1\\$2')
    .replace(/^([#+=-])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
  return escaped.replace(/\$/g, '<span>$</span>')
}

/** A link whose target is an https address and nothing else; the text alone where it is not. */
export function markdownLink(text: string, url: string): string {
  const safe = /^https:\/\/[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+$/.test(url) ? url.replace(/[*_~$@|]/g, encode) : undefined
  return safe === undefined ? inlineText(text) : `[${inlineText(text)}](<${safe}>)`
}

const encode = (mark: string): string => `%${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`

/** Text with paragraphs, for a place where blocks may stand. Lines of a paragraph are joined. */
export const blockText = (text: string): string => paragraphs(text).join('\n\n')

/** Text with paragraphs for a table cell. */
export const cellText = (text: string): string => paragraphs(text).join('<br>')

const paragraphs = (text: string): readonly string[] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(inlineText)
    .filter((paragraph) => paragraph !== '')

/**
 * At most so many characters, never half of one; what is cut off is shown by an ellipsis. Secrets are taken out before, because
 * half of one does not look like one.
 */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text
  const safe = redactText(text)
  const characters = [...safe]
  return characters.length <= limit ? safe : `${characters.slice(0, limit - 1).join('')}…`
}
