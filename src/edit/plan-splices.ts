import type { CST } from 'yaml'
import type { RecordPath } from '../model/location.ts'
import { cannotEdit } from './cannot-edit.ts'
import type { Edit, YamlValue } from './edit.ts'
import { findSlot, type Slot } from './find-slot.ts'
import type { Layout } from './layout.ts'
import type { Splice } from './splice.ts'
import {
  columnOf,
  endOf,
  endOfEntry,
  entriesOf,
  holdsComment,
  type Item,
  isCollection,
  isFlowMapping,
  keyName,
  startOfEntry,
  type TokenTree,
} from './tokens.ts'
import { blockScalar, isDate, type ScalarStyle, writeScalar } from './write-scalar.ts'
import { indent, type Written, writeBlock, writeEntry, writeFlow, writeKey, writePair } from './write-value.ts'

interface Place {
  readonly tree: TokenTree
  readonly layout: Layout
}

/**
 * The bytes of a text that an edit replaces.
 * @throws Refusal where the path leads nowhere, or a comment would be lost
 */
export function planSplices(place: Place, document: CST.Document, edit: Edit): Splice[] {
  const { slot, rest } = findSlot(place.tree, document, edit.path)
  const [missing] = rest
  if (edit.kind === 'remove' && rest.length === 0) return remove(place, slot)
  if (edit.kind === 'append' && rest.length === 0) return append(place, slot, edit.value)
  if (edit.kind === 'set' && rest.length === 0) return set(place, slot, edit.value)
  if (edit.kind !== 'remove' && rest.length === 1 && typeof missing === 'string') {
    const value = edit.kind === 'set' ? edit.value : [edit.value]
    return addKey(place, slot, missing, value, edit.kind === 'set' ? (edit.order ?? []) : [])
  }
  throw cannotEdit(place.tree.source.file, edit.path, 'is not in the file', 'It may have changed; read it again.')
}

function set(place: Place, slot: Slot, value: YamlValue): Splice[] {
  const { tree, layout } = place
  const { token, after } = slot
  if (slot.inFlow) {
    const text = writeAs(token, value, layout, true) ?? writeFlow(value, layout)
    if (token === undefined) return [{ start: after, end: after, text: `${hasColon(slot) ? '' : ':'} ${text}` }]
    return [replace(place, slot, token.offset, endOf(token), text)]
  }
  const name = slot.path.at(-1)
  const inline = writeAs(token, value, layout, false)
  const written: Written =
    inline === undefined
      ? writeBlock(value, layout, typeof name === 'string' ? name : undefined)
      : { inline, lines: [] }
  if (token?.type === 'block-scalar') return replaceBlockScalar(place, slot, token, value, written)
  const lines = indent(written.lines, slot.column)
  if (token?.type === 'block-map' || token?.type === 'block-seq') {
    if (slot.holder === undefined) {
      throw cannotEdit(tree.source.file, [], 'cannot be replaced as a whole', 'Change its parts.')
    }
    const end = withoutLineEnd(tree.text, endOf(token))
    const text = [written.inline === '' ? '' : ` ${written.inline}`, ...lines].join(layout.newline)
    return [replace(place, slot, after, end, text)]
  }
  const end = token === undefined ? after : endOf(token)
  const start = token === undefined || written.inline === '' ? after : token.offset
  const text = start === after && written.inline !== '' ? ` ${written.inline}` : written.inline
  return [replace(place, slot, start, end, text), ...insertLines(place, end, lines)]
}

/** A scalar in the style of the one that it replaces; undefined where that style cannot be kept. */
function writeAs(token: CST.Token | undefined, value: YamlValue, layout: Layout, inFlow: boolean): string | undefined {
  if (token === undefined || (typeof value === 'object' && value !== null)) return undefined
  const style = styleOf(token)
  if (style === undefined || (typeof value === 'string' && value.includes('\n') && !inFlow)) return undefined
  const plainDates = layout.plainDates || (style === 'plain' && 'source' in token && isDate(token.source))
  return writeScalar(value, { inFlow, style, plainDates, quotes: layout.quotes })
}

