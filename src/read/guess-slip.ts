import { redactText } from '../model/secrets/redact-text.ts'
/** A slip of the person who typed, with the text that has to change. */
export interface Slip {
  readonly start: number
  readonly end: number
  readonly what: string
  readonly remedy: string
}

interface Line {
  readonly number: number
  readonly start: number
  /** Without the line break. */
  readonly text: string
  /** Columns before the first character that is not a blank. */
  readonly indent: number
}

interface Scene {
  readonly code: string
  readonly text: string
  /** Where the parser stumbled. */
  readonly offset: number
  readonly line: Line
  /** The nearest lines around it that are neither empty nor a comment. */
  readonly before: Line | undefined
  readonly after: Line | undefined
}

/**
 * What a person most likely did where the parser stumbled. The parser names the place at which it could not go on, which
 * is often another one than that of the slip, in words about its own grammar.
 */
export function guessSlip(code: string, offset: number, text: string): Slip | undefined {
  const lines = linesAround(text, offset)
  const scene: Scene = { code, text, offset, ...lines }
  for (const guess of guesses) {
    const slip = guess(scene)
    if (slip !== undefined) return slip
  }
  return undefined
}

type Guess = (scene: Scene) => Slip | undefined

/** How far a line is looked at, and how many lines up and down. */
const WIDTH = 2000
const REACH = 200

const mergeConflict: Guess = ({ text }) => {
  const mark = /^(?:<{7}(?= )|={7}(?=\r?$)|>{7}(?= ))/m.exec(text)
  if (mark === null) return undefined
  return slip(
    mark.index,
    mark[0],
    'This is the mark of a merge conflict',
    'Keep one of the two sides and remove the marks.',
  )
}

/** What looks like a blank, a colon or a quote, and is another character. */
const lookalikes: readonly (readonly [mark: RegExp, what: string, remedy: string])[] = [
  [/\u00a0/, 'This is a no-break space, which YAML takes for a letter', 'Replace it with an ordinary space.'],
  [/\uff1a/, 'This is a full-width colon, which YAML takes for a letter', 'Write : and a space.'],
  [
    /[\u201c\u201d\u201e\u201f]/,
    'This is a typographic quote, which YAML takes for a letter',
    'Write straight quotes: ".',
  ],
]

const lookalike: Guess = ({ line }) => {
  for (const [mark, what, remedy] of lookalikes) {
    const found = mark.exec(line.text)
    if (found !== null) return slip(line.start + found.index, found[0], what, remedy)
  }
  return undefined
}

const wrongDashes: Guess = ({ line }) =>
  /^-{2}(?:-{2,})?$/.test(line.text.trimEnd())
    ? slip(
        line.start,
        line.text.trimEnd(),
        'This is not the line between two records',
        'Write exactly three dashes: `---`.',
      )
    : undefined

const bracketOfOtherKind: Guess = ({ text, offset }) => {
  const mark = text[offset] ?? ''
  if (mark !== ']' && mark !== '}') return undefined
  return slip(offset, mark, `The bracket ${mark} closes nothing that is open`, 'Close [ with ] and { with }.')
}

