/**
 * Whether a text matches a pattern as a whole, where `*` stands for any number of characters. Greedy with one step back: time
 * in proportion to pattern times text at worst, whatever somebody wrote.
 */
export function matchesText(pattern: string, text: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0]
  while (n < text.length) {
    if (pattern[p] === '*') {
      star = p
      mark = n
      p += 1
    } else if (pattern[p] === text[n]) {
      p += 1
      n += 1
    } else if (star !== -1) {
      p = star + 1
      mark += 1
      n = mark
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}
