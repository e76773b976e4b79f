/** Deeper values are told as a whole; documents of ours are flat. */
const deepest = 32

/**
 * Where two JSON values differ first, in the order of the first one, with both sides as short text; undefined where they are
 * equal. Steps of a decision are named by their path in the rules.
 */
export function firstDifference(recorded: unknown, again: unknown, at = '', depth = 0): string | undefined {
  if (Object.is(recorded, again)) return undefined
  if (depth < deepest && Array.isArray(recorded) && Array.isArray(again)) {
    const length = Math.max(recorded.length, again.length)
    for (let index = 0; index < length; index += 1) {
      const name = pathOf(recorded[index]) ?? pathOf(again[index]) ?? String(index)
      const found = firstDifference(recorded[index], again[index], `${at}/${name}`, depth + 1)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (depth < deepest && isObject(recorded) && isObject(again)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(again)])) {
      const found = firstDifference(recorded[key], again[key], `${at}/${key}`, depth + 1)
      if (found !== undefined) return found
    }
    return undefined
  }
  return `${at === '' ? 'the whole' : at.slice(1)}: recorded ${short(recorded)}, now ${short(again)}`
}

/** `two-reviewers/require/approvals`, in brackets, for a step of a decision. */
function pathOf(value: unknown): string | undefined {
  return isObject(value) && typeof value['path'] === 'string' ? `[${value['path'].slice(0, 200)}]` : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function short(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 200))
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping'
  return String(value)
}
