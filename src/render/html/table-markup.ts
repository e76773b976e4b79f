import { stateWords } from '../page-text.ts'
import { type Element, element, elementsIn, isElement, lineOf } from './elements.ts'

/** The states as words, to the name of their look. */
const looks: ReadonlyMap<string, string> = new Map(
  Object.entries(stateWords).map(([state, word]) => [word.replaceAll('*', ''), state]),
)

/**
 * A table for every reader: headers say what they head, a caption says what it shows, and a wide one scrolls by itself,
 * by the keyboard too.
 *
 * A table of two columns that are both marked as left-aligned holds facts: each row is a name and its value, also the
 * one that Markdown asks to be the header.
 *
 * @param about what the table shows: the heading that it stands under
 * @param number of the table on its page
 */
export function tableMarkup(table: Element, about: string, number: number): Element {
  const rows = elementsIn(table, 'tr')
  const head = rows[0]
  const names = head === undefined ? [] : cellsOf(head)
  const isFacts = names.length === 2 && names.every(({ properties }) => properties['align'] === 'left')
  const body = (isFacts ? rows : rows.slice(1)).map((row) => bodyRow(row, names.map(lineOf), isFacts))
  const id = `table.${number}`
  const caption = element('caption', { id }, about)
  const parts = [
    ...(isFacts || head === undefined ? [] : [element('thead', {}, { ...head, children: names.map(columnHeader) })]),
    element('tbody', {}, ...body),
  ]
  return element(
    'div',
    { className: isFacts ? ['table', 'facts'] : ['table'], role: 'group', ariaLabelledBy: [id], tabIndex: 0 },
    element('table', {}, caption, ...parts),
  )
}

const cellsOf = (row: Element): readonly Element[] => row.children.filter((child) => isElement(child, 'th', 'td'))

const columnHeader = (cell: Element): Element => element('th', { scope: 'col', ...aligned(cell) }, ...cell.children)

function bodyRow(row: Element, names: readonly string[], isFacts: boolean): Element {
  const cells = cellsOf(row)
  const made = cells.map((cell, index) => {
    // A first cell that is all bold names its row, like the likelihood in a heat map.
    const isName = index === 0 && (isFacts || isBold(cell))
    if (isName) return element('th', { scope: 'row' }, ...cell.children)
    const name = isFacts ? lineOf(cells[0] ?? cell) : names[index]
    if (names[0] === 'Likelihood' && isBold(cells[0])) return element('td', heat(cell), ...cell.children)
    return element('td', aligned(cell), ...(name === 'State' ? stateMarkup(cell) : cell.children))
  })
  return element('tr', {}, ...made)
}

/** A cell of a heat map says its band; it is coloured besides. */
function heat(cell: Element): { readonly className?: string[] } {
  const [band] = /(?:low|medium|high|critical)$/.exec(lineOf(cell)) ?? []
  return band === undefined ? aligned(cell) : { className: ['heat', band] }
}

const isBold = (cell: Element | undefined): boolean =>
  cell?.children.length === 1 && isElement(cell.children[0], 'strong')

/** A state is coloured besides its word, and only in a column of states: text of people never stands there. */
function stateMarkup(cell: Element): Element['children'] {
  const look = looks.get(lineOf(cell))
  return look === undefined ? cell.children : [element('span', { className: ['state', look] }, ...cell.children)]
}

/** What is as short as a day stays on one line. */
const shortest = 12

function aligned(cell: Element): { readonly className?: string[] } {
  const { align } = cell.properties
  const length = lineOf(cell).length
  const names = [
    ...(align === 'right' || align === 'center' ? [align] : []),
    ...(cell.tagName === 'td' && length > 4 && length <= shortest ? ['short'] : []),
  ]
  return names.length === 0 ? {} : { className: names }
}
