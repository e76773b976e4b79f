import type { LogEntry } from './verify-log.ts'

/**
 * Where to go on with what happens in a system: the end of the newest interval that was read whole. What was read in part
 * does not move it, so that a gap is closed by the next reading that goes well.
 *
 * @param method of the readings: a file that somebody imports says nothing about what a collector has seen
 * @returns milliseconds since 1970; undefined where nothing was read whole
 */
export function collectionWatermark(
  entries: readonly LogEntry[],
  wanted: { readonly system: string; readonly dataset: string; readonly method: 'github' | 'http' | 'command' },
): number | undefined {
  let found: number | undefined
  for (const { record } of entries) {
    const { predicate } = record
    if (predicate.kind !== 'collection.window' || predicate.result !== 'pass') continue
    const { system, dataset, method, form, to } = predicate.data
    if (form !== 'interval' || system !== wanted.system || dataset !== wanted.dataset || method !== wanted.method)
      continue
    found = Math.max(found ?? 0, Date.parse(to))
  }
  return found
}
