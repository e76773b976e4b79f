import { compare } from '../page-text.ts'
import { type ConvertedPage, convertPage } from './convert-page.ts'
import { element } from './elements.ts'
import { htmlPage, type NavigationPart, type PageBody, type PageFrame, searchPath } from './html-page.ts'
import { htmlPathOf, htmlTarget, pinName } from './page-links.ts'
import { type SearchEntry, searchPage } from './search-page.ts'

export interface HtmlOptions {
  /** Name of the whole, at the head of every page: organisation and system. Plain text. */
  readonly title: string
  /** Documents by part; those whose page is not there are left out. */
  readonly navigation?: readonly NavigationPart[]
  /** Records that have a place on a page, for the search: `vendors.md#ven-aws`. */
  readonly records?: readonly { readonly id: string; readonly title: string; readonly place: string }[]
  /** Last line of every page, for example from which commit it was made. Plain text. */
  readonly note?: string
}

/**
 * The HTML edition of rendered documents: a page for each page of Markdown, `index.html` for `README.md`, a page to
 * search, and every other file as it is. It can be read from a folder, out of a ZIP and on any server.
 *
 * The same input gives the same bytes. What people wrote is in the pages, so they are untrusted: raw HTML is taken in by
 * an allow-list, and a policy in each page forbids it to run, load or send anything.
 *
 * @param files rendered documents by path, pages of Markdown among them; links to what is not there become text
 */
export function htmlEdition(files: ReadonlyMap<string, string>, options: HtmlOptions): ReadonlyMap<string, string> {
  const paths = new Set(files.keys())
  const pages = new Map<string, ConvertedPage>()
  for (const [path, text] of files) {
    if (path.endsWith('.md')) pages.set(path, convertPage(text, path, paths))
    else if (path === pinName) pages.set(path, pinPage(text))
  }
  const frame: PageFrame = {
    title: options.title,
    note: options.note,
    home: paths.has(indexPath) ? htmlPathOf(indexPath) : searchPath,
    navigation: (options.navigation ?? [])
      .map(({ title, documents }) => ({ title, documents: documents.filter(({ path }) => pages.has(path)) }))
      .filter(({ documents }) => documents.length > 0),
  }
  const kept = [...files].filter(([path]) => !path.endsWith('.md'))
  const made = [...pages].map(([path, page]) => {
    const body = { ...page, path, trail: trailOf(path, pages) }
    return [htmlPathOf(path), htmlPage(body, frame)] as const
  })
  const search = searchPage(entriesOf(pages, frame, options.records ?? []), frame)
  const all = [...kept, ...made, [searchPath, search] as const].sort(([a], [b]) => compare(a, b))
  const edition = new Map(all)
  if (edition.size !== all.length) throw new Error('two files have the same name in the HTML edition')
  return edition
}

const indexPath = 'README.md'

/** PIN is read by programs; for people it is a page, because browsers do not show a file without an ending. */
const pinPage = (text: string): ConvertedPage => ({
  title: 'PIN',
  sections: [],
  content: [
    element('h1', {}, 'PIN'),
    element('p', {}, 'From which commit, checkpoint and day the documents were made, and the digest of every page.'),
    element('pre', { tabIndex: 0 }, element('code', {}, text)),
  ],
})

/** The index, and the index of the folder that a page is in. */
function trailOf(path: string, pages: ReadonlyMap<string, ConvertedPage>): PageBody['trail'] {
  const folders = path.split('/').slice(0, -1)
  const indexes = [indexPath, ...folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/${indexPath}`)]
  return indexes.flatMap((index) => {
    const page = index === path ? undefined : pages.get(index)
    return page === undefined ? [] : [{ path: index, title: index === indexPath ? 'Index' : page.title }]
  })
}

/** Every page, and every record that has a place of its own on one. */
function entriesOf(
  pages: ReadonlyMap<string, ConvertedPage>,
  { navigation }: PageFrame,
  records: NonNullable<HtmlOptions['records']>,
): readonly SearchEntry[] {
  const parts = new Map(navigation.flatMap(({ title, documents }) => documents.map(({ path }) => [path, title])))
  const entries = new Map<string, SearchEntry>()
  for (const [path, { title }] of pages) {
    const where = trailOf(path, pages).at(-1)?.title
    const part = parts.get(path) ?? (where === 'Index' ? undefined : where)
    entries.set(path, { id: '', title, where: part ?? '', target: htmlPathOf(path) })
  }
  const paths = new Set(pages.keys())
  for (const { id, title, place } of records) {
    const [path = '', anchor] = place.split('#')
    const target = htmlTarget(place, searchPath, paths)
    const page = pages.get(path)
    if (target === undefined || page === undefined) continue
    // The page of one record is titled by it already, mostly; the record says more than an id alone.
    if (anchor === undefined) {
      const before = entries.get(path)
      if (before !== undefined && !page.title.includes(title)) entries.set(path, { ...before, id, title })
    } else entries.set(`${place} ${id}`, { id, title, where: page.title, target })
  }
  return [...entries.values()]
}
