import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDemo } from '../../src/dev/run-demo.ts'
import { htmlEdition } from '../../src/render/html/html-edition.ts'
import { searchScript } from '../../src/render/html/search-script.ts'
import { type Browser, chromiumFile, openBrowser, type Tab } from '../support/chromium.ts'
import { documentsWith, hostile } from '../support/documents-with.ts'
import { htmlFaults } from '../support/html-faults.ts'
import { runCli } from '../support/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'html-edition-'))
const site = join(folder, 'site')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files: ReadonlyMap<string, string> = new Map()
let pages: readonly string[] = []
beforeAll(async () => {
  const demo = join(folder, 'demo')
  await runDemo(demo)
  const made = await runCli(['render', '--format', 'html', '--out', site, '--as-of', '2026-08-31'], { cwd: demo })
  expect(made).toMatchObject({ status: 0 })
  // Pages in which every text of people is an attack, beside those of the demo.
  for (const [path, text] of htmlEdition(documentsWith({ body: hostile }), { title: hostile })) {
    mkdirSync(dirname(join(site, 'hostile', path)), { recursive: true })
    writeFileSync(join(site, 'hostile', path), text)
  }
  const paths = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(site, path)).isFile(),
  )
  files = new Map(paths.map((path) => [path, readFileSync(join(site, path), 'utf8')]))
  pages = paths.filter((path) => path.endsWith('.html')).sort()
})

test('every page is whole, leads only to what is there, and runs nothing', () => {
  const own = new Map([...files].filter(([path]) => !path.startsWith('hostile/')))
  expect(own.size).toBeGreaterThan(100)
  expect(htmlFaults(own, [searchScript])).toEqual([])
})

describe.skipIf(chromiumFile === undefined)(
  `in a browser (${chromiumFile ?? 'skipped: there is no Chromium here'})`,
  () => {
    let browser: Browser
    let tab: Tab
    let server: Server
    let origin = ''
    beforeAll(async () => {
      browser = openBrowser()
      tab = await browser.tab()
      server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname.slice(1))
        const text = files.get(path)
        response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
        response.end(text ?? 'not found')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterAll(async () => {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
    })

    const fileOf = (path: string) => pathToFileURL(join(site, path)).href
    const sticksOut = () =>
      tab.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

    test('no page sticks out of a phone or a desk, asks for anything else, or has an error', async () => {
      for (const [base, addressOf] of [
        ['file', fileOf],
        ['http', (path: string) => `${origin}/${path}`],
      ] as const)
        for (const path of pages) {
          const wrong: string[] = []
          await tab.size(1280, 900)
          tab.noticed()
          await tab.open(addressOf(path))
          if ((await sticksOut()) > 0) wrong.push('sticks out at 1280')
          await tab.size(360, 740)
          if ((await sticksOut()) > 0) wrong.push('sticks out at 360')
          const { errors, requests } = tab.noticed()
          wrong.push(...errors, ...requests.filter((one) => one !== addressOf(path) && one !== 'data:,'))
          expect([base, path, wrong]).toEqual([base, path, []])
        }
    }, 600_000)

    const violations = () =>
      tab.evaluate<readonly string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' | ')))`)

    /** Pages of a folder are made alike: its first three and its last two, and every page that is in none. */
    const ofEachKind = (paths: readonly string[]) => {
      const folders = new Set(paths.map((path) => dirname(path)))
      return [...folders].flatMap((name) => {
        const inside = paths.filter((path) => dirname(path) === name)
        return name === '.' || inside.length < 6 ? inside : [...inside.slice(0, 3), ...inside.slice(-2)]
      })
    }

    test.each([
      ['light', 1280],
      ['dark', 360],
    ] as const)(
      'no page breaks a rule of accessibility, %s at %i',
      async (scheme, width) => {
        await tab.size(width, 900)
        await tab.media({ scheme })
        for (const path of ofEachKind(pages)) {
          await tab.open(fileOf(path))
          await tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
          await tab.evaluate(axe.source)
          expect([path, await violations()]).toEqual([path, []])
        }
        await tab.evaluate("document.documentElement.removeAttribute('lang'); document.querySelector('h1').remove()")
        expect(await violations()).toHaveLength(2)
        await tab.media({})
      },
      900_000,
    )

    test('the keyboard alone: the skip link comes first and skips, and details open', async () => {
      await tab.size(1280, 900)
      await tab.open(fileOf('changes/2026-Q2.html'))
      await tab.press('Tab')
      expect(await tab.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
      expect(await tab.evaluate('document.activeElement.getBoundingClientRect().left >= 0')).toBe(true)
      await tab.press('Enter')
      expect(await tab.evaluate('document.activeElement.tagName')).toBe('MAIN')
      const withDetails = pages.find((path) => files.get(path)?.includes('<summary>') === true) ?? ''
      await tab.open(fileOf(withDetails))
      for (let steps = 0; steps < 300; steps += 1) {
        await tab.press('Tab')
        if (await tab.evaluate("document.activeElement.tagName === 'SUMMARY'")) break
      }
      expect(await tab.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none')
      await tab.press('Enter')
      expect(await tab.evaluate('document.activeElement.parentElement.open')).toBe(true)
      await tab.press('Space')
      expect(await tab.evaluate('document.activeElement.parentElement.open')).toBe(false)
    })

    test('a wide table scrolls by itself, by the keyboard', async () => {
      await tab.size(360, 740)
      await tab.open(fileOf('changes/2026-Q2.html'))
      expect(
        await tab.evaluate(
          "[...document.querySelectorAll('.table')].some((one) => one.scrollWidth > one.clientWidth && one.tabIndex === 0)",
        ),
      ).toBe(true)
    })

    test('the search leaves what holds all words, and everything where nothing is looked for', async () => {
      await tab.size(1280, 900)
      await tab.open(fileOf('search.html'))
      const shown = () =>
        tab.evaluate<readonly string[]>(
          "[...document.querySelectorAll('#page\\\\.found > li')].filter((one) => !one.hidden).map((one) => one.textContent)",
        )
      const all = await shown()
      expect(all.length).toBeGreaterThan(100)
      await tab.evaluate("document.getElementById('page.words').focus()")
      await tab.type('ctl-chg detect')
      await expect.poll(shown).toEqual([expect.stringContaining('CTL-CHG-DETECT')])
      expect(await tab.evaluate("document.getElementById('page.count').textContent")).toBe(`1 of ${all.length}`)
      await tab.type(' nothinglikethis')
      await expect
        .poll(() => tab.evaluate("document.getElementById('page.count').textContent"))
        .toBe('Nothing holds all of these words.')
      await tab.evaluate(
        "document.getElementById('page.words').value = ''; document.getElementById('page.words').dispatchEvent(new Event('input'))",
      )
      await expect.poll(async () => (await shown()).length).toBe(all.length)
    })

    test('on paper everything that is folded away is open, and sources say their address', async () => {
      await tab.size(1280, 900)
      const path = pages.find((one) => files.get(one)?.includes('<summary>') === true) ?? ''
      await tab.open(fileOf(path))
      const seen = "document.querySelector('details > :not(summary)').checkVisibility()"
      expect(await tab.evaluate(seen)).toBe(false)
      await tab.media({ print: true })
      expect(await tab.evaluate(seen)).toBe(true)
      expect(await tab.evaluate("getComputedStyle(document.querySelector('.site ul')).display")).toBe('none')
      const pdf = await tab.print()
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      expect(pdf.length).toBeGreaterThan(10_000)
      await tab.media({})
    })
  },
)
