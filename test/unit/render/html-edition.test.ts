import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { htmlEdition } from '../../../src/render/html/html-edition.ts'
import { searchScript } from '../../../src/render/html/search-script.ts'
import { documentsWith, hostile } from '../../support/documents-with.ts'
import { htmlFaults, parseHtml } from '../../support/html-faults.ts'
import { elementsOf, renderGfm, textOf } from '../../support/render-gfm.ts'

const options = { title: 'Example Ltd: Shop' }
const editionOf = (files: Readonly<Record<string, string>>) => htmlEdition(new Map(Object.entries(files)), options)
const pageOf = (markdown: string, others: Readonly<Record<string, string>> = {}): string =>
  editionOf({ 'README.md': markdown, ...others }).get('index.html') ?? ''
/** What stands in the page itself, without its frame. */
const mainOf = (html: string) => /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? ''
const faultsOf = (files: ReadonlyMap<string, string>) => htmlFaults(files, [searchScript])
const squeezed = (text: string) => text.replace(/\s+/g, '')

describe('pages', () => {
  const edition = editionOf({
    'README.md': '# Shop\n\n[A](controls/CTL-A.md#what) [all](controls/README.md) [PIN](PIN) [data](data.csv)',
    'controls/README.md': '# Controls\n\n[A](CTL-A.md)',
    'controls/CTL-A.md': '# CTL-A: Reviews\n\n## What\n\n[up](../README.md#shop) [gone](CTL-B.md) [out](../../secret)',
    'data.csv': 'a,b\n',
    PIN: 'countersign/pin/v1\n<script>\n',
    '.gitattributes': '* -text\n',
  })

  test('have their names, and other files stay as they are', () => {
    expect([...edition.keys()]).toEqual(
      [
        '.gitattributes',
        'PIN',
        'PIN.html',
        'controls/CTL-A.html',
        'controls/index.html',
        'data.csv',
        'index.html',
      ].concat('search.html'),
    )
    expect(edition.get('data.csv')).toBe('a,b\n')
    expect(faultsOf(edition)).toEqual([])
  })

  test('lead to each other; a link that leads nowhere is text', () => {
    const links = (path: string) =>
      [...mainOf(edition.get(path) ?? '').matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href)
    expect(links('index.html')).toEqual(['controls/CTL-A.html#what', 'controls/index.html', 'PIN.html', 'data.csv'])
    expect(links('controls/CTL-A.html')).toEqual(['../index.html#shop'])
    expect(mainOf(edition.get('controls/CTL-A.html') ?? '')).toContain('gone out')
  })

  test('say where they stand', () => {
    const trail = /<nav class="trail".*?<\/nav>/s.exec(edition.get('controls/CTL-A.html') ?? '')?.[0] ?? ''
    expect(textOf(parseHtml(trail))).toBe('IndexControlsCTL-A: Reviews')
    expect(trail).toContain('href="../controls/index.html"')
  })

  test('are the same bytes whatever the order', () => {
    const files = [...documentsWith({ text: 'plain' })]
    expect([...htmlEdition(new Map(files.toReversed()), options)]).toEqual([...htmlEdition(new Map(files), options)])
  })

  test('two files that would be one are refused', () => {
    expect(() => editionOf({ 'x.md': '# X', 'x.html': 'y' })).toThrow('same name')
    expect(() => editionOf({ 'search.md': '# X' })).toThrow('same name')
  })
})

