import { matchesBranch } from './match-branch.ts'

/**
 * Whether a path is meant by a pattern of CODEOWNERS or .gitattributes: `*` within a part, `**` across, without a slash at any
 * depth. Takes time in proportion to pattern times path, whatever somebody wrote.
 *
 * @param folders whether a pattern for a folder means everything in it: so in CODEOWNERS, not in .gitattributes
 * @returns undefined for what is not understood here: `?`, brackets, escapes
 * @see https://git-scm.com/docs/gitattributes and GitHub's page about code owners
 */
export function matchesPath(pattern: string, path: string, { folders }: { folders: boolean }): boolean | undefined {
  if (/[?[\]\\"!]/.test(pattern)) return undefined
  const body = pattern.replace(/\/$/, '')
  const isFolder = body !== pattern
  if (isFolder && !folders) return false
  const anchored = body.includes('/') ? body.replace(/^\//, '') : `**/${body}`
  if (!isFolder && matchesBranch(anchored, path)) return true
  // `docs/*` means the files in docs and not those in its folders; `*` alone means everything.
  const isOneLevel = body.includes('/') && body.endsWith('/*')
  return folders && !isOneLevel && matchesBranch(`${anchored}/**`, path)
}

/**
 * The longest text that every path must hold which the pattern means; empty where there is none. A cheap first look: most
 * paths of a large change are out with it.
 */
export function longestLiteral(pattern: string): string {
  if (/[\\[\]?]|\/\//.test(pattern)) return ''
  return pattern
    .replace(/^[!#]/, '')
    .split('*')
    .map((text) => text.replace(/^\/|\/$/g, ''))
    .reduce((longest, text) => (text.length > longest.length ? text : longest), '')
}
