import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { checkPages } from '../../../src/render/check-pages.ts'
import { anatomyOf, slugOf, slugOfText } from '../../../src/render/page-links.ts'
import { documentsWith, hostile } from '../../support/documents-with.ts'

const url = 'https://github.com/example/shop'
const commit = 'a'.repeat(40)
const repository = { url, isKnown: (sha: string) => sha === commit }

/** A tree of an index and one page under test. */
const faultsOf = (text: string, more: Readonly<Record<string, string>> = {}) =>
  checkPages(
    new Map(
      Object.entries({
        'README.md': '# Index\n\n[a](sub/a.md)\n\n## Two words\n',
        PIN: '{}\n',
        'sub/a.md': `# A\n\n[Index](../README.md)\n\n${text}\n`,
        ...more,
      }),
    ),
    repository,
  ).map(({ path, line, what }) => `${path}:${line}: ${what}`)

describe('a link', () => {
  test.each([
    '[pin](../PIN)',
    '[itself](#a)',
    '[heading](../README.md#two-words)',
    '[web](https://example.com/x#y) <https://example.com>',
    '[mail](mailto:a@example.com)',
    `[file](${url}/blob/${commit}/a%20b/c.yaml#L3)`,
    `[commit](${url}/commit/${'b'.repeat(40)}) [pull](${url}/pull/1)`,
    '`[code](nowhere.md)` and \\[text\\](nowhere.md)',
    '```\n[code](nowhere.md)\n```',
    'a note[^1]\n\n[^1]: which is here',
    '<a id="record-7"></a>[seven](#record-7)',
  ])('that leads somewhere: %s', (text) => {
    expect(faultsOf(text)).toEqual([])
  })

  test.each([
    ['[x](b.md)', 'the link b.md leads to no file'],
    ['[x](../README.md#three)', 'the link ../README.md#three names no heading of README.md'],
    ['[x](#gone)', 'the link #gone names no heading of sub/a.md'],
    ['[x](../PIN#top)', 'the link ../PIN#top names no heading of PIN'],
    ['[x](../../out.md)', 'the link ../../out.md leads out of the documents'],
    ['[x](/README.md)', 'the link /README.md leads out of the documents'],
    ['[x](<b c.md>)', 'the link b c.md leads to no file'],
    ['![x](image.png)', 'the link image.png leads to no file'],
    ['<a href="b.md">x</a>', 'the link b.md leads to no file'],
    ['[x](../README.md "title") [y](b.md "title")', 'the link b.md leads to no file'],
    ['| [x](b.md) | `a` |', 'the link b.md leads to no file'],
    [`[x](${url}/blob/main/a.yaml)`, `the link ${url}/blob/main/a.yaml names no commit`],
    [`[x](${url}/blob/${commit})`, `the link ${url}/blob/${commit} names no file`],
    [
      `[x](${url}/blob/${'c'.repeat(40)}/a.yaml)`,
      `the link ${url}/blob/${'c'.repeat(40)}/a.yaml names a commit that the branch never had`,
    ],
    [`[x](${url}/commit/abc)`, `the link ${url}/commit/abc names no commit`],
    [`[x](${url}/tree/main)`, `the link ${url}/tree/main is not permanent`],
    ['a note[^1]', 'there is no footnote 1'],
  ])('that leads nowhere: %s', (text, what) => {
    expect(faultsOf(text)).toEqual([`sub/a.md:5: ${what}`])
  })
})

describe('a page', () => {
  test('is found from the index in three clicks, and leads back', () => {
    const page = (next: string) => `# X\n\n[Index](../README.md) [next](${next})\n`
    expect(
      faultsOf('[b](b.md)', {
        'sub/b.md': page('c.md'),
        'sub/c.md': page('d.md'),
        'sub/d.md': '# D\n',
        'sub/e.md': page('a.md'),
      }),
    ).toEqual([
      'sub/d.md:0: it has no link back to the index',
      'sub/d.md:0: it is 4 clicks from the index',
      'sub/e.md:0: no way leads to it from the index',
    ])
  })

  test('is no longer than GitHub shows', () => {
    expect(faultsOf('x'.repeat(399_900))).toEqual([])
    expect(faultsOf('é'.repeat(200_000))).toEqual(['sub/a.md:0: it has 400029 bytes; GitHub cuts pages above 400000'])
  })

  test('calls every footnote that it has', () => {
    expect(faultsOf('[^x]: nobody calls it')).toEqual(['sub/a.md:0: the footnote x is called from nowhere'])
  })
})

describe('the name of a heading', () => {
  test.each([
    ['Two words', 'two-words'],
    ['POL-A: A *strong* `code` title, 50 %', 'pol-a-a-strong-code-title-50-'],
    ['A [link](x.md#y) here', 'a-link-here'],
    ['snake_case and _emphasis_', 'snake_case-and-emphasis'],
    ['Über naïve 名前', 'über-naïve-名前'],
    ['a \\| b &lt;c&gt; @&#8288;d', 'a--b-c-d'],
    ['<span>$</span>5 closed ##', '5-closed'],
  ])('%s', (heading, slug) => {
    expect(slugOf(heading)).toBe(slug)
  })

  test('has a number where it is there already, also where that is taken', () => {
    expect([...anatomyOf('# A\n## A\n## A-1\n## A\n').anchors]).toEqual(['a', 'a-1', 'a-1-1', 'a-2'])
  })
})

interface Node {
  readonly type: string
  readonly url?: string
  readonly value?: string
  readonly children?: readonly Node[]
}
const parser = unified().use(remarkParse).use(remarkGfm)
const nodesOf = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(nodesOf)]
const textOf = (node: Node): string =>
  node.type === 'html' ? '' : (node.value ?? (node.children ?? []).map(textOf).join(''))

describe('every page of the fixtures', () => {
  const files = documentsWith({
    body: `# Text\n${hostile}\n\n## _Who_ [may](#text) \`x\`\n\nSee [it](POL-CHANGE.md#text).\n`,
  })

  test('has links, anchors and ways that lead somewhere', () => {
    expect(checkPages(files, { url, isKnown: () => true })).toEqual([])
  })

  test('is read as a full parser reads it', () => {
    // A full parser takes its time: three pages of each folder.
    const parsed = new Map<string, number>()
    for (const [path, text] of files) {
      const folder = path.slice(0, path.lastIndexOf('/') + 1)
      parsed.set(folder, (parsed.get(folder) ?? 0) + (folder === '' ? 0 : 1))
      if (!path.endsWith('.md') || (parsed.get(folder) ?? 0) > 3) continue
      const nodes = nodesOf(parser.parse(text) as Node)
      const targets = nodes.filter(({ type }) => type === 'link' || type === 'image').map(({ url: to = '' }) => to)
      const ours = anatomyOf(text).links.map(({ target }) => target)
      // Addresses in plain text are links for the parser; they lead out in any case.
      const inside = (all: readonly string[]) => all.filter((to) => !/^https?:/.test(to)).sort()
      expect([path, inside(ours)]).toEqual([path, inside(targets)])
      const slugs = nodes.filter(({ type }) => type === 'heading').map((node) => slugOfText(textOf(node).trim()))
      const ids = new Set(
        nodes.flatMap(({ type, value = '' }) => (type === 'html' ? (/ id="([^"]*)"/.exec(value)?.[1] ?? []) : [])),
      )
      expect([
        path,
        [...anatomyOf(text).anchors].filter((name) => !ids.has(name)).map((name) => name.replace(/-\d+$/, '')),
      ]).toEqual([path, slugs.map((name) => name.replace(/-\d+$/, ''))])
    }
  })
})
