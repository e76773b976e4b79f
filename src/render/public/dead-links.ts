/** Target of a link that stays inside of the documents, with what stands around it. */
const relativeTarget = /\]\((?!<?https?:|mailto:|#)([^()\s]{1,2000})\)/gi

/** Longest text of a link that is looked for. */
const longestText = 2000

/**
 * A page whose links to pages that are not there are their text alone. The target goes too: it names what the page leads to.
 *
 * @param path of the page
 * @param paths of all pages
 */
export function withoutDeadLinks(markdown: string, path: string, paths: ReadonlySet<string>): string {
  const isThere = (target: string): boolean => {
    const { pathname } = new URL(target, `file:///${path}`)
    return paths.has(decodeURIComponent(pathname.slice(1)))
  }
  let kept = ''
  let done = 0
  for (const { 0: whole, 1: target = '', index: close } of markdown.matchAll(relativeTarget)) {
    if (isThere(target)) continue
    const open = openingOf(markdown, close, done)
    kept +=
      open === undefined
        ? markdown.slice(done, close + 1)
        : markdown.slice(done, open) + markdown.slice(open + 1, close)
    done = close + whole.length
  }
  return kept + markdown.slice(done)
}

/** Place of the bracket that opens the text of a link; brackets that are escaped are a part of it. */
function openingOf(markdown: string, close: number, from: number): number | undefined {
  for (let at = close - 1; at >= Math.max(from, close - longestText); at -= 1) {
    const char = markdown[at]
    if ((char === '[' || char === ']') && !isEscaped(markdown, at)) return char === '[' ? at : undefined
  }
  return undefined
}

function isEscaped(markdown: string, at: number): boolean {
  let slashes = 0
  while (markdown[at - 1 - slashes] === '\\') slashes += 1
  return slashes % 2 === 1
}
