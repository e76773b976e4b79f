import type { ChangedFile, PullRequestFacts } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { filesOf } from './changed-files.ts'
import type { Holds } from './condition-context.ts'
import { firstOutside } from './match-paths.ts'

type Kind = NonNullable<NonNullable<GateRule['when']>['modes']>[number]

const kindOf: Readonly<Record<NonNullable<ChangedFile['mode']>, Kind | undefined>> = {
  '100644': undefined,
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
}

/** Whether a changed file is, or was, of one of these kinds. */
export function changesModes(kinds: readonly Kind[], facts: PullRequestFacts): Holds {
  const files = filesOf(facts)
  if (typeof files === 'string') return files
  const seen = files.flatMap(modesOf)
  if (seen.some((mode) => mode !== null && kinds.some((kind) => kind === kindOf[mode]))) return true
  return seen.includes(null) ? 'the kinds of the changed files could not be read' : false
}

/**
 * Whether every changed file stays within the paths. What a link or a submodule brings lies elsewhere, so neither is within
 * anything; nor is an empty diff, which shows nothing.
 */
export function staysWithin(patterns: readonly string[], files: readonly ChangedFile[]): Holds {
  if (files.length === 0 || firstOutside(patterns, files) !== undefined) return false
  const seen = files.flatMap(modesOf)
  if (seen.some((mode) => mode === '120000' || mode === '160000')) return false
  return seen.includes(null) ? 'whether a changed file is a link or a submodule could not be read' : true
}

/** Modes after and before; a side on which there is no file has none. */
const modesOf = ({ status, mode, previousMode }: ChangedFile): readonly ChangedFile['mode'][] => [
  ...(status === 'removed' ? [] : [mode]),
  ...(status === 'added' || status === 'copied' ? [] : [previousMode]),
]