function styleOf(token: CST.Token): ScalarStyle | undefined {
  if (token.type === 'scalar') return 'plain'
  if (token.type === 'single-quoted-scalar') return 'single'
  return token.type === 'double-quoted-scalar' ? 'double' : undefined
}

function replaceBlockScalar(
  place: Place,
  slot: Slot,
  token: CST.BlockScalar,
  value: YamlValue,
  otherwise: Written,
): Splice[] {
  const { text } = place.tree
  const { newline, width, step } = place.layout
  const start = token.props[0]?.offset ?? token.offset
  const end = endOf(token)
  const bodyStart = end - token.source.length
  const header = text.slice(start, bodyStart)
  // A remark on the line of the header stays.
  const remark = /^\S+([ \t]+#[^\r\n]*)/.exec(header)?.[1] ?? ''
  const folded = header.startsWith('>')
  const columns = /^ +/.exec(token.source)?.[0].length ?? slot.column + step
  const block =
    typeof value === 'string' ? blockScalar(value, folded ? 'folded' : 'literal', width - columns) : undefined
  const lines = block === undefined ? indent(otherwise.lines, slot.column) : indent(block.lines, columns)
  const first = `${block === undefined ? otherwise.inline : block.header}${remark}`
  const closes = text[end - 1] === '\n' ? newline : ''
  // Behind the colon stands a space, which goes where nothing follows on its line.
  const from = first === '' ? slot.after : start
  return [{ start: from, end, text: `${[first, ...lines].join(newline)}${closes}` }]
}

function addKey(place: Place, slot: Slot, key: string, value: YamlValue, order: readonly string[]): Splice[] {
  const { tree, layout } = place
  const { token } = slot
  const entries = isCollection(token) ? entriesOf(token) : []
  if (token === undefined || isNull(token) || (isCollection(token) && isFlowMapping(token) && entries.length === 0)) {
    return set(place, slot, { [key]: value })
  }
  const predecessor = predecessorOf(entries, key, order)
  if (!isCollection(token) || predecessor === undefined) throw notA(place, slot, 'mapping')
  const end = endOfEntry(predecessor)
  if (token.type === 'flow-collection' && isFlowMapping(token)) {
    const text = `${writeKey(key, layout, true)}: ${writeFlow(value, layout)}`
    return [{ start: end, end, text: `,${gapBetween(place, token, entries)}${text}` }]
  }
  if (token.type !== 'block-map') throw notA(place, slot, 'mapping')
  const column = columnOf(tree.text, startOfEntry(entries[0] ?? predecessor))
  return insertLines(place, end, indent(writePair(key, value, layout), column))
}

/** The entry behind which a new key goes: the nearest one that usually comes before it, else the last one. */
function predecessorOf(entries: readonly Item[], key: string, order: readonly string[]): Item | undefined {
  for (let index = order.indexOf(key) - 1; index >= 0; index -= 1) {
    const found = entries.find((item) => keyName(item) === order[index])
    if (found !== undefined) return found
  }
  return entries.at(-1)
}

function append(place: Place, slot: Slot, value: YamlValue): Splice[] {
  const { tree, layout } = place
  const { token } = slot
  if (token === undefined || isNull(token)) return set(place, slot, [value])
  if (!isCollection(token) || token.type === 'block-map' || isFlowMapping(token)) throw notA(place, slot, 'list')
  const entries = entriesOf(token)
  const last = entries.at(-1)
  if (last === undefined) return set(place, slot, [value])
  const end = endOfEntry(last)
  if (token.type === 'flow-collection') {
    const text = writeFlow(value, layout)
    return [{ start: end, end, text: `,${gapBetween(place, token, entries)}${text}` }]
  }
  const column = columnOf(tree.text, startOfEntry(last))
  const rows = indent(writeEntry(value, layout), column)
  const before = entries.at(-2)
  const isSpaced = before !== undefined && hasBlankLine(tree.text.slice(endOfEntry(before), startOfEntry(last)))
  return insertLines(place, end, isSpaced ? ['', ...rows] : rows)
}

function remove(place: Place, slot: Slot): Splice[] {
  const { tree, layout } = place
  const { holder } = slot
  if (holder === undefined) throw cannotEdit(tree.source.file, [], 'cannot be removed', 'Remove the file instead.')
  const { collection, item } = holder
  const entries = entriesOf(collection)
  const index = entries.indexOf(item)
  const [previous, next] = [entries[index - 1], entries[index + 1]]
  if (previous === undefined && next === undefined) {
    const isList = collection.type === 'block-seq' || !isFlowMapping(collection)
    return set(place, holder.slot, collection.type !== 'block-map' && isList ? [] : {})
  }
  const start = startOfEntry(item)
  const end = endOfEntry(item)
  if (collection.type === 'flow-collection') {
    if (next !== undefined) return [replace(place, slot, start, startOfEntry(next), '')]
    return [replace(place, slot, previous === undefined ? start : endOfEntry(previous), end, '')]
  }
  if (holdsComment(tree, start, end)) throw losesComment(place, slot)
  const lineStart = tree.text.lastIndexOf('\n', start - 1) + 1
  if (tree.text.slice(lineStart, start).trim() !== '') {
    // The first key behind a dash: the next one takes its place.
    if (next === undefined) throw cannotEdit(tree.source.file, slot.path, 'cannot be removed', 'Remove it by hand.')
    return [replace(place, slot, start, startOfEntry(next), '')]
  }
  const after = afterLine(tree.text, end)
  const endsFile = after === tree.text.length && !tree.text.endsWith('\n') && lineStart > 0
  return [{ start: endsFile ? lineStart - layout.newline.length : lineStart, end: after, text: '' }]
}

const hasColon = ({ holder }: Slot): boolean =>
  holder?.item.sep?.some(({ type }) => type === 'map-value-ind') === true ||
  (holder !== undefined && !isFlowMapping(holder.collection))

function isNull(token: CST.Token): boolean {
  return token.type === 'scalar' && /^(?:~|null|Null|NULL)$/.test(token.source)
}

/** What stands between the entries of a collection in brackets: a space, or a line break and an indentation. */
function gapBetween({ tree: { text } }: Place, token: CST.FlowCollection, entries: readonly Item[]): string {
  const last = entries.at(-1)
  if (last === undefined) return ' '
  const start = startOfEntry(last)
  const before = entries.at(-2)
  const gap = text.slice(before === undefined ? token.start.offset + 1 : endOfEntry(before), start)
  return /\r?\n[ \t]*$/.exec(gap)?.[0] ?? ' '
}

function replace(place: Place, slot: Slot, start: number, end: number, text: string): Splice {
  if (holdsComment(place.tree, start, end)) throw losesComment(place, slot)
  return { start, end, text }
}

const losesComment = ({ tree }: Place, { path }: Slot) =>
  cannotEdit(tree.source.file, path, 'has a comment inside that would be lost', 'Make this change by hand.')

const notA = ({ tree }: Place, { path }: { readonly path: RecordPath }, what: 'mapping' | 'list') =>
  cannotEdit(tree.source.file, path, `is not a ${what}`, 'Correct it first; `countersign check` says how.')

/** New lines below the line that an offset is on; the last line of the file keeps or lacks its line break as before. */
function insertLines(
  { tree: { text }, layout: { newline } }: Place,
  offset: number,
  lines: readonly string[],
): Splice[] {
  if (lines.length === 0) return []
  const at = afterLine(text, offset)
  const body = lines.join(newline)
  const isOpen = at > 0 && text[at - 1] !== '\n'
  return [{ start: at, end: at, text: isOpen ? `${newline}${body}` : `${body}${newline}` }]
}

/** Offset of the line below; a value that ends with its line break ends there. */
function afterLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const found = text.indexOf('\n', offset)
  return found === -1 ? text.length : found + 1
}

function withoutLineEnd(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

const hasBlankLine = (text: string): boolean => /\n[ \t]*\r?\n/.test(text)
