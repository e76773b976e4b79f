/** Text of a link and its relative target; the text may hold brackets that are escaped. */
const relativeLink =
  /\[((?:[^[\]\\]|\\.){0,2000})\]\((?!<?https?:|mailto:|#)([^()\s]{1,2000})\)|\]\((?!<?https?:|mailto:|#)([^()\s]{1,2000})\)/gi

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
  return markdown.replace(relativeLink, (whole, text?: string, target?: string, bare?: string) => {
    if (isThere(target ?? bare ?? '')) return whole
    return target === undefined ? ']' : (text ?? '')
  })
}