describe('what Markdown says', () => {
  test('an alert is an aside with a word, but not one that is written with an escape', () => {
    const page = mainOf(
      pageOf('# T\n\n> [!WARNING]\n> Late: **two**.\n\n> \\[!NOTE]\n> not ours\n\n> [!NOTE] same line'),
    )
    expect(page).toContain(
      '<aside class="alert warning" role="note" aria-label="Warning"><p class="alert-word">Warning</p><p>Late: <strong>two</strong>.</p>',
    )
    expect(page.match(/<aside/g)).toHaveLength(1)
    expect(page).toContain('[!NOTE]\nnot ours')
  })

  test('a table has headers that say what they head, a name, and a place to scroll', () => {
    const page = mainOf(
      pageOf('# T\n\n## Late\n\n| State | N |\n| --- | --: |\n| Not met | 3 |\n| **Odd** | Not met |'),
    )
    expect(page).toContain(
      '<div class="table" role="group" aria-labelledby="table.1" tabindex="0"><table><caption id="table.1">Late</caption><thead><tr><th scope="col">State</th><th scope="col" class="right">N</th></tr></thead>',
    )
    expect(page).toContain(
      '<tr><td class="short"><span class="state not-met">Not met</span></td><td class="right">3</td></tr>',
    )
    expect(page).toContain('<tr><th scope="row"><strong>Odd</strong></th><td class="right short">Not met</td></tr>')
  })

  test('a heat map is coloured besides its words', () => {
    const page = mainOf(
      pageOf('# T\n\n| Likelihood | minor |\n| --- | --- |\n| **likely** | **3** high |\n| odd | high |'),
    )
    expect(page).toContain(
      '<th scope="row"><strong>likely</strong></th><td class="heat high"><strong>3</strong> high</td>',
    )
    expect(page).toContain('<td>odd</td><td>high</td>')
  })

  test('on paper every sheet says id and classification, unless they are more than words', () => {
    const facts = (id: string) => `# T\n\n| Document | ${id} |\n| :--- | :--- |\n| Classification | internal |\n`
    expect(pageOf(facts('DOC-A, CTL-B'))).toContain('@top-right { content: "DOC-A, CTL-B, internal"')
    for (const id of ['"; } * { display: none', '`</style><script>`', '\\\\22', 'x'.repeat(200)])
      expect(pageOf(facts(id))).not.toContain('@top-right')
  })

  test('a line that only leads back is left to the trail', () => {
    const files = { 'a/README.md': '# All', 'a/x.md': '# X\n\n[All](README.md)\n\n[All](README.md) of them' }
    expect(mainOf(editionOf({ 'README.md': '# T', ...files }).get('a/x.html') ?? '').match(/>All</g)).toHaveLength(1)
  })

  test('a table of facts has its first row as a fact', () => {
    const page = mainOf(pageOf('# T\n\n| Owner | Ana |\n| :--- | :--- |\n| State | **Not met** |'))
    expect(page).toContain('<tbody><tr><th scope="row">Owner</th><td>Ana</td></tr><tr><th scope="row">State</th>')
    expect(page).toContain('<span class="state not-met"><strong>Not met</strong></span>')
    expect(page).not.toContain('<thead>')
  })

  test('details hold what Markdown there is in them', () => {
    const page = mainOf(
      pageOf('# T\n\n<details><summary>2 more</summary>\n\n| A |\n| --- |\n| `x` |\n\n</details>\n\nAfter'),
    )
    expect(page).toMatch(
      /<details><summary>2 more<\/summary>\s*<div class="table".*<caption[^>]*>T: 2 more<\/caption>.*<code>x<\/code>.*<\/div>\s*<\/details>\s*<p>After/s,
    )
  })

  test('a diagram is its source, folded away', () => {
    const page = mainOf(pageOf('# T\n\n```mermaid\ngraph TD\n```\n\n```yaml\na: 1\n```'))
    expect(page).toContain(
      '<details><summary>Source of the diagram (Mermaid)</summary><pre tabindex="0"><code class="language-mermaid">graph TD',
    )
    expect(page).toContain('<pre tabindex="0"><code class="language-yaml">a: 1')
  })

  test('headings have the anchors of GitHub, once each', () => {
    const page = pageOf(
      '# T\n\n## A & B: 1/2\n\n## A & B: 1/2\n\n<a id="rec-7"></a>\n\n### Rec-7\n\n### „Ünï_c“ **x**\n\n# Second',
    )
    const ids = [...mainOf(page).matchAll(/<(\w+)[^>]* id="([^"]*)"/g)].map(([, name, id]) => `${name} ${id}`)
    expect(ids).toEqual(['h1 t', 'h2 a--b-12', 'h2 a--b-12-1', 'a rec-7', 'h3 ünï_c-x', 'h2 second'])
  })

  test('many parts are listed at the top', () => {
    expect(pageOf('# T\n\n## A\n\n## B\n\n## C')).not.toContain('On this page')
    expect(pageOf('# T\n\n## A\n\n## B\n\n## C\n\n## D')).toContain('<li><a href="#d">D</a></li>')
  })

  test('everything that GitHub would show is shown', () => {
    const files = documentsWith({
      text: 'A & <b>, c',
      body: '# One\n\n- [x] done\n- *so* `it` is\n\n> quote\n\n1. one\n2. two\n',
    })
    for (const [path, html] of htmlEdition(files, options)) {
      const source = files.get(
        path === 'index.html'
          ? 'README.md'
          : path.replace(/(^|\/)index\.html$/, '$1README.md').replace(/\.html$/, '.md'),
      )
      if (source === undefined || !path.endsWith('.html')) continue
      const shown = mainOf(html)
        .replace(/<nav.*?<\/nav>|<caption.*?<\/caption>/gs, '')
        .replaceAll('☑', '')
      const wanted = textOf(renderGfm(source.replace(/^\[[^\]]*\]\(README\.md\)\n/gm, '')).tree)
        .replaceAll('[!NOTE]', 'Note')
        .replaceAll('[!WARNING]', 'Warning')
      expect([path, squeezed(textOf(parseHtml(`<html><body>${shown}`)))]).toEqual([path, squeezed(wanted)])
    }
  })
})

