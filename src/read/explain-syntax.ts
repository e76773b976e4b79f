import type { YAMLParseError } from 'yaml'
import { Problem } from '../model/problem.ts'
import type { SourceText } from './document-map.ts'
import { guessSlip } from './guess-slip.ts'
import type { Inspection } from './inspect-tokens.ts'

/**
 * Says in plain words why a text is not YAML. One mistake makes a parser stumble many times, so only the first is told,
 * at the place where it was made: the quote or bracket that opens, not the line on which somebody noticed.
 */
export function explainSyntax(
  errors: readonly Pick<YAMLParseError, 'code' | 'message' | 'pos'>[],
  { unclosed }: Inspection,
  source: SourceText,
): Problem[] {
  const [first] = [...errors].sort((a, b) => a.pos[0] - b.pos[0])
  if (first === undefined) return []
  const opening = unclosed.find(({ offset }) => offset <= first.pos[1])
  if (opening !== undefined) {
    const name = opening.mark === '"' || opening.mark === "'" ? 'The quote' : 'The bracket'
    const closing = { '[': ']', '{': '}' }[opening.mark] ?? opening.mark
    const at = source.locate(opening.offset, opening.offset + 1)
    return [
      new Problem(
        'YML-004',
        at,
        `${name} ${opening.mark} that opens here is never closed`,
        `Add the closing ${closing}.`,
      ),
    ]
  }
  const tab = tabInIndent(source.text, first.pos[0])
  if (tab !== undefined) {
    return [
      new Problem(
        'YML-004',
        source.locate(tab, tab + 1),
        'The line is indented with a tab, which YAML does not allow',
        'Indent with spaces, two for each level.',
      ),
    ]
  }
  const slip = guessSlip(first.code, first.pos[0], source.text)
  if (slip !== undefined) {
    return [new Problem('YML-004', source.locate(slip.start, slip.end), slip.what, slip.remedy)]
  }
  const [what, remedy] = explanations[first.code] ?? [
    `The text is not YAML here (${firstLine(first.message)})`,
    'Compare the line with the ones around it.',
  ]
  return [new Problem('YML-004', source.locate(first.pos[0], first.pos[1]), what, remedy)]
}

/** Offset of a tab in the indentation of the line that an offset is on, or of the line with text before it. */
function tabInIndent(text: string, offset: number): number | undefined {
  let end = offset
  for (let lines = 0; lines < 2; lines += 1) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const indent = /^[ \t]*/.exec(text.slice(start, start + 1000))?.[0] ?? ''
    const tab = indent.indexOf('\t')
    if (tab !== -1) return start + tab
    if (start === 0) return undefined
    end = start - 1
  }
  return undefined
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')

const explanations: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  BAD_INDENT: ['The line is not indented like the ones it belongs to', 'Line it up with the entries above it.'],
  BAD_SCALAR_START: [
    'A text cannot start with this character',
    'Put the text in quotes: % @ ` have a meaning of their own in YAML.',
  ],
  BAD_DQ_ESCAPE: [
    'A backslash in double quotes starts an escape, and this is not one',
    'Use single quotes, or write the backslash twice.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'There are two colons on this line, or a line below that is not indented like it',
    'Put the text in quotes if the colon belongs to it.',
  ],
  BLOCK_IN_FLOW: ['A block cannot stand inside [ ] or { }', 'Write the whole list or mapping in one style.'],
  MISSING_CHAR: ['Something is missing here: a colon after a key, a comma, or a space', 'Write `key: value`.'],
  MULTILINE_IMPLICIT_KEY: [
    'This line should be `key: value` and has no colon',
    'Add the colon and a space, or indent the line if it continues the one above.',
  ],
  KEY_OVER_1024_CHARS: ['A key is longer than 1,024 characters', 'A colon may be missing after the real key.'],
  UNEXPECTED_TOKEN: ['This does not belong here', 'Check the line above for a missing quote, bracket or line break.'],
  MISSING_ANCHOR: ['A text that starts with * must be in quotes', 'Put the text in quotes.'],
}