const goesOnAfterQuote: Guess = ({ code, text, offset, line }) => {
  const quote = /["'](?=[ \t]*$)/.exec(text.slice(Math.max(line.start, offset - 20), offset))?.[0]
  if (quote === undefined || (code !== 'UNEXPECTED_TOKEN' && code !== 'MISSING_CHAR')) return undefined
  const rest = text.slice(offset, line.start + line.text.length).trimEnd()
  if (rest === '') return undefined
  if (rest.startsWith('#')) return slip(offset, rest, 'A comment needs a space before its #', 'Write ` #`.')
  const inner =
    quote === '"'
      ? 'Put the whole text in single quotes, or write \\" for each quote inside.'
      : "Write '' for an apostrophe inside, or put the whole text in double quotes."
  return slip(offset, rest, 'The text goes on after its closing quote', inner)
}

const textBesideBlockMark: Guess = ({ line }) => {
  const found = /^[^"'#]{0,200}?[:-][ \t]+([|>][-+0-9]{0,2})[ \t]+(?!#)(\S[^\n]*)/.exec(line.text)
  if (found === null) return undefined
  const rest = (found[2] ?? '').trimEnd()
  const start = line.start + line.text.lastIndexOf(rest)
  return slip(
    start,
    rest,
    `No text can follow ${found[1] ?? '|'} on its line`,
    'Start the text on the next line, indented.',
  )
}

const blockTextNotIndented: Guess = ({ line, before }) => {
  const mark = /[:-][ \t]+([|>][-+0-9]{0,2})[ \t]*$/.exec(before?.text ?? '')?.[1]
  if (before === undefined || mark === undefined || line.indent > before.indent) return undefined
  const what = `The text that belongs to the ${mark} above is not indented`
  return wholeLine(line, what, `Start it in column ${before.indent + 3}.`)
}

const keyAtStart = /^[ \t]*(?:-[ \t]+)*([A-Za-z_][\w.-]{0,60}):(?=\s|$)/

/** A second colon on the line, or a line below that is indented as if it belonged to a value. */
const colonInValue: Guess = ({ code, text, offset, line, after }) => {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined
  if (offset <= line.start + line.indent) return atNearestLevel(text, line)
  const value = withoutComment(text.slice(offset, line.start + line.text.length))
  if (/:(?:\s|$)/.test(value)) {
    const quoted = /["\\]/.test(value) || value.length > 60 ? '' : `: "${value}"`
    return slip(offset, value, 'A text with a colon and a space in it must be in quotes', `Put it in quotes${quoted}.`)
  }
  if (after === undefined) return undefined
  const key = keyAtStart.exec(after.text)
  const column = columnOfKey(line)
  if (key !== null) return misplaced(after, column, keyAtStart.exec(line.text)?.[1], line.number)
  const end = after.start + after.text.trimEnd().length
  const remedy = 'Put the whole text in quotes, or write `>` after the key and the text on the lines below.'
  return { start: offset, end, what: 'A text with a colon and a space in it must be in quotes', remedy }
}

const missingComma: Guess = ({ code, text, offset, line }) => {
  if (code !== 'BLOCK_IN_FLOW') return undefined
  const value = text.slice(offset, line.start + line.text.length)
  const end = /[,\]}]/.exec(value)?.index ?? value.length
  if (!value.slice(0, end).includes(':')) return undefined
  return slip(
    offset,
    value.slice(0, end).trimEnd(),
    'A comma is missing between two entries',
    'Write a comma after each entry.',
  )
}

const noSpaceAfterColon: Guess = ({ line }) => {
  const found = /^([ \t]*(?:-[ \t]+)?)(["']?[A-Za-z_][\w.-]{0,60}["']?):([^\s:/].*)$/.exec(line.text)
  if (found === null) return undefined
  const [, lead = '', key = '', rest = ''] = found
  const value = withoutComment(rest)
  return slip(
    line.start + lead.length,
    `${key}:${value}`,
    'There is no space after the colon',
    `Write \`${key}: ${shorten(value)}\`.`,
  )
}

const entryAmongKeys: Guess = ({ code, line }) => {
  if (code !== 'MULTILINE_IMPLICIT_KEY' && code !== 'MISSING_CHAR') return undefined
  if (!/^[ \t]*-(?:\s|$)/.test(line.text)) return undefined
  return wholeLine(
    line,
    'A list entry stands among the keys of a mapping',
    'Put it below the key that it belongs to, or remove the dash.',
  )
}

const noColon: Guess = ({ code, line }) => {
  if (code !== 'MULTILINE_IMPLICIT_KEY' && code !== 'MISSING_CHAR') return undefined
  const found = /^[ \t]*([A-Za-z_][\w.-]{0,60})([^\n]*)/.exec(withoutComment(line.text))
  if (found === null || keyAtStart.test(line.text)) return undefined
  const [, key = '', rest = ''] = found
  const value = rest.trimStart().replace(/^[=;][ \t]*/, '')
  return wholeLine(
    line,
    'This line has no colon after its key',
    `Write \`${key}: ${value === '' ? '...' : shorten(value)}\`; if the line continues the text above, indent it more.`,
  )
}

const noSpaceAfterDash: Guess = ({ line, before }) => {
  const found = /^[ \t]*(-[^\s-].*)$/.exec(withoutComment(line.text))
  if (found === null || !/^[ \t]*-\s/.test(before?.text ?? '')) return undefined
  const entry = found[1] ?? ''
  return wholeLine(line, 'There is no space after the dash', `Write \`- ${shorten(entry.slice(1))}\`.`)
}

const templateMark: Guess = ({ line }) => {
  const mark = /\{[{%][^{}%]{0,200}[}%]\}/.exec(line.text)
  if (mark === null) return undefined
  return slip(
    line.start + mark.index,
    mark[0],
    'This is a blank of a template',
    'Fill it in, or put the text in quotes.',
  )
}

/** What each character that no text can start with means. */
const meanings: Readonly<Record<string, string>> = {
  '@': 'is kept by YAML for later',
  '`': 'is kept by YAML for later',
  '%': 'starts a directive',
}

const startNeedsQuotes: Guess = ({ code, text, offset, line }) => {
  const mark = text[offset] ?? ''
  if (code !== 'BAD_SCALAR_START' || meanings[mark] === undefined) return undefined
  const value = withoutComment(text.slice(offset, line.start + line.text.length))
  const what = `A text cannot start with ${mark}, which ${meanings[mark]}`
  const quoted = value.length > 60 || value.includes("'") ? '' : `: '${value}'`
  return slip(offset, value, what, `Put it in quotes${quoted}.`)
}

const wrongIndent: Guess = ({ code, text, line }) =>
  ['BAD_INDENT', 'MISSING_CHAR', 'MULTILINE_IMPLICIT_KEY'].includes(code) ? atNearestLevel(text, line) : undefined

function atNearestLevel(text: string, line: Line): Slip | undefined {
  const isEntry = /^[ \t]*-(?:\s|$)/.test(line.text)
  if (!isEntry && !keyAtStart.test(line.text)) return undefined
  const nearest = nearestLevel(text, line, isEntry)
  return nearest === undefined ? undefined : misplaced(line, nearest.column, nearest.name, nearest.line)
}

/** A line of a text that is written over several lines. */
const textNotIndented: Guess = ({ code, line }) =>
  code === 'BAD_INDENT'
    ? wholeLine(
        line,
        'The line is not indented like the ones it belongs to',
        'Start it in the same column as the first line of its text.',
      )
    : undefined

/** The most telling first. */
const guesses: readonly Guess[] = [
  mergeConflict,
  bracketOfOtherKind,
  goesOnAfterQuote,
  startNeedsQuotes,
  templateMark,
  textBesideBlockMark,
  blockTextNotIndented,
  lookalike,
  colonInValue,
  missingComma,
  wrongDashes,
  noSpaceAfterColon,
  noSpaceAfterDash,
  entryAmongKeys,
  noColon,
  wrongIndent,
  textNotIndented,
]

const slip = (start: number, shown: string, what: string, remedy: string): Slip => ({
  start,
  end: start + shown.length,
  what,
  remedy,
})

const wholeLine = (line: Line, what: string, remedy: string): Slip =>
  slip(line.start + line.indent, withoutComment(line.text).slice(line.indent), what, remedy)

/** A line that stands in the wrong column; the key or dash at its start is shown. */
function misplaced(line: Line, column: number, name: string | undefined, like: number): Slip {
  const mark = /^(?:-(?=\s|$)|[^\s:]+)/.exec(line.text.slice(line.indent))?.[0] ?? ''
  const beside = name === undefined ? '' : `, below \`${name}\` of line ${like}`
  return slip(
    line.start + line.indent,
    mark,
    'The line is not indented like the ones it belongs to',
    `Start it in column ${column}${beside}.`,
  )
}

/** Column of the key of a line, counted from 1, behind the dashes of a list. */
const columnOfKey = (line: Line): number => (/^[ \t]*(?:-[ \t]+)*/.exec(line.text)?.[0].length ?? line.indent) + 1

/** The level among the lines above that is nearest to the indentation of this one. */
function nearestLevel(
  text: string,
  line: Line,
  isEntry: boolean,
): { readonly column: number; readonly name: string; readonly line: number } | undefined {
  let best: { column: number; name: string; line: number } | undefined
  let at: Line | undefined = line
  for (let count = 0; count < REACH; count += 1) {
    at = lineBefore(text, at)
    if (at === undefined) return best
    const name = isEntry ? /^[ \t]*(-)(?:\s|$)/.exec(at.text)?.[1] : keyAtStart.exec(at.text)?.[1]
    const level = name === undefined ? undefined : { column: isEntry ? at.indent + 1 : columnOfKey(at), name }
    const distance = (one: { readonly column: number }) => Math.abs(one.column - 1 - line.indent)
    if (level !== undefined && (best === undefined || distance(level) < distance(best)))
      best = { ...level, line: at.number }
    if (at.indent === 0) return best
  }
  return best
}

const withoutComment = (text: string): string => {
  const near = text.slice(0, WIDTH)
  const comment = near.search(/\s#/)
  return (comment === -1 ? near : near.slice(0, comment)).trimEnd()
}

const shorten = (text: string): string => (text.length > 40 ? `${redactText(text).slice(0, 40)}...` : text)

function linesAround(text: string, offset: number): Pick<Scene, 'line' | 'before' | 'after'> {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const line = lineAt(text, start, countLines(text, start))
  return { line, before: lineBefore(text, line), after: lineAfter(text, line) }
}

function countLines(text: string, end: number): number {
  let count = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

function lineAt(text: string, start: number, number: number): Line {
  const end = text.indexOf('\n', start)
  const whole = text.slice(start, Math.min(end === -1 ? text.length : end, start + WIDTH))
  const shown = whole.endsWith('\r') ? whole.slice(0, -1) : whole
  return { number, start, text: shown, indent: /^[ \t]*/.exec(shown)?.[0].length ?? 0 }
}

const isSpoken = ({ text, indent }: Line): boolean => indent < text.length && text[indent] !== '#'

function lineBefore(text: string, from: Line): Line | undefined {
  let { start, number } = from
  for (let count = 0; count < REACH && start > 0; count += 1) {
    start = text.lastIndexOf('\n', start - 2) + 1
    number -= 1
    const line = lineAt(text, start, number)
    if (isSpoken(line)) return line
  }
  return undefined
}

function lineAfter(text: string, from: Line): Line | undefined {
  let { start, number } = from
  for (let count = 0; count < REACH; count += 1) {
    const end = text.indexOf('\n', start)
    if (end === -1) return undefined
    start = end + 1
    number += 1
    const line = lineAt(text, start, number)
    if (isSpoken(line)) return line
  }
  return undefined
}