describe('search', () => {
  const edition = htmlEdition(
    new Map([
      ['README.md', '# Shop'],
      ['vendors.md', '# Vendors\n\n### VEN-B'],
      ['policies/README.md', '# Policies'],
      ['policies/POL-A.md', '# POL-A'],
    ]),
    {
      ...options,
      navigation: [
        {
          title: 'Registers',
          documents: [
            { title: 'Vendors', path: 'vendors.md' },
            { title: 'Gone', path: 'gone.md' },
          ],
        },
      ],
      records: [
        { id: 'VEN-B', title: '<Hosting>', place: 'vendors.md#ven-b' },
        { id: 'POL-A', title: 'Access', place: 'policies/POL-A.md' },
        { id: 'CTL-GONE', title: 'x', place: 'controls/CTL-GONE.md' },
      ],
    },
  )

  test('lists every page and record from A to Z', () => {
    const page = edition.get('search.html') ?? ''
    const items = elementsOf(parseHtml(/<ul id="page.found".*?<\/ul>/s.exec(page)?.[0] ?? ''), 'li').map(textOf)
    expect(items).toEqual([
      'POL-A: Access Policies',
      'Policies ',
      'Shop ',
      'VEN-B: <Hosting> Vendors',
      'Vendors Registers',
    ])
    expect(page).toContain('<a href="vendors.html#ven-b">')
    expect(page).toContain('<a href="policies/POL-A.html">')
    expect(faultsOf(edition)).toEqual([])
  })

  test('its page is the only one with a script, and the field shows only with it', () => {
    for (const [path, text] of edition) expect([path, text.includes('<script')]).toEqual([path, path === 'search.html'])
    expect(edition.get('search.html')).toContain('class="find" hidden>')
    expect(searchScript).not.toMatch(/innerHTML|eval|Function|insertAdjacent|document\.write|location|fetch|import/)
  })

  test('navigation names the documents that are there', () => {
    expect(edition.get('vendors.html')).toContain('<a href="vendors.html" aria-current="page">Vendors</a>')
    expect(edition.get('vendors.html')).not.toContain('Gone')
  })
})

describe('text of people', () => {
  test('in every place of the documents is text', () => {
    for (const body of [
      hostile,
      `<script>alert(1)</script>\n\n${hostile}`,
      '<svg onload=a> <style>x</style> <base href=//e>',
    ])
      expect(faultsOf(htmlEdition(documentsWith({ body }), { title: hostile, note: hostile }))).toEqual([])
  })

  const pieces = fc.constantFrom(
    ...[
      '<script>',
      '</script>',
      'alert(1)',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">',
      '[x](javascript:alert(1))',
    ],
    ...[
      '[x](data:text/html,x)',
      '[x](//evil.example)',
      '[x](vbscript:a)',
      '![x](https://evil.example/x.png)',
      '<style>',
      '</style>',
    ],
    ...[
      '<svg><script>',
      '<math><mi xlink:href="javascript:a">',
      '<iframe src="https://evil.example">',
      '<base href="//e">',
    ],
    ...[
      '<meta http-equiv="refresh" content="0;url=//e">',
      '<link rel=stylesheet href=//e>',
      '<form action=//e><button>',
      '<input onfocus=a autofocus>',
    ],
    ...[
      '<a id="page.main" name="x">',
      '<a id="x" href="jAvAsCrIpT:a">',
      '<details open ontoggle=a>',
      '<summary>',
      '</details>',
      '</main>',
    ],
    ...[
      '</body></html>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<noscript><p title="</noscript><img src=x onerror=a>">',
      '<template><script>',
    ],
    ...[
      '`',
      '```',
      '\n\n',
      '\n',
      '> ',
      '> [!WARNING]\n> ',
      '| a |\n| --- |\n| b |',
      '# ',
      '&lt;script&gt;',
      '&#106;avascript:',
      '\\',
      '"',
      "'",
    ],
    ...[
      '<td style="position:fixed">',
      '<plaintext>',
      '<xmp>',
      '<textarea>',
      '<select><option>',
      '<object data=x>',
      '<video src=x>',
      '\u0000',
    ],
    ...[
      '[x]: javascript:alert(1)\n\n[x]',
      '<https://x.example/"onmouseover=a>',
      '<a href="java\nscript:a">x</a>',
      '[^1]\n\n[^1]: <b onclick=a>',
    ],
  )
  const markdown = fc
    .array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string({ maxLength: 12 })), { maxLength: 14 })
    .map((parts) => parts.join(''))

  test('an anchor around blocks stands once', () => {
    const page = '# T\n\n<a id="x" href="javascript:a"><form action=//e><button>\n\n<script>\n'
    expect(faultsOf(editionOf({ 'README.md': page }))).toEqual([])
  })

  test('whatever a page says, it runs, loads and sends nothing, and its frame stays whole', () => {
    fc.assert(
      fc.property(markdown, fc.boolean(), (text, inBlock) => {
        const page = inBlock
          ? `# T\n\n${text}\n`
          : `# T\n\n| a | b |\n| --- | --- |\n| ${text.replace(/\n/g, ' ')} | x |\n`
        const edition = editionOf({ 'README.md': page })
        const faults = faultsOf(edition).filter((fault) => !/header|no such place|a table without/.test(fault))
        expect(faults).toEqual([])
        const tree = parseHtml(edition.get('index.html') ?? '')
        const [main] = elementsOf(tree, 'main')
        expect(main?.properties['id']).toBe('page.main')
        expect(elementsOf(tree, 'style').length).toBe(1)
      }),
      { numRuns: 300 },
    )
  })
})
