import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { contentSecurityPolicy } from './content-security.ts'
import { type Element, type ElementContent, element, isElement, type Root } from './elements.ts'
import { htmlPathOf, rootOf } from './page-links.ts'
import { styleOf } from './style.ts'

/** Links to documents, under the name of their part. Paths are those of the Markdown pages. */
export interface NavigationPart {
  readonly title: string
  readonly documents: readonly { readonly title: string; readonly path: string }[]
}

/** What stands around the content of every page of an edition. */
export interface PageFrame {
  /** Name of the whole: organisation and system. */
  readonly title: string
  /** The first page, by its path in the edition. */
  readonly home: string
  readonly navigation: readonly NavigationPart[]
  /** Last line of every page, for example from which commit it was made. */
  readonly note: string | undefined
}

export interface PageBody {
  /** Path of the Markdown page, `controls/CTL-A.md`. */
  readonly path: string
  readonly title: string
  /** Where the page stands, from the index down; without itself. */
  readonly trail: readonly { readonly title: string; readonly path: string }[]
  /** What every sheet of paper repeats. */
  readonly line?: string
  /** Headings of the second level. */
  readonly sections: readonly { readonly title: string; readonly anchor: string }[]
  readonly content: readonly ElementContent[]
  readonly script?: string
}

export const searchPath = 'search.html'

const printer = unified().use(rehypeStringify, { closeSelfClosing: false })

/** A whole page. It needs no script to be read and asks for nothing outside of itself. */
export function htmlPage(body: PageBody, frame: PageFrame): string {
  const { path, script } = body
  const style = styleOf(body.line)
  const isIndex = path === 'README.md'
  const head = element(
    'head',
    {},
    element('meta', { charSet: 'utf-8' }),
    element('meta', { httpEquiv: ['Content-Security-Policy'], content: contentSecurityPolicy(style, script) }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, isIndex ? body.title : `${body.title} – ${frame.title}`),
    element('link', { rel: ['icon'], href: 'data:,' }),
    element('style', {}, style),
  )
  const page = element(
    'body',
    {},
    element('a', { className: ['skip'], href: '#page.main' }, 'Skip to the content'),
    siteHeader(path, frame),
    element('div', { className: ['layout'] }, contentOf(body), ...documentList(path, frame)),
    ...(script === undefined ? [] : [element('script', {}, script)]),
  )
  const root: Root = {
    type: 'root',
    children: [{ type: 'doctype' }, element('html', { lang: 'en' }, head, page)],
  }
  return `${printer.stringify(root)}\n`
}

function siteHeader(path: string, { title, home, navigation }: PageFrame): Element {
  const root = rootOf(path)
  const links = [
    element('li', {}, element('a', { href: `${root}${searchPath}` }, 'Search')),
    ...(navigation.length === 0 ? [] : [element('li', {}, element('a', { href: '#page.documents' }, 'All documents'))]),
  ]
  return element(
    'header',
    { className: ['site'] },
    element(
      'div',
      {},
      element('a', { className: ['name'], href: `${root}${home}` }, title),
      element('ul', {}, ...links),
    ),
  )
}

function contentOf({ path, title, trail, sections, content }: PageBody): Element {
  const root = rootOf(path)
  const steps = [
    ...trail.map((step) => element('li', {}, element('a', { href: `${root}${htmlPathOf(step.path)}` }, step.title))),
    element('li', {}, element('span', { ariaCurrent: 'page' }, title)),
  ]
  const links = trail.map((step) => `${root}${htmlPathOf(step.path)}`)
  const kept = content.filter((child) => !isBackLink(child, links))
  const at = kept.findIndex((child) => child.type === 'element' && child.tagName === 'h1')
  const breadcrumbs = element(
    'nav',
    { className: ['trail'], ariaLabel: 'Where this page stands' },
    element('ol', {}, ...steps),
  )
  const main = element(
    'main',
    { id: 'page.main', tabIndex: -1 },
    ...kept.slice(0, at + 1),
    ...sectionList(sections),
    ...kept.slice(at + 1),
  )
  return element('div', { className: ['content'] }, ...(trail.length === 0 ? [] : [breadcrumbs]), main)
}

/** A line that is nothing but a link back, which the trail above has already. */
function isBackLink(node: ElementContent, links: readonly string[]): boolean {
  if (!isElement(node, 'p') || node.children.length !== 1) return false
  const [link] = node.children
  return isElement(link, 'a') && links.includes(String(link.properties['href']))
}

/** Where a page has many parts, what they are. */
function sectionList(sections: PageBody['sections']): readonly Element[] {
  const linked = sections.filter(({ anchor }) => anchor !== '')
  if (linked.length < 4) return []
  const items = linked.map(({ title, anchor }) => element('li', {}, element('a', { href: `#${anchor}` }, title)))
  return [
    element(
      'nav',
      { className: ['sections'], ariaLabelledBy: ['page.sections'] },
      element('p', { id: 'page.sections', className: ['label'] }, 'On this page'),
      element('ul', {}, ...items),
    ),
  ]
}

function documentList(path: string, { navigation, note }: PageFrame): readonly Element[] {
  const root = rootOf(path)
  const parts = navigation.flatMap(({ title, documents }) => [
    element('p', { className: ['label'] }, title),
    element(
      'ul',
      {},
      ...documents.map((document) =>
        element(
          'li',
          {},
          element(
            'a',
            {
              href: `${root}${htmlPathOf(document.path)}`,
              ...(document.path === path ? { ariaCurrent: 'page' } : {}),
            },
            document.title,
          ),
        ),
      ),
    ),
  ])
  return [
    ...(parts.length === 0
      ? []
      : [
          element(
            'nav',
            { id: 'page.documents', className: ['documents'], ariaLabel: 'All documents', tabIndex: -1 },
            ...parts,
          ),
        ]),
    ...(note === undefined ? [] : [element('footer', { className: ['foot'] }, element('p', {}, note))]),
  ]
}
