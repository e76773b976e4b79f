import ignore from 'ignore'
import type { Finding } from '../model/outcome.ts'

interface OwnersLine {
  readonly matches: (path: string) => boolean
  readonly owners: readonly string[]
}

/** What GitHub does not know in a pattern of CODEOWNERS, although .gitignore does; it leaves the whole line out. */
const notKnown = /^!|^\\#|[[\]]/

/**
 * The lines of a CODEOWNERS file, and what is wrong with them: a line that GitHub leaves out owns nothing.
 * @see https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function readCodeOwners(path: string, text: string) {
  const lines: OwnersLine[] = []
  const findings: Finding[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (line === '') continue
    const [pattern = '', ...owners] = line.split(/\s+/)
    const at = { file: path, line: index + 1, column: 1, endLine: index + 1, endColumn: raw.length + 1 }
    const wrong = owners.filter((owner) => !/^@[\w-]+(?:\/[\w.-]+)?$|^[^\s@]+@[^\s@]+$/.test(owner))
    if (notKnown.test(pattern)) {
      findings.push({ message: `GitHub does not know the pattern ${pattern} and leaves the line out`, at })
    } else if (wrong.length > 0) {
      findings.push({ message: `${wrong[0] ?? ''} is no owner: write @login, @organisation/team or an address`, at })
    } else if (owners.some((owner) => owner.startsWith('@OWNER'))) {
      findings.push({ message: 'An owner is still a placeholder', at })
    } else {
      const matcher = ignore({ ignorecase: false }).add(pattern)
      lines.push({ matches: (file) => ignore.isPathValid(file) && matcher.ignores(file), owners })
    }
  }
  return { lines, findings }
}

/** Owners of a path by the last line that matches, which may name nobody; undefined where none matches. */
export const ownersOf = (lines: readonly OwnersLine[], path: string): readonly string[] | undefined =>
  lines.findLast(({ matches }) => matches(path))?.owners
