/**
 * Whether a text matches a pattern as a whole, where `*` stands for any number of characters: as few as will do, and one more
 * each time the rest does not fit. Time in proportion to pattern times text at worst, whatever somebody wrote.
 */
export function matchesText(pattern: string, text: string): boolean {
  let [p, n] = [0, 0]
  // Behind the last wildcard, and where in the text its rest is tried.
  let retry: { readonly p: number; readonly n: number } | undefined
  while (n < text.length) {
    if (pattern[p] === '*') {
      p += 1
      retry = { p, n }
    } else if (pattern[p] === text[n]) {
      p += 1
      n += 1
    } else if (retry !== undefined) {
      retry = { p: retry.p, n: retry.n + 1 }
      p = retry.p
      n = retry.n
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}
