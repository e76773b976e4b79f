import { anatomyOf, type PageAnatomy, type PageLink } from './page-links.ts'

/** Something wrong with the rendered tree, at a line of a page. */
export interface PageFault {
  /** RPT-002: a link, an anchor, or the way to or from a page. RPT-003: something of the assessment is on no page. */
  readonly rule: 'RPT-002' | 'RPT-003'
  readonly path: string
  /** From 1; 0 for the page as a whole. */
  readonly line: number
  readonly what: string
}

/** The repository that permanent links lead into. */
export interface LinkedRepository {
  readonly url: string
  /** Whether a commit is on the protected branch; links to files must name one that is. */
  isKnown(commit: string): boolean
}

/** GitHub cuts longer Markdown files. */
export const pageLimitBytes = 400_000
const clicks = 3

/**
 * Everything that leads nowhere in a rendered tree: relative links, anchors, footnotes, permanent links that name no commit,
 * pages that nobody finds from the index in three clicks or that do not lead back to it, and pages that are too long.
 *
 * @param files paths relative to the folder of the documents
 * @returns sorted by path and line; none where all is well
 */
export function checkPages(
  files: ReadonlyMap<string, string>,
  repository: LinkedRepository | undefined,
): readonly PageFault[] {
  const pages = new Map(
    [...files].filter(([path]) => path.endsWith('.md')).map(([path, text]) => [path, anatomyOf(text)] as const),
  )
  const faults: PageFault[] = []
  for (const [path, anatomy] of pages) {
    const add = (line: number, what: string) => faults.push({ rule: 'RPT-002', path, line, what })
    for (const link of anatomy.links) {
      const what = faultOf(link, path, { files, pages, repository })
      if (what !== undefined) add(link.line, what)
    }
    const { called, there } = anatomy.footnotes
    for (const { line, target } of called) if (!there.has(target)) add(line, `there is no footnote ${target}`)
    for (const name of there)
      if (!called.some(({ target }) => target === name)) add(0, `the footnote ${name} is called from nowhere`)
    const size = Buffer.byteLength(files.get(path) ?? '')
    if (size > pageLimitBytes) add(0, `it has ${size} bytes; GitHub cuts pages above ${pageLimitBytes}`)
    if (path !== index && !anatomy.links.some(({ target }) => resolved(target, path)?.path === index))
      add(0, 'it has no link back to the index')
  }
  const distances = distancesFrom(pages)
  for (const path of pages.keys()) {
    const distance = distances.get(path)
    const what =
      distance === undefined ? 'no way leads to it from the index' : `it is ${distance} clicks from the index`
    if (distance === undefined || distance > clicks) faults.push({ rule: 'RPT-002', path, line: 0, what })
  }
  return faults.sort(byPlace)
}

export const byPlace = (a: PageFault, b: PageFault): number =>
  a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1

const index = 'README.md'

interface Tree {
  readonly files: ReadonlyMap<string, string>
  readonly pages: ReadonlyMap<string, PageAnatomy>
  readonly repository: LinkedRepository | undefined
}

function faultOf({ target }: PageLink, from: string, { files, pages, repository }: Tree): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return repository === undefined ? undefined : permalinkFault(target, repository)
  const to = resolved(target, from)
  if (to === undefined) return `the link ${target} leads out of the documents`
  if (!files.has(to.path)) return `the link ${target} leads to no file`
  if (to.anchor === '') return undefined
  const anchors = pages.get(to.path)?.anchors
  return anchors?.has(to.anchor) === true ? undefined : `the link ${target} names no heading of ${to.path}`
}

/** Path from the folder of the documents, and anchor; undefined for what is outside or is no path. */
function resolved(target: string, from: string): { readonly path: string; readonly anchor: string } | undefined {
  const hash = target.indexOf('#')
  const anchor = hash === -1 ? '' : decoded(target.slice(hash + 1))
  const path = decoded(hash === -1 ? target : target.slice(0, hash))
  if (path === undefined || anchor === undefined) return undefined
  if (path === '') return { path: from, anchor }
  if (path.startsWith('/')) return undefined
  const steps = from.split('/').slice(0, -1)
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined
    } else if (step !== '.') steps.push(step)
  }
  return { path: steps.join('/'), anchor }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** A link to a file must name a commit of the branch, or it says something else tomorrow. */
function permalinkFault(target: string, { url, isKnown }: LinkedRepository): string | undefined {
  if (!target.startsWith(`${url}/`)) return undefined
  const [kind = '', name = '', ...path] = target.slice(url.length + 1).split(/[/#]/)
  switch (kind) {
    case 'blob':
      if (!isCommit(name)) return `the link ${target} names no commit`
      if (path.length === 0) return `the link ${target} names no file`
      return isKnown(name) ? undefined : `the link ${target} names a commit that the branch never had`
    case 'commit':
      return isCommit(name) ? undefined : `the link ${target} names no commit`
    case 'tree':
    case 'raw':
      return `the link ${target} is not permanent`
    default:
      return undefined
  }
}

const isCommit = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** How many clicks each page is from the index. */
function distancesFrom(pages: ReadonlyMap<string, PageAnatomy>): ReadonlyMap<string, number> {
  const found = new Map([[index, 0]])
  let edge = [index]
  for (let distance = 1; edge.length > 0; distance += 1) {
    const next: string[] = []
    for (const path of edge)
      for (const { target } of pages.get(path)?.links ?? []) {
        const to = resolved(target, path)?.path
        if (to === undefined || found.has(to) || !pages.has(to)) continue
        found.set(to, distance)
        next.push(to)
      }
    edge = next
  }
  return found
}
