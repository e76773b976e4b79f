import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDemo } from '../../src/dev/run-demo.ts'
import { visible } from '../../src/model/visible-text.ts'
import { contentFaults, documentFaults } from '../support/document-faults.ts'
import { documentsWith, hostile } from '../support/documents-with.ts'
import { githubPage } from '../support/github-page.ts'
import { elementsOf, type Page, renderGfm, textOf } from '../support/render-gfm.ts'
import { summariesWith } from '../support/summaries-with.ts'

const folder = mkdtempSync(join(tmpdir(), 'documents-look-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const texts: readonly string[] = [
  '| <script> @everyone #1 $x$\nsecond line',
  hostile,
  '``` fence\n~~~\ncode',
  '<!-- comment --> <!-- open',
  '</details></td></tr></table></div>',
  '<details open><summary>x</summary>',
  '[x]: https://evil.example "title"',
  'see [^1]\n\n[^1]: footnote',
  '\u202etxet desrever\u202c \u2066isolated\u2069',
  'zero\u200bwidth\u200d\ufeff and \u{e0041}tags',
  'w'.repeat(3000),
  `${'long-'.repeat(200)}|${'\\|'.repeat(50)}`,
  '# heading\n## second\n===\n---',
  '- item\n1. item\n> quote\n\n    code',
  '![image](https://evil.example/x.png) <img src=x onerror=alert(1)> <style>*{display:none}</style>',
  '**bold** __bold__ *it* _it_ ~~gone~~ `code` \\',
  '$$x$$ $`x`$ :tada: https://evil.example www.evil.example a@b.example @a/b a/b#1 GH-1',
  '{{constructor}} {{{x}}} {% x %} &lt;b&gt; &#60;b&#62; &amp;lt;',
  '\\| \\\\| \\',
  '> [!WARNING]\n> not ours',
  '[ ] task [x] done',
  '--- | ---',
]

const markdownOf = (files: ReadonlyMap<string, string>): ReadonlyMap<string, Page> =>
  new Map([...files].filter(([path]) => path.endsWith('.md')).map(([path, text]) => [path, renderGfm(text)]))

/** Elements in the order of the page, without those that only keep a dollar sign from meaning something. */
const structureOf = ({ asked }: Page): readonly string[] => asked.filter((element) => element !== 'span ')

const empty = renderGfm('')

/** The same paragraphs with nothing in them that could mean something. */
/** As long, because long titles are cut; and said by somebody, because empty words count as nothing. */
const harmless = (text: string): string =>
  text
    .split(/\n[ \t]*\n/)
    .map((part) => 'Some plain words of a person who means well. '.repeat(9).slice(0, Math.max(16, part.length)).trim())
    .join('\n\n')

const shown = (page: Page): string => textOf(page.tree).replaceAll('\u2060', '').replace(/\s+/g, ' ')
const wanted = (text: string): string => visible(text).replace(/\s+/g, ' ').trim()

let demo: ReadonlyMap<string, string> = new Map()
beforeAll(async () => {
  const root = join(folder, 'demo')
  await runDemo(root)
  const documents = join(root, 'documents')
  const paths = readdirSync(documents, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
  const files = paths.filter((path) => statSync(join(documents, path)).isFile())
  demo = new Map(files.map((path) => [path, readFileSync(join(documents, path), 'utf8')]))
})

describe('the documents of the demo', () => {
  test('read as they are meant to, by a renderer', () => {
    const pages = markdownOf(demo)
    expect(pages.size).toBeGreaterThan(100)
    const others = new Set([...demo.keys()].filter((path) => !pages.has(path)))
    expect(documentFaults(pages, others)).toEqual([])
  })

  test('hold nothing that asks a browser to run, draw or fetch', () => {
    const names = new Set([...markdownOf(demo).values()].flatMap(({ asked }) => asked.map((one) => one.split(' ')[0])))
    expect([...names].filter((name) => !known.has(name ?? ''))).toEqual([])
  })

  test('tell who went around review, when and how', () => {
    const page = shown(renderGfm(demo.get('changes/2026-Q2.md') ?? ''))
    expect(page).toMatch(/2026-06-18 \w{12} Raise the checkout timeout Dee Walsh.* on main without a pull request/)
  })

  test('show the title that holds everything as it was written', () => {
    expect(shown(renderGfm(demo.get('changes/README.md') ?? ''))).toContain(
      'Escape | pipes, <b>tags</b>, @team and #1 in exports for $5$',
    )
  })
})

/** What pages are made of. */
const known = new Set(
  'h1 h2 h3 h4 h5 h6 p a strong em del code pre ul ol li blockquote hr br table thead tbody tr th td details summary span'.split(
    ' ',
  ),
)

describe.each(texts.map((text) => [text.slice(0, 60), text] as const))('%j', (_name, text) => {
  test('as every title, name and text, changes no structure of any page', () => {
    const files = documentsWith({ text, body: 'A text.' })
    const pages = markdownOf(files)
    const plain = markdownOf(documentsWith({ text: harmless(text), body: 'A text.' }))
    for (const [path, page] of pages) {
      expect([path, structureOf(page)]).toEqual([path, structureOf(plain.get(path) ?? empty)])
      expect([path, page.allowed]).toEqual([path, page.asked])
    }
    expect([...pages.keys()]).toEqual([...plain.keys()])
    expect(shown(pages.get('risk-register.md') ?? empty)).toContain(wanted(text.split(/\n[ \t]*\n/)[0] ?? ''))
  })

  test('as the text of a policy, stays below its heading and ends before the footer', () => {
    const path = 'policies/POL-CHANGE.md'
    const rendered = (body: string) => renderGfm(documentsWith({ text: 'harmless', body }).get(path) ?? '')
    const page = rendered(`${text}\n`)
    expect(page.allowed).toEqual(page.asked)
    expect([...new Set(page.asked.map((one) => one.split(' ')[0] ?? ''))].filter((name) => !known.has(name))).toEqual(
      [],
    )
    const headings = (one: Page) => elementsOf(one.tree, 'h1', 'h2').map(textOf)
    expect(headings(page)).toEqual(headings(rendered('A text.')))
    const own = page.tree.children.filter((child) => child.type === 'element')
    expect(own.slice(-3).map(({ tagName }) => tagName)).toEqual(['hr', 'p', 'p'])
    for (const link of elementsOf(page.tree, 'a'))
      expect(link.properties['href']).toMatch(/^(https?:|mailto:|\.\.\/|#|README|POL-)/)
  })

  test('changes no structure of the summary of a job', () => {
    const plain = summariesWith(harmless(text).split('\n')[0] ?? '')
    for (const [name, summary] of summariesWith(text)) {
      const page = renderGfm(summary)
      expect([name, structureOf(page)]).toEqual([name, structureOf(renderGfm(plain.get(name) ?? ''))])
      expect([name, contentFaults(page, 0).filter((fault) => !fault.startsWith('shows '))]).toEqual([name, []])
      expect(shown(page)).toContain(wanted(text))
    }
  })
})

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

describe.skipIf(browser === undefined)(`in a browser (${browser ?? 'skipped: there is no Chromium here'})`, () => {
  const chromium = (...args: readonly string[]) =>
    execFileSync(
      browser ?? '',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--window-size=1000,1400',
        ...args,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
  const measure = '<script>document.documentElement.dataset.width = document.documentElement.scrollWidth</script>'

  test.each([
    ['the front page', () => demo.get('README.md')],
    ['a quarter', () => demo.get('changes/2026-Q2.md')],
    ['the risk register', () => demo.get('risk-register.md')],
    ['a policy', () => demo.get('policies/POL-CHANGE.md')],
    ['a control', () => demo.get('controls/CTL-CHG-DETECT.md')],
    ['a month of evidence', () => demo.get('evidence/2026-06.md')],
    [
      'a page of very long words',
      () => documentsWith({ text: 'w'.repeat(3000), body: 'w'.repeat(3000) }).get('README.md'),
    ],
  ])('%s is drawn, and nothing sticks out of it', (name, pageOf) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.html`)
    writeFileSync(file, githubPage(renderGfm(pageOf() ?? '')) + measure)
    const width = Number(/data-width="(\d+)"/.exec(chromium('--dump-dom', `file://${file}`))?.[1])
    expect(width).toBeGreaterThan(0)
    expect(width).toBeLessThanOrEqual(1000)
    const picture = `${file}.png`
    chromium(`--screenshot=${picture}`, `file://${file}`)
    const png = readFileSync(picture)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.length).toBeGreaterThan(10_000)
  })
})
