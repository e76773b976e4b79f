import type { CST } from 'yaml'
import type { RecordPath } from '../model/location.ts'
import { cannotEdit } from './cannot-edit.ts'
import {
  afterIntroduction,
  type Collection,
  columnOf,
  entriesOf,
  type Item,
  isCollection,
  isFlowList,
  keyName,
  startOfEntry,
  type TokenTree,
} from './tokens.ts'

/** Where a value stands, or would stand: behind a key, a dash, or at the top of a document. */
export interface Slot {
  readonly path: RecordPath
  /** undefined where nothing is written. */
  readonly token: CST.Token | undefined
  /** Offset behind what introduces the value. */
  readonly after: number
  /** Column of the key or dash. */
  readonly column: number
  /** Inside brackets. */
  readonly inFlow: boolean
  /** What holds it, and as which entry; undefined at the top. */
  readonly holder: { readonly slot: Slot; readonly collection: Collection; readonly item: Item } | undefined
}

/**
 * Follows a path as far as it goes.
 * @returns the last slot there is, and the steps that are left; at most one, or the path leads nowhere
 */
export function findSlot(tree: TokenTree, document: CST.Document, path: RecordPath): { slot: Slot; rest: RecordPath } {
  const start = document.start.find(({ type }) => type === 'doc-start')
  let slot: Slot = {
    path: [],
    token: document.value,
    after: start === undefined ? (document.value?.offset ?? document.offset) : start.offset + start.source.length,
    column: 0,
    inFlow: false,
    holder: undefined,
  }
  for (const [depth, step] of path.entries()) {
    const { token } = slot
    const item = isCollection(token) ? entryAt(tree, token, slot, step) : undefined
    if (!isCollection(token) || item === undefined) return { slot, rest: path.slice(depth) }
    slot = {
      path: path.slice(0, depth + 1),
      token: item.value,
      after: afterIntroduction(item),
      column: columnOf(tree.text, startOfEntry(item)),
      inFlow: token.type === 'flow-collection',
      holder: { slot, collection: token, item },
    }
  }
  return { slot, rest: [] }
}

function entryAt(tree: TokenTree, token: Collection, slot: Slot, step: string | number): Item | undefined {
  const entries = entriesOf(token)
  if (typeof step === 'string') return entries.find((item) => keyName(item) === step)
  const item = entries[step]
  if (item !== undefined && isFlowList(token) && item.sep !== undefined) {
    const why = 'is a list whose entry is a mapping without braces'
    throw cannotEdit(tree.source.file, slot.path, why, 'Put { } around it.')
  }
  return item
}
