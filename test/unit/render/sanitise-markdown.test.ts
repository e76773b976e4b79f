import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitiseMarkdown } from '../../../src/render/sanitise-markdown.ts'

const clean = (text: string) => sanitiseMarkdown(text, 2)

describe('the text of a policy stays what it is', () => {
  test.each([
    ['a paragraph\nover two lines', undefined],
    ['| a | b |\n| --- | --- |\n| 1 | 2 |', undefined],
    ['- one\n- two\n  1. three', undefined],
    ['> a quote', undefined],
    ['**bold**, *italic*, `code` and ~~gone~~', undefined],
    ['[a link](https://example.com/a_b?c=1#d) and <https://example.com>', undefined],
    ['see https://example.com/@name/#1 there', undefined],
    ['[other policy](POL-ACCESS.md#scope)', undefined],
    ['# Title\n## Part\n###### Low', '### Title\n### Part\n###### Low'],
    ['Title\n=====\ntext', '### Title\ntext'],
    ['Part\n---\ntext', '### Part\ntext'],
    ['text\n\n---\n\nmore', 'text\n\n\n* * *\n\n\nmore'],
    ['```yaml\n<a> & @b $c$\n```', undefined],
    ['~~~\n```\n~~~', '````\n```\n````'],
  ])('%j', (text, wanted) => {
    expect(clean(text)).toBe(wanted ?? text)
  })
})

describe('and can do nothing else', () => {
  test.each([
    ['HTML', '<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
    ['HTML in what only looks like code to us', '- a\n\n  ```\nout <b>', '- a\n\n  \\`\\`\\`\nout &lt;b>'],
    ['HTML in code that a table cuts', '| ` | <b> ` |', '| <code>\\| &lt;b&gt;</code> |'],
    ['HTML in code', '`<b>`', '<code>&lt;b&gt;</code>'],
    ['code over two lines', 'a ` b\nc ` <b>', 'a \\` b\nc \\` &lt;b>'],
    ['a script in a link', '[x](javascript:alert(1))', '[x\\](javascript:alert(1))'],
    ['a script spelt in another way', '[x](java&#115;cript:a)', '[x\\](java&amp;#&#8288;115;cript:a)'],
    ['a destination on the next line', '[x](\njavascript:a)', '[x\\](\njavascript:a)'],
    ['a destination in brackets', '[x](<javascript:a>)', '[x\\](&lt;javascript:a>)'],
    ['a reference', '[x]: javascript:a', '[x\\]: javascript:a'],
    ['a reference on the next line', '[x]:\ndata:text/html,a', '[x\\]:\ndata:text/html,a'],
    ['a path into the page tree', '[x](../PIN)', '[x\\](../PIN)'],
    ['an image', '![x](https://example.com/x.png)', '\\![x](https://example.com/x.png)'],
    ['a data image', '![x](data:image/png;base64,AA)', '\\![x\\](data:image/png;base64,AA)'],
    ['a mention', 'ask @everyone and (@hana)', 'ask @&#8288;everyone and (@&#8288;hana)'],
    ['a reference to an issue', 'see #12', 'see #&#8288;12'],
    ['mathematics', 'costs $5 and $6', 'costs <span>$</span>5 and <span>$</span>6'],
    ['an open fence', '```\nopen', '```\nopen\n```'],
    ['a fence that another closes', '````\n```\n<b>\n````\n<b>', '````\n```\n<b>\n````\n&lt;b>'],
    ['a drawing', '```mermaid\ngraph TD\n```', '```\ngraph TD\n```'],
    ['an alert', '> [!WARNING]\n> x', '> \\[!WARNING]\n> x'],
    ['a footnote', '[^1]: x', '\\[^1\\]: x'],
    ['a heading in a quote', '> # Approval', '> ### Approval'],
    ['an underline in a quote', '> Approval\n> ===', '> Approval\n> \\==='],
    ['marks that reorder text', 'a\u202eb', 'a\\\\u202eb'],
  ])('%s', (_name, text, wanted) => {
    expect(clean(text)).toBe(wanted)
  })

  const hostile = fc.string({
    unit: fc.constantFrom(
      ...'a1 \n|<>&`~[](){}\\!@#$:=-+*_.',
      '```',
      '~~~',
      '<b>',
      '](javascript:',
      ']: data:x',
      '\n# ',
      '\n> ',
      '\n- ',
      '    ',
      '&#64;',
    ),
    maxLength: 60,
  })

  test('outside fences at the start of a line there is no HTML, no heading of the page and no call, whatever is written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let marks = ''
        for (const line of clean(text).split('\n')) {
          const fence = /^`{3,}/.exec(line)?.[0] ?? ''
          if (marks === '' && fence !== '') marks = fence
          else if (marks !== '' && line === marks) marks = ''
          else if (marks === '') {
            const bare = line.replaceAll('<span>$</span>', '¤').replace(/<\/?code>/g, '¤')
            expect(bare).not.toMatch(/<(?!https?:\/\/)/)
            expect(bare).not.toMatch(/^(\s|>|[*+-](?=\s)|\d+[.)](?=\s))*#{1,2}([ \t]|$)/)
            expect(bare.replace(/\\./g, 'x')).not.toMatch(/\]\((?!https?:|mailto:|#|POL-)|\]:(?! ?https?:)/)
            expect(bare).not.toMatch(/(^|[^A-Za-z0-9_])@[A-Za-z0-9_]/)
            expect(bare).not.toMatch(/^ {0,3}(=+|-+)[ \t]*$/)
          }
        }
        expect(marks).toBe('')
      }),
      { numRuns: 2000 },
    )
  })
})
