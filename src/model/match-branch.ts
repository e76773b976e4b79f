import { matchesText } from './match-text.ts'

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
      } else if (name !== undefined && matchesText(part, name)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(parts.length)
}
