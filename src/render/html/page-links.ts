import type { Element } from './elements.ts'

/** The name of a Markdown page in the HTML edition; other files keep theirs, a file without an ending gets a page. */
export function htmlPathOf(path: string): string {
  if (path === pinName) return `${pinName}.html`
  return path.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html')
}

export const pinName = 'PIN'

/** Way from a page to the index: `` or `../`, once for every folder it stands in. */
export const rootOf = (path: string): string => '../'.repeat(path.split('/').length - 1)

/**
 * Where a link of a page leads in the HTML edition.
 *
 * @param target as it stands in the Markdown
 * @param from path of the page that it stands on
 * @param files every file of the edition, by its Markdown path
 * @returns undefined for a file that is not among them: a link there would lead nowhere
 */
export function htmlTarget(target: string, from: string, files: ReadonlySet<string>): string | undefined {
  if (/^(https?:\/\/|mailto:)/i.test(target)) return target
  const found = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/s.exec(target)
  const [, path = '', hash = ''] = found ?? []
  if (path === '') return hash === '' ? undefined : hash
  const to = resolvePath(from, path)
  if (to === undefined || !files.has(to)) return undefined
  return `${rootOf(from)}${encodePath(htmlPathOf(to))}${hash}`
}

/** A path relative to the folder of the documents; undefined for one that leads out of it. */
function resolvePath(from: string, path: string): string | undefined {
  const steps = from.split('/').slice(0, -1)
  for (const step of decoded(path).split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined
    } else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** A link as it is in the edition; its text alone where it leads nowhere. */
export function linkElement(link: Element, from: string, files: ReadonlySet<string>): Element['children'] | Element {
  const { href, id } = link.properties
  const anchor = typeof id === 'string' ? { id } : {}
  // An anchor is empty: one around blocks is opened again by whoever reads the page, and stands there twice.
  const place = typeof id === 'string' ? [{ ...link, properties: { id }, children: [] }] : []
  if (typeof href !== 'string') return [...place, ...link.children]
  const to = htmlTarget(href, from, files)
  if (to === undefined) return [...place, ...link.children]
  // Nothing of these documents is told to the site that a link leads to.
  const outside = /^https?:/i.test(to) ? { rel: ['noreferrer'] } : {}
  return { ...link, properties: { ...anchor, href: to, ...outside } }
}
