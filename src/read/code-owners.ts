import type { Finding } from '../model/outcome.ts'
import { longestLiteral, matchesPath } from '../model/path-pattern.ts'

interface OwnersLine {
  readonly pattern: string
  /** A text that every path holds which the pattern means. */
  readonly literal: string
  readonly owners: readonly string[]
}

/**
 * The lines of a CODEOWNERS file, and what is wrong with them: a line that GitHub leaves out owns nothing.
 * @see https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function readCodeOwners(path: string, text: string) {
  const lines: OwnersLine[] = []
  const findings: Finding[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*/, '').trim()
    if (line === '') continue
    const [pattern = '', ...owners] = line.split(/\s+/)
    const at = { file: path, line: index + 1, column: 1, endLine: index + 1, endColumn: raw.length + 1 }
    const wrong = owners.filter((owner) => !/^@[\w-]+(?:\/[\w.-]+)?$|^[^\s@]+@[^\s@]+$/.test(owner))
    if (matchesPath(pattern, '', { folders: true }) === undefined) {
      const message = `The pattern ${pattern} is not one that is understood: GitHub knows neither \`!\` nor brackets`
      findings.push({ message, at })
    } else if (wrong.length > 0) {
      findings.push({ message: `${wrong[0] ?? ''} is no owner: write @login, @organisation/team or an address`, at })
    } else if (owners.some((owner) => owner.startsWith('@OWNER'))) {
      findings.push({ message: 'An owner is still a placeholder', at })
    } else {
      lines.push({ pattern, literal: longestLiteral(pattern), owners })
    }
  }
  return { lines, findings }
}

/** Owners of a path by the last line that matches, which may name nobody; undefined where none matches. */
export const ownersOf = (lines: readonly OwnersLine[], path: string): readonly string[] | undefined =>
  lines.findLast(({ pattern, literal }) => path.includes(literal) && matchesPath(pattern, path, { folders: true }))
    ?.owners
