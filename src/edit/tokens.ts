import { CST, Parser } from 'yaml'
import { SourceText } from '../read/document-map.ts'

export type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection
export type Item = Collection['items'][number]

/** A text with its concrete syntax: every byte belongs to a token, so every place in it can be told. */
export interface TokenTree {
  readonly source: SourceText
  readonly text: string
  /** One for each document of the file, in order. */
  readonly documents: readonly CST.Document[]
  /** Offsets of all comments, in order. */
  readonly comments: readonly number[]
}

export function toTokenTree(file: string, text: string): TokenTree {
  const documents: CST.Document[] = []
  const comments: number[] = []
  for (const token of new Parser().parse(text)) {
    if (token.type === 'document') documents.push(token)
    collectComments(token, comments)
  }
  return { source: new SourceText(file, text), text, documents, comments: comments.sort((a, b) => a - b) }
}

function collectComments(root: CST.Token, found: number[]): void {
  const open: CST.Token[] = [root]
  const pushAll = (tokens: readonly CST.Token[] | undefined) => {
    if (tokens !== undefined) for (const token of tokens) open.push(token)
  }
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    if (token.type === 'comment') found.push(token.offset)
    if ('start' in token && Array.isArray(token.start)) pushAll(token.start)
    if ('props' in token) pushAll(token.props)
    if ('end' in token) pushAll(token.end)
    if ('value' in token && token.value !== undefined) open.push(token.value)
    if (!('items' in token)) continue
    for (const item of token.items) {
      pushAll(item.start)
      pushAll(item.sep)
      if (item.key !== undefined && item.key !== null) open.push(item.key)
      if (item.value !== undefined) open.push(item.value)
    }
  }
}

export const isCollection = (token: CST.Token | undefined): token is Collection =>
  token?.type === 'block-map' || token?.type === 'block-seq' || token?.type === 'flow-collection'

export const isFlowMapping = (token: Collection): boolean =>
  token.type === 'flow-collection' && token.start.type === 'flow-map-start'

export const isFlowList = (token: Collection): boolean =>
  token.type === 'flow-collection' && token.start.type === 'flow-seq-start'

/** The name a key is known by: `1.10` stays `1.10`, quotes are not part of it. */
export function keyName(item: Item): string | undefined {
  const { key } = item
  return key !== null && key !== undefined && CST.isScalar(key) ? CST.resolveAsScalar(key).value : undefined
}

const known = new WeakMap<Collection, Item[]>()

/** Entries that hold something; comments and commas behind the last one make an empty one. */
export function entriesOf(collection: Collection): Item[] {
  const found = known.get(collection)
  if (found !== undefined) return found
  const entries = (collection.items as readonly Item[]).filter(
    (item) =>
      item.value !== undefined ||
      (item.key !== undefined && item.key !== null) ||
      item.sep?.some(({ type }) => type === 'map-value-ind') === true ||
      (collection.type === 'block-seq' && item.start.some(({ type }) => type === 'seq-item-ind')),
  )
  known.set(collection, entries)
  return entries
}

/** Offset of the first byte of an entry: its dash or its key. */
export function startOfEntry(item: Item): number {
  const mark = item.start.find(({ type }) => type === 'seq-item-ind' || type === 'explicit-key-ind')
  if (mark !== undefined) return mark.offset
  return item.key?.offset ?? item.value?.offset ?? item.sep?.[0]?.offset ?? 0
}

/** Offset behind the last byte of an entry. */
export function endOfEntry(item: Item): number {
  if (item.value !== undefined) return endOf(item.value)
  return afterIntroduction(item)
}

/** Offset behind what introduces the value of an entry: its dash, its colon, or its key where there is no colon. */
export function afterIntroduction(item: Item): number {
  const mark =
    item.sep?.find(({ type }) => type === 'map-value-ind') ?? item.start.find(({ type }) => type === 'seq-item-ind')
  if (mark !== undefined) return mark.offset + mark.source.length
  return item.key === undefined || item.key === null ? startOfEntry(item) : endOf(item.key)
}

/** Offset behind the last byte of a value. A block scalar ends behind its last line break. */
export function endOf(token: CST.Token): number {
  if (token.type === 'block-scalar') {
    const props = token.props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), 0)
    const first = token.props[0]
    return (first === undefined ? token.offset : first.offset) + props + token.source.length
  }
  if (token.type === 'flow-collection') {
    const end = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')
    return end === undefined ? token.start.offset + 1 : end.offset + 1
  }
  if (token.type === 'block-map' || token.type === 'block-seq') {
    const last = entriesOf(token).at(-1)
    return last === undefined ? token.offset : endOfEntry(last)
  }
  return token.offset + ('source' in token ? token.source.length : 0)
}

/** The column, from 0, that an offset is in. */
export const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1)

export const holdsComment = ({ comments }: TokenTree, start: number, end: number): boolean =>
  comments.some((offset) => offset >= start && offset < end)
