/**
 * Text of people, made safe for GitHub Flavored Markdown: it shows what was written and does nothing. It cannot break a
 * table, open or close anything, become HTML, a link, an image, a heading or mathematics, or call anybody by name.
 */

/** Marks that show nothing but move, hide or reorder text (Trojan Source, CVE-2021-42574), and control characters. */
const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Without invisible marks: each is shown as the replacement character. */
export const visible = (text: string): string => text.replace(invisible, '\ufffd')

/** Zero width space: between the two, `@` and a name are no mention and `#` and a number are no reference. */
const apart = '&#8203;'

/** `@name`, `#12` and `:word:` shown as they are: calling nobody, pointing at nothing, no picture. */
const withoutCalls = (text: string): string =>
  text
    .replace(/#(?=\d)/g, `#${apart}`)
    .replace(/(^|[^A-Za-z0-9_])@(?=[A-Za-z0-9_])/g, `$1@${apart}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${apart}`)
    .replace(/:(?=[a-z_+-][a-z0-9_+-]*:)/gi, `:${apart}`)

/**
 * One line of text for any place inside a line of Markdown, a table cell included. Line breaks become spaces.
 *
 * Dollar signs are put into an element of their own: GitHub says so where none of them starts mathematics.
 * @see https://github.github.com/gfm/
 */
export function inlineText(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim()
  const escaped = line
    .replace(/[\\`*~[\]|]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    // No link that its reader did not ask for.
    .replace(/:\/\//g, '\\://')
    .replace(/\bwww\./gi, (found) => found.replace('.', '\\.'))
    // What means something only at the start of a line: headings, lists, rules.
    .replace(/^([#+=-])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
  return withoutCalls(escaped).replace(/\$/g, '<span>$</span>')
}

/** Text with paragraphs, for a place where blocks may stand. Lines of a paragraph are joined. */
export const blockText = (text: string): string => paragraphs(text).join('\n\n')

/** Text with paragraphs for a table cell. */
export const cellText = (text: string): string => paragraphs(text).join('<br>')

const paragraphs = (text: string): readonly string[] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(inlineText)
    .filter((paragraph) => paragraph !== '')

/** At most so many characters, never half of one; what is cut off is shown by an ellipsis. */
export function shortened(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}
