import { CST } from 'yaml'
import {
  type Collection,
  columnOf,
  entriesOf,
  isCollection,
  isFlowMapping,
  keyName,
  startOfEntry,
  type TokenTree,
} from './tokens.ts'
import { isDate } from './write-scalar.ts'

/** How a person lays out a file; what is written into it looks the same. */
export interface Layout {
  readonly newline: '\n' | '\r\n'
  /** Columns from a mapping to what is inside it. */
  readonly step: number
  /** Columns from a key to the dashes of its list: 0 where they are in one line. */
  readonly listStep: number
  readonly quotes: 'single' | 'double'
  /** Whether days stand without quotes. */
  readonly plainDates: boolean
  /** Between a bracket and what is inside: `{a: 1}` or `{ a: 1 }`. */
  readonly padding: '' | ' '
  /** For each key with a list or mapping, how the first one of that name is written. */
  readonly formOf: ReadonlyMap<string, 'flow' | 'block'>
  /** Longest line to write. */
  readonly width: number
}

export function layoutOf({ text, documents }: TokenTree): Layout {
  const formOf = new Map<string, 'flow' | 'block'>()
  let step: number | undefined
  let listStep: number | undefined
  let padding: '' | ' ' | undefined
  let single = 0
  let double = 0
  let plainDates: boolean | undefined
  const open: CST.Token[] = documents.flatMap(({ value }) => (value === undefined ? [] : [value])).reverse()
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    if (token.type === 'single-quoted-scalar') single += 1
    if (token.type === 'double-quoted-scalar') double += 1
    if (CST.isScalar(token) && isDate(CST.resolveAsScalar(token).value)) plainDates ??= token.type === 'scalar'
    if (!isCollection(token)) continue
    if (token.type === 'flow-collection' && isFlowMapping(token)) padding ??= paddingOf(text, token)
    for (const item of [...entriesOf(token)].reverse()) {
      if (item.value !== undefined) open.push(item.value)
    }
    if (token.type !== 'block-map') continue
    for (const item of entriesOf(token)) {
      const { value } = item
      const name = keyName(item)
      if (!isCollection(value) || entriesOf(value).length === 0) continue
      if (name !== undefined && !formOf.has(name)) formOf.set(name, value.type === 'flow-collection' ? 'flow' : 'block')
      const deeper = columnIn(text, value) - columnOf(text, startOfEntry(item))
      if (value.type === 'block-map') step ??= deeper
      if (value.type === 'block-seq') listStep ??= deeper
    }
  }
  return {
    newline: /\r\n/.test(text) && !/(?<!\r)\n/.test(text) ? '\r\n' : '\n',
    step: step !== undefined && step > 0 ? step : 2,
    listStep: listStep !== undefined && listStep >= 0 ? listStep : 2,
    quotes: single > double ? 'single' : 'double',
    plainDates: plainDates ?? false,
    padding: padding ?? '',
    formOf,
    width: 118,
  }
}

const paddingOf = (text: string, token: CST.FlowCollection): '' | ' ' | undefined =>
  entriesOf(token).length === 0 ? undefined : text[token.start.offset + 1] === ' ' ? ' ' : ''

const columnIn = (text: string, collection: Collection): number => {
  const [first] = entriesOf(collection)
  return columnOf(text, first === undefined ? collection.offset : startOfEntry(first))
}
