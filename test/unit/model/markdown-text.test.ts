import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockText, cellText, inlineText, shortened, visible } from '../../../src/model/markdown-text.ts'

/** What a reader of the rendered page sees. */
const shown = (markdown: string): string =>
  markdown
    .replaceAll('<span>$</span>', '$')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&#8203;', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

const hostile = fc.string({
  unit: fc.constantFrom(
    ...'ab1 |<>&`*_~[](){}\\!@#$:/.+-=\n\r\t"\'^',
    'www.',
    'https://',
    '\u202e',
    '\u0000',
    'ü',
    '👍',
  ),
  maxLength: 40,
})

describe('text of people in a line of Markdown', () => {
  test('the title of an attacker', () => {
    expect(inlineText('| <script> @everyone #1 $x$\n| --- |')).toBe(
      '\\| &lt;script&gt; @&#8203;everyone #&#8203;1 <span>$</span>x<span>$</span> \\| --- \\|',
    )
  })

  test('shows what was written, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shown(inlineText(text))).toBe(visible(text).replace(/\s+/g, ' ').trim())
      }),
    )
  })

  test('holds nothing that means something in a table, in HTML or to the forge', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = inlineText(text)
        const bare = line.replaceAll('<span>$</span>', '').replace(/\\[!-/:-@[-`{-~]/g, '')
        expect(bare).not.toMatch(/[\n\r<>|`*~[\]$]/)
        expect(bare).not.toMatch(/&(?!(amp|lt|gt|#8203);)/)
        expect(line).not.toMatch(/(^|[^A-Za-z0-9_])@[A-Za-z0-9_]/)
        expect(line).not.toMatch(/#(?!8203;)\d/)
        expect(line).not.toMatch(/(?<!\\):\/\/|^[#+=-]|^\d+[.)]/)
      }),
    )
  })

  test.each([
    ['an ordinary sentence, with (brackets), quotes " and an id CTL-CHG-01', undefined],
    ['snake_case_name', undefined],
    ['_emphasis_', '\\_emphasis\\_'],
    ['# Heading', '\\# Heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['https://example.com/x', 'https\\://example.com/x'],
    ['&amp; &#64;', '&amp;amp; &amp;#&#8203;64;'],
    ['mail me: a@b.example', undefined],
    ['GH-12', 'GH-&#8203;12'],
    [':tada: at 10:30:00', ':&#8203;tada: at 10:30:00'],
    ['\u202eright to left', '\ufffdright to left'],
  ])('%s', (text, wanted) => {
    expect(inlineText(text)).toBe(wanted ?? text)
  })
})

test('paragraphs stay apart, in blocks and in cells', () => {
  expect(blockText('one\nline\n\n  \n- two')).toBe('one line\n\n\\- two')
  expect(cellText('one\n\ntwo | three')).toBe('one<br>two \\| three')
})

test('no character is cut in half', () => {
  expect(shortened('👍👍👍', 2)).toBe('👍…')
  expect(shortened('ab', 2)).toBe('ab')
})
