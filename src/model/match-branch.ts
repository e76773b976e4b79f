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
      const name = parts[at]
      if (part === '**') {
        const least = index === patternParts.length - 1 ? at + 1 : at
        for (let end = least; end <= parts.length; end += 1) next.add(end)
      } else if (name !== undefined && matchesPart(part, name)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(parts.length)
}

/** `*` matches any number of characters: as few as will do, and one more each time the rest does not fit. */
function matchesPart(pattern: string, name: string): boolean {
  let [p, n] = [0, 0]
  // Behind the last wildcard, and where in the name its rest is tried.
  let retry: { readonly p: number; readonly n: number } | undefined
  while (n < name.length) {
    if (pattern[p] === '*') {
      p += 1
      retry = { p, n }
    } else if (pattern[p] === name[n]) {
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
