/** Few enough to stay within memory, whatever is in a file. */
const MOST = 50_000

/** A function of a text that is not worked out twice for the texts that come again and again, such as names of files. */
export function remember(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = work(text)
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}
