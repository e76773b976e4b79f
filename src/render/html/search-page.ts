import { compare } from '../page-text.ts'
import { type Element, element } from './elements.ts'
import { htmlPage, type PageFrame, searchPath } from './html-page.ts'
import { searchScript } from './search-script.ts'

/** What can be found: a page, or a record that stands on one. */
export interface SearchEntry {
  /** Id of a record; empty for a page. */
  readonly id: string
  readonly title: string
  /** What it is: a page, or the page that it stands on. */
  readonly where: string
  /** Way to it in the HTML edition. */
  readonly target: string
}

/**
 * Everything that can be found, in one list from A to Z, which needs no script. With one, a field above it leaves only
 * what holds all words: the list itself is the index, so there is nothing that could differ from it.
 */
export function searchPage(entries: readonly SearchEntry[], frame: PageFrame): string {
  const sorted = entries.toSorted((a, b) => compare(keyOf(a), keyOf(b)) || compare(a.target, b.target))
  const count = `${sorted.length} pages and records`
  return htmlPage(
    {
      path: searchPath,
      title: 'Search',
      trail: [{ title: 'Index', path: 'README.md' }],
      sections: [],
      script: searchScript,
      content: [
        element('h1', {}, 'Search'),
        element('p', {}, 'Every page, and every record that stands on one, by id and title.'),
        element(
          'div',
          { id: 'page.find', className: ['find'], hidden: true },
          element('label', { htmlFor: ['page.words'] }, 'Words that it holds, all of them'),
          element('input', {
            id: 'page.words',
            type: 'search',
            maxLength: 100,
            autoComplete: ['off'],
            spellCheck: 'false',
          }),
        ),
        element('p', { id: 'page.count', role: 'status' }, count),
        element('ul', { id: 'page.found', className: ['found'] }, ...sorted.map(itemOf)),
      ],
    },
    frame,
  )
}

const keyOf = ({ id, title }: SearchEntry): string => `${id}${id === '' ? '' : ' '}${title}`.toLowerCase()

const itemOf = ({ id, title, where, target }: SearchEntry): Element =>
  element(
    'li',
    {},
    element('a', { href: target }, id === '' ? title : title === '' ? id : `${id}: ${title}`),
    ' ',
    element('span', { className: ['where'] }, where),
  )
