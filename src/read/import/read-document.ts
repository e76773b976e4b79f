import type { EvidenceSource } from '../../model/records.ts'
import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'
import { all, type Json, listEach, plain, type Shape } from './json-shape.ts'
import { stepsOf } from './known-keys.ts'
import { readJson } from './read-json.ts'

/** Wanted parts of a document by their way; a list or value where the way ends. */
interface Part {
  readonly below: Map<string, Part>
  leaf: Shape | undefined
}

/**
 * Reads a JSON document with a list of items in it, giving away one item after the other.
 *
 * @throws ImportRefused also where the list is not there: nothing was read then, which is not the same as no items
 */
export async function readDocument(
  bytes: Bytes,
  { id, items, total, http }: EvidenceSource,
  take: (item: Json) => void,
): Promise<{ readonly total: number | null; readonly next: string | null }> {
  const list = listEach(all, take)
  const itemSteps = items === undefined || items === '' ? [] : stepsOf(items)
  const root: Part = { below: new Map(), leaf: undefined }
  const want = (steps: readonly string[], leaf: Shape): void => {
    let part = root
    for (const step of steps) {
      const next = part.below.get(step) ?? { below: new Map(), leaf: undefined }
      part.below.set(step, next)
      part = next
    }
    part.leaf = leaf
  }
  want(itemSteps, list)
  if (itemSteps.length > 0 && total !== undefined) want(stepsOf(total), plain)
  if (itemSteps.length > 0 && http?.next !== undefined) want(stepsOf(http.next), plain)
  const value = await readJson(bytes, shapeOf(root))
  if (typeof valueAt(value, itemSteps) !== 'number') {
    throw new ImportRefused('The list of items is not there', `Correct \`items\` of ${id}.`, { at: items ?? '' })
  }
  return {
    total: total === undefined ? null : toTotal(valueAt(value, stepsOf(total)), total, id),
    next: http?.next === undefined ? null : toNext(valueAt(value, stepsOf(http.next))),
  }
}

function shapeOf({ below, leaf }: Part): Shape {
  if (leaf !== undefined) return leaf
  return { kind: 'object', keys: new Map([...below].map(([step, part]) => [step, shapeOf(part)])) }
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  let at = value
  for (const step of steps) {
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string, unknown>)[step]
        : undefined
  }
  return at
}

function toTotal(value: unknown, at: string, id: string): number {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count
  throw new ImportRefused('There is no number of all items', `Correct \`total\` of ${id}.`, { at })
}

const toNext = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null
