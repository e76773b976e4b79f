/** Longest text that is compared; ids and keys are shorter, and comparing costs the product of the lengths. */
const LONGEST = 64

/**
 * The candidate a person most likely meant: the fewest single edits (a letter added, left out, replaced, or two swapped),
 * letters of either case being equal. undefined when none is near: one edit in three letters is the limit.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST) return undefined
  const wanted = word.toLowerCase()
  let best: string | undefined
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= fewest) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < fewest) {
      fewest = distance
      best = candidate
    }
  }
  return best
}

/**
 * The only candidate that is one edit away, or the same but for letters of the other case; undefined where there is none,
 * or more than one: then it is not certain what was meant.
 */
export function certainlyMeant(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 3 || word.length > LONGEST) return undefined
  const wanted = word.toLowerCase()
  const near = [...candidates].filter((one) => one.length <= LONGEST && editDistance(wanted, one.toLowerCase()) <= 1)
  const [only] = near
  return near.length === 1 && only !== word ? only : undefined
}

/** Optimal string alignment distance (Damerau 1964): three rows, no table. */
function editDistance(from: string, to: string): number {
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1]
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      }
      row.push(cost)
    }
    before = previous
    previous = row
  }
  return previous[to.length] ?? 0
}
