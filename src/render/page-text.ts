import type { ControlState } from '../assess/assessment.ts'
import { inlineText } from '../model/markdown-text.ts'

/** States and verdicts as words: colour or a symbol alone would say nothing to some readers. */
export const stateWords: Readonly<Record<ControlState, string>> = {
  met: 'Met',
  'partially-met': 'Partially met',
  'not-met': '**Not met**',
  'not-evaluated': 'Not evaluated',
  'not-applicable': 'Not applicable',
}

/** What needs somebody comes first. */
export const byUrgency: readonly ControlState[] = ['not-met', 'partially-met', 'not-evaluated', 'met', 'not-applicable']

export const nothing = '–'

/** Text of a person in a cell or a line; a dash where there is none. */
export const orNothing = (text: string | undefined): string => {
  const shown = text === undefined ? '' : inlineText(text)
  return shown === '' ? nothing : shown
}

export const listOf = (items: readonly string[]): string => (items.length === 0 ? nothing : items.join(', '))

/** Hex digits, ids and days need no escaping; anything else is shown as text. */
export const code = (text: string): string => (/^[A-Za-z0-9_:.-]+$/.test(text) ? `\`${text}\`` : inlineText(text))

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** A place in a page that a link may name; GitHub and the HTML edition keep it. @param name letters, digits and hyphens */
export const anchor = (name: string): string => `<a id="${name}"></a>`

/** Rows of a table: the first ones open, the rest folded away. `summary` is empty for the open part. */
export interface Block<T> {
  readonly summary: string
  readonly rows: readonly T[]
}

/** @param noun for the folded part, for example `more commits` */
export function blocksOf<T>(rows: readonly T[], shown: number, noun: string): readonly Block<T>[] {
  if (rows.length === 0) return []
  const open = { summary: '', rows: rows.slice(0, shown) }
  const rest = rows.slice(shown)
  const counted = rest.length === 1 ? singular(noun) : noun
  return rest.length === 0 ? [open] : [open, { summary: `${rest.length} ${counted}`, rows: rest }]
}

/** `more policies` -> `more policy`, `more commits` -> `more commit` */
const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')

/** Parts of a list, so that no page grows above what GitHub shows (it cuts long Markdown files). */
export function partsOf<T>(rows: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: T[][] = []
  for (let at = 0; at < rows.length; at += size) parts.push(rows.slice(at, at + size))
  return parts
}

/**
 * Parts of a list of rows, none of them much above a quarter of a megabyte of Markdown: GitHub cuts pages above half of one.
 * @param limit in bytes of all cells together
 */
export function partsOfBytes<T extends object>(rows: readonly T[], limit = 200_000): readonly (readonly T[])[] {
  const parts: T[][] = []
  let size = limit
  for (const row of rows) {
    const own = Object.values(row).reduce((sum: number, cell) => sum + Buffer.byteLength(String(cell)), 0)
    if (size + own > limit) {
      parts.push([])
      size = 0
    }
    parts.at(-1)?.push(row)
    size += own
  }
  return parts
}

/** Order by code units, the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
