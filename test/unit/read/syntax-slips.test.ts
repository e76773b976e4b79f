import { describe, expect, test } from 'vitest'
import { readProgram } from '../../../src/read/read-program.ts'
import { textAt } from '../../support/text-at.ts'

const head = 'apiVersion: countersign/v1\nkind: Policy\nid: POL-A\n'

/** The first thing that is said, with the text that it points at. A key that is missing beside it is not the slip. */
function said(text: string): readonly [place: string, shown: string, message: string] | undefined {
  const [first] = readProgram([{ path: 'a.yaml', bytes: Buffer.from(text) }]).problems.filter(
    ({ code }) => code !== 'SCH-002',
  )
  if (first === undefined) return undefined
  return [`${first.at.line}:${first.at.column}`, textAt(text, first.at), `${first.what}. ${first.remedy}`]
}

const rows: readonly (readonly [name: string, body: string, place: string, shown: string, message: string])[] = [
  [
    'no colon',
    'title A\nversion: "1.0.0"\n',
    '4:1',
    'title A',
    'This line has no colon after its key. Write `title: A`; if the line continues the text above, indent it more.',
  ],
  [
    'no colon in the last line',
    'title A\n',
    '4:1',
    'title A',
    'This line has no colon after its key. Write `title: A`; if the line continues the text above, indent it more.',
  ],
  [
    'an equals sign',
    'title = A\nowner: ana\n',
    '4:1',
    'title = A',
    'This line has no colon after its key. Write `title: A`; if the line continues the text above, indent it more.',
  ],
  [
    'no space after the colon',
    'title:Access # x\nowner: ana\n',
    '4:1',
    'title:Access',
    'There is no space after the colon. Write `title: Access`.',
  ],
  [
    'a colon in a text',
    'title: Access: the policy # x\n',
    '4:8',
    'Access: the policy',
    'A text with a colon and a space in it must be in quotes. Put it in quotes: "Access: the policy".',
  ],
  [
    'a colon in a text of two lines',
    'summary: This is\n  a text: with a colon\nowner: ana\n',
    '4:10',
    'This is\n  a text: with a colon',
    'A text with a colon and a space in it must be in quotes. Put the whole text in quotes, or write `>` after the key and the text on the lines below.',
  ],
  [
    'a line too far right',
    '  title: A\nowner: ana\n',
    '4:3',
    'title',
    'The line is not indented like the ones it belongs to. Start it in column 1, below `id` of line 3.',
  ],
  [
    'a line too far left',
    'acknowledgement:\n  required: true\n audience: all\n',
    '6:2',
    'audience',
    'The line is not indented like the ones it belongs to. Start it in column 3, below `required` of line 5.',
  ],
  [
    'a key of a row beside its dash',
    'x-a:\n  - id: a\n   title: b\n',
    '6:4',
    'title',
    'The line is not indented like the ones it belongs to. Start it in column 5, below `id` of line 5.',
  ],
  [
    'a key of a row too far right',
    'x-a:\n  - id: a\n      title: b\n',
    '6:7',
    'title',
    'The line is not indented like the ones it belongs to. Start it in column 5, below `id` of line 5.',
  ],
  [
    'a row too far left',
    'x-a:\n    - id: a\n  - id: b\n',
    '6:3',
    '-',
    'The line is not indented like the ones it belongs to. Start it in column 5, below `-` of line 5.',
  ],
  [
    'a tab',
    'acknowledgement:\n\trequired: true\n',
    '5:1',
    '\t',
    'The line is indented with a tab, which YAML does not allow. Indent with spaces, two for each level.',
  ],
  [
    'a quote that is never closed',
    'title: "A\nowner: ana\n',
    '4:8',
    '"',
    'The quote " that opens here is never closed. Add the closing ".',
  ],
  [
    'an apostrophe in single quotes',
    "title: 'It's ours'\n",
    '4:12',
    "s ours'",
    "The text goes on after its closing quote. Write '' for an apostrophe inside, or put the whole text in double quotes.",
  ],
  [
    'quotes in double quotes',
    'title: "The "best" one"\n',
    '4:14',
    'best" one"',
    'The text goes on after its closing quote. Put the whole text in single quotes, or write \\" for each quote inside.',
  ],
  [
    'a comment that sticks to a quote',
    'title: "A"#x\n',
    '4:11',
    '#x',
    'A comment needs a space before its #. Write ` #`.',
  ],
  [
    'a bracket that is never closed',
    'approvedBy: [ana\nowner: ana\n',
    '4:13',
    '[',
    'The bracket [ that opens here is never closed. Add the closing ].',
  ],
  [
    'a bracket of the other kind',
    'approvedBy: [ana}\nowner: ana\n',
    '4:17',
    '}',
    'The bracket } closes nothing that is open. Close [ with ] and { with }.',
  ],
  [
    'no opening bracket',
    'approvedBy: ana]\n',
    '4:13',
    'ana]',
    '`approvedBy` must be a list, but it is the text `ana]`. Write the opening [ as well (Who approved this version, as claimed).',
  ],
  [
    'no comma',
    'acknowledgement: { required: true audience: all }\n',
    '4:30',
    'true audience: all',
    'A comma is missing between two entries. Write a comma after each entry.',
  ],
  [
    'a login with its @',
    'owner: @ana\n',
    '4:8',
    '@ana',
    "A text cannot start with @, which is kept by YAML for later. Put it in quotes: '@ana'.",
  ],
  [
    'stars around a text',
    'title: *all*\n',
    '4:8',
    '*all*',
    'The alias `*all*` is not allowed. Write the value where it is needed; put a text that starts with * in quotes.',
  ],
  [
    'no space after a dash',
    'approvedBy:\n  - ana\n  -ben\n',
    '6:3',
    '-ben',
    'There is no space after the dash. Write `- ben`.',
  ],
  [
    'no space after any dash',
    'approvedBy:\n  -ana\n  -ben\n',
    '5:3',
    '-ana\n  -ben',
    '`approvedBy` must be a list, but it is the text `-ana -ben`. Put a space after each dash: `- entry` (Who approved this version, as claimed).',
  ],
  [
    'an entry among keys',
    'title: A\n- b\n',
    '5:1',
    '- b',
    'A list entry stands among the keys of a mapping. Put it below the key that it belongs to, or remove the dash.',
  ],
  [
    'the marks of a merge conflict',
    'title: A\n<<<<<<< HEAD\nowner: a\n=======\nowner: b\n>>>>>>> branch\n',
    '5:1',
    '<<<<<<<',
    'This is the mark of a merge conflict. Keep one of the two sides and remove the marks.',
  ],
  [
    'four dashes',
    '----\ntitle: A\n',
    '4:1',
    '----',
    'This is not the line between two records. Write exactly three dashes: `---`.',
  ],
  [
    'a path of Windows',
    'title: "C:\\dir"\n',
    '4:11',
    '\\',
    'A backslash in double quotes starts an escape, and this is not one. Use single quotes, or write the backslash twice.',
  ],
  [
    'a text beside its mark',
    'summary: | some text\n  more\n',
    '4:12',
    'some text',
    'No text can follow | on its line. Start the text on the next line, indented.',
  ],
  [
    'a text below its mark that is not indented',
    'summary: |\nsome text\nowner: ana\n',
    '5:1',
    'some text',
    'The text that belongs to the | above is not indented. Start it in column 3.',
  ],
  [
    'a text whose second line is too far left',
    'summary: |\n    one\n  two\nowner: ana\n',
    '6:3',
    'two',
    'The line is not indented like the ones it belongs to. Start it in the same column as the first line of its text.',
  ],
  [
    'typographic quotes',
    'title: “A: b”\n',
    '4:8',
    '“',
    'This is a typographic quote, which YAML takes for a letter. Write straight quotes: ".',
  ],
  [
    'a no-break space after the colon',
    'title:\u00a0A\nowner: ana\n',
    '4:7',
    '\u00a0',
    'This is a no-break space, which YAML takes for a letter. Replace it with an ordinary space.',
  ],
  [
    'no-break spaces before a key',
    '\u00a0\u00a0title: A\n',
    '4:1',
    '\u00a0\u00a0title',
    'The key `\u00a0\u00a0title` holds a character that cannot be seen (U+00A0). Type the key and the blanks before it again.',
  ],
  [
    'a full-width colon',
    'title： A\nowner: ana\n',
    '4:6',
    '：',
    'This is a full-width colon, which YAML takes for a letter. Write : and a space.',
  ],
  [
    'a blank of a template',
    'title: {{ title }}\n',
    '4:9',
    '{ title }',
    '`{{` is a blank of a template. Fill it in, or put the text in quotes.',
  ],
  [
    'a loop of a template',
    'title: A\n{% if x %}\n',
    '5:1',
    '{% if x %}',
    'This is a blank of a template. Fill it in, or put the text in quotes.',
  ],
  [
    'a merge key',
    'x-a: { <<: { b: 1 } }\n',
    '4:8',
    '<<',
    'The merge key `<<` is not allowed. Write the values where they are needed.',
  ],
  [
    'a tag',
    'version: !!str 1.10\n',
    '4:10',
    '!!str',
    'The tag `!!str` is not allowed. Leave it out; quotes make a text, also of one that starts with !.',
  ],
  [
    'a key twice, written in two ways',
    '"x-é": 1\n"x-e\u0301": 2\n',
    '5:1',
    '"x-e\u0301"',
    'The key `x-e\u0301` is written twice in this mapping. Keep one of them.',
  ],
  [
    'half a character',
    'title: "\\ud83d"\n',
    '4:8',
    '"\\ud83d"',
    'The text holds half a character (an escape from \\ud800 to \\udfff alone). Write the character itself.',
  ],
  [
    'a control character',
    'title: a\u0000b\n',
    '4:9',
    '\u0000',
    'The control character U+0000 is not allowed. Remove it.',
  ],
  [
    'line breaks of old Macs',
    'title: A\rowner: ana\r',
    '4:9',
    '\r',
    'A carriage return stands alone here; editors see a line break and YAML does not. Save the file with LF or CRLF line breaks.',
  ],
]

describe('a slip is told where it was made, in plain words, with the cure', () => {
  test.each(rows)('%s', (_name, body, place, shown, message) => {
    expect(said(head + body)).toEqual([place, shown, message])
  })

  test.each(rows)('%s, with CRLF line breaks behind a byte order mark', (_name, body, place, shown, message) => {
    if (body.includes('\r')) return
    const text = (head + body).replaceAll('\n', '\r\n')
    const [first] = readProgram([{ path: 'a.yaml', bytes: Buffer.from(`\ufeff${text}`) }]).problems.filter(
      ({ code }) => code !== 'SCH-002',
    )
    if (first === undefined) throw new Error('nothing was said')
    expect([`${first.at.line}:${first.at.column}`, textAt(text, first.at).replaceAll('\r\n', '\n')]).toEqual([
      place,
      shown,
    ])
    expect(`${first.what}. ${first.remedy}`).toBe(message)
  })

  test('one slip makes one message, however far the parser was thrown off by it', () => {
    for (const [, body] of rows) {
      const { problems } = readProgram([{ path: 'a.yaml', bytes: Buffer.from(head + body) }])
      expect(problems.filter(({ code }) => code === 'YML-004').length).toBeLessThan(2)
    }
  })
})
