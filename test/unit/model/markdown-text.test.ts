import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockText, cellText, inlineText, markdownLink, shortened } from '../../../src/model/markdown-text.ts'
import { visible } from '../../../src/model/visible-text.ts'
import { elementsOf, renderGfm, textOf } from '../../support/render-gfm.ts'

const titles = [
  '| <script> @everyone #1 $x$\nsecond line',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '`code` ``` fence ~~~',
  '**bold** _it_ ~~gone~~ __under__',
  'fixes acme/shop#12, GH-12, @acme/security and acme@0123abc',
  '# heading',
  'a heading ##',
  '#',
  '- item\n- item',
  '+ item',
  '1. first',
  '1) first',
  '<!-- comment --> &lt;b&gt; &#64;name &copy; &#8288;',
  'https://evil.example www.evil.example ftp://evil.example mailto:a@b.example a.b@c.example :tada: :100:',
  '$$\\frac{1}{2}$$ ^[note] [^1] \\| \\\\ {{x}} {% x %} "quoted"',
  '\u001b[31mred\u0007 \u202etfel \u2066x\u2069 \u200b\ufeff',
  '= setext\n===',
  '---',
  '[x]: https://evil.example',
  '> [!WARNING] quote',
  '</details></td></table>',
  '\\',
  'a\\|b\\\\|c',
]

const hostile = fc.string({
  unit: fc.constantFrom(
    ...'ab1 |<>&`*_~[](){}\\!@#$:/.+-=^\n\r\t"\'',
    'www.',
    'https://',
    'a@b.example',
    'GH-1',
    '&#64;',
    '&amp;',
    ':tada:',
    '<b>',
    '<!--',
    '\u202e',
    '\u0000',
    '\u2028',
    '\u{e0041}',
    'ü',
    '👍',
  ),
  maxLength: 40,
})

/** The text as a reader is to see it. */
const wanted = (text: string) => visible(text).replace(/\s+/g, ' ').trim()
const readAs = (markdown: string) => markdown.replaceAll('\u2060', '')

/** What is in a cell, a paragraph and a heading that hold nothing but the text. */
function placesOf(markdown: string) {
  const { tree, asked, allowed } = renderGfm(
    [`| ${markdown} | b |`, '| --- | --- |', `| ${markdown} | b |`, '', markdown || 'x', '', `## a ${markdown}`].join(
      '\n',
    ),
  )
  return { elements: allowed, asked, texts: elementsOf(tree, 'th', 'td', 'p', 'h2').map(textOf) }
}

const without = (elements: readonly string[]) => elements.filter((name) => name !== 'span ')
const harmless = without(placesOf('harmless').elements)

describe('text of people in a line of Markdown', () => {
  test.each(titles)('shows what was written and does nothing, by the renderer: %j', (title) => {
    const { elements, asked, texts } = placesOf(inlineText(title))
    expect(without(elements)).toEqual(harmless)
    expect(asked).toEqual(elements)
    const text = wanted(title)
    expect(texts.map(readAs)).toEqual([text, 'b', text, 'b', text, `a ${text}`])
  })

  test('shows what was written and does nothing, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const text = wanted(title)
        const { elements, asked, texts } = placesOf(inlineText(title))
        expect(without(elements)).toEqual(harmless)
        expect(asked).toEqual(elements)
        expect(texts.map(readAs)).toEqual([text, 'b', text, 'b', text === '' ? 'x' : text, `a ${text}`.trim()])
      }),
      { numRuns: 400 },
    )
  })

  test('holds nothing that the forge looks for after rendering', () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const line = inlineText(title)
        const [shown = ''] = placesOf(line).texts
        expect(shown).not.toMatch(/@\w|#\d|(?<![a-z0-9])gh-\d|:\/\/|www\.|:tada:|\{[{%]/i)
        // Outside its own element a dollar sign may begin mathematics.
        expect(line.replaceAll('<span>$</span>', '')).not.toContain('$')
        expect(line).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069\u2028]/)
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    [
      '| <script> @everyone #1 $x$\n| --- |',
      '\\| &lt;script&gt; @&#8288;everyone #&#8288;1 <span>$</span>x<span>$</span> \\| --- \\|',
    ],
    ['an ordinary sentence, with (brackets), quotes " and an id CTL-CHG-01', undefined],
    ['snake_case_name', undefined],
    ['a-b = c + d # e', undefined],
    ['_emphasis_', '\\_emphasis\\_'],
    ['# Heading', '\\# Heading'],
    ['a heading #', 'a heading \\#'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['https://example.com/x', 'https:&#8288;//example.com/x'],
    ['&amp; &#64;', '&amp;amp; &amp;#&#8288;64;'],
    ['a@b.example', 'a@&#8288;b.example'],
    ['GH-12', 'GH-&#8288;12'],
    [':tada: at 10:30:00', ':&#8288;tada: at 10:30:00'],
    ['\u202eright to left', '\\\\u202eright to left'],
    ['unseen \u{e0041}', 'unseen \\\\u{e0041}'],
  ])('%j', (text, escaped) => {
    expect(inlineText(text)).toBe(escaped ?? text)
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

test.each([
  'javascript:alert(1)',
  'http://example.com/',
  'https://example.com/> <script>',
  'https://example.com/a b',
  'https://example.com/)(',
])('%s is no link', (url) => {
  expect(markdownLink('x', url)).toBe('x')
})

test.each(titles)('the text of a link is text: %j', (title) => {
  const { tree } = renderGfm(`| ${markdownLink(title, 'https://example.com/a_b?c=1#d')} | b |\n| --- | --- |`)
  const [link, ...more] = elementsOf(tree, 'a')
  expect(more).toEqual([])
  expect([link?.properties['href'], readAs(link === undefined ? '' : textOf(link))]).toEqual([
    'https://example.com/a%5Fb?c=1#d',
    wanted(title),
  ])
})
