/** The limit of `schemas/pull-request-facts.json`. */
const most = 20

/** A longer line is neither a fence nor a name. */
const longestLine = 2000

/**
 * Commits that the text of a review approves by name, each on a line of its own: `Approved-Commit: SHA`, the id in full. Not
 * in a quote, in a block of code or in a comment of HTML: there the words of somebody else stand, or what nobody sees.
 * In order, each once, at most 20.
 */
export function namedCommitsOf(body: string): readonly string[] {
  const found = new Set<string>()
  let fence = ''
  let inComment = false
  for (const line of body.split(/\r\n|\n|\r/)) {
    const text = line.length > longestLine ? '' : line
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1] ?? ''
    if (fence !== '') {
      if (mark.startsWith(fence) && text.trim() === mark) fence = ''
      continue
    }
    if (inComment || line.includes('<!--')) {
      const [begins, ends] = [line.lastIndexOf('<!--'), line.lastIndexOf('-->')]
      inComment = begins > ends || (inComment && ends < 0)
      continue
    }
    fence = mark
    const sha = /^ {0,3}approved-commit[ \t]*:[ \t]*([0-9a-f]{40}|[0-9a-f]{64})[ \t]*$/i.exec(text)?.[1]?.toLowerCase()
    if (sha !== undefined && found.size < most) found.add(sha)
  }
  return [...found]
}
