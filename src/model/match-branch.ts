/**
 * Whether a branch name matches a pattern: `*` matches within a part, `**` any number of parts (at least one at the end).
 * Takes time in proportion to pattern times name, so that no name can make it slow.
 */
export function matchesBranch(pattern: string, branch: string): boolean {
  const parts = branch.split('/')
  let reached = new Set([0])
  const patternParts = pattern.split('/')
  for (const [index, part] of patternParts.entries()) {
    const next = new Set<number>()
    for (const at of reached) {
      if (part === '**') {
        const least = index === patternParts.length - 1 ? at + 1 : at
        for (let end = least; end <= parts.length; end += 1) next.add(end)
        continue
      }
      const name = parts[at]
      if (name !== undefined && matchesPart(part, name)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(parts.length)
}

/** `*` matches any number of characters; greedy with one step back, which is enough for a single wildcard. */
function matchesPart(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0]
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p
      mark = n
      p += 1
    } else if (pattern[p] === name[n]) {
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
