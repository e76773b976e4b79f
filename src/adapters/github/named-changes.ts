/**
 * Ids of change requests that the description of a pull request names, each on a line of its own: `Change: CHG-2026-0042`.
 * The word in either case, the id as records write it (capital letters), blanks around both and none other on the line; a
 * line may hold several ids with commas. In order, each once, at most 20. Lines of code blocks and quotes count as well: a
 * name asks for more to be checked, it grants nothing.
 */
export function namedChangesOf(body: string): readonly string[] {
  const found = new Set<string>()
  for (const line of body.split(/\r\n|\n|\r/)) {
    const match = /^[ \t]*change[ \t]*:(.*)$/i.exec(line.slice(0, 2000))
    const ids = match?.[1]?.split(',').map(withoutBlanks) ?? []
    if (!ids.every((id) => id.length <= 64 && /^CHG-[A-Z0-9]+(-[A-Z0-9]+)*$/.test(id))) continue
    for (const id of ids) if (found.size < 20) found.add(id)
  }
  return [...found]
}

const withoutBlanks = (text: string): string => text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
