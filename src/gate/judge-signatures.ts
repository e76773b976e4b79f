import type { GateRule } from '../model/records.ts'
import { unsignedCommits } from './commit-signatures.ts'
import { type Judged, leafNode, plain } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'

/** Every commit has a signature that the forge verified. Only commits made anew mend one that has none. */
export function judgeSignatures(
  _requirement: NonNullable<GateRule['require']>,
  { facts }: RuleContext,
  path: string,
): Judged {
  const end = (...[verdict, message]: ['approved' | 'refused' | 'not-determined', string]) =>
    plain(leafNode(path, 'signatures', verdict, message))
  const unsigned = unsignedCommits(facts)
  if (typeof unsigned === 'string') return end('not-determined', unsigned)
  const [first] = unsigned.map(({ sha }) => sha).sort()
  if (first === undefined) return end('approved', 'every commit is signed')
  const more = unsigned.length === 1 ? '' : ` and ${unsigned.length - 1} more`
  return end('refused', `commit ${first.slice(0, 7)}${more} has no verified signature: sign it and push again`)
}
