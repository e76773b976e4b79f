import ignore from 'ignore'
import type { ChangedFile } from '../model/facts.ts'
import { longestLiteral } from '../model/path-pattern.ts'

/**
 * Whether one of the changed files is meant by the patterns. Each pattern has the meaning it has in .gitignore and CODEOWNERS
 * (`*` within a part, `**` across, no slash: at any depth, a folder means everything in it); the last one that matches decides, and
 * `!` takes away. A list that begins with `!` begins with everything, or it would mean nothing. Both names of a rename count:
 * moving a file out of a place changes that place. A path that no git tree can hold counts as meant.
 */
export function touches(patterns: readonly string[], files: readonly ChangedFile[]): boolean {
  const isMeant = meaningOf(patterns)
  return namesOf(files).some((path) => !canBeInTree(path) || isMeant(path))
}

/** The first name in the diff that the patterns do not mean: also a path that no git tree can hold. */
export function firstOutside(patterns: readonly string[], files: readonly ChangedFile[]): string | undefined {
  const isMeant = meaningOf(patterns)
  return namesOf(files).find((path) => !(canBeInTree(path) && isMeant(path)))
}

/** Whether a name in the diff is one that no git tree can hold. */
export const namesStrangePath = (files: readonly ChangedFile[]): boolean => !namesOf(files).every(canBeInTree)

function meaningOf(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const takesAway = pattern.startsWith('!')
    return { takesAway, matches: matcherOf(takesAway ? pattern.slice(1) : pattern) }
  })
  const first = tests[0]?.takesAway === true
  return (path) => {
    const last = tests.findLast(({ matches }) => matches(path))
    return last === undefined ? first : !last.takesAway
  }
}

/**
 * Which paths one pattern of .gitignore means, without `!`. One matcher a pattern: within one, a file could not be let back in
 * below a folder that is out.
 */
export function matcherOf(pattern: string): (path: string) => boolean {
  const matcher = ignore({ ignorecase: false }).add(pattern.startsWith('#') ? `\\${pattern}` : pattern)
  const literal = longestLiteral(pattern)
  return (path) => path.includes(literal) && canBeInTree(path) && matcher.ignores(path)
}

/** Whether every name in the diff lies below the folder; false for an empty diff. */
export function liesBelow(folder: string, files: readonly ChangedFile[]): boolean {
  const names = namesOf(files)
  return names.length > 0 && names.every((path) => path.startsWith(`${folder}/`) && canBeInTree(path))
}

/** No git tree holds an empty part, `.` or `..`: such a name would mean another place than it says. */
export const canBeInTree = (path: string): boolean => path.split('/').every((part) => !['', '.', '..'].includes(part))

/** The paths that a diff speaks of: both names of a rename. */
export const namesOf = (files: readonly ChangedFile[]): readonly string[] =>
  files.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]))
