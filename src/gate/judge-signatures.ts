import type { GateRule } from '../model/records.ts'
import { type Judged, leafNode, plain } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'

/** Every commit has a signature that the forge verified. Only commits made anew mend one that has none. */
export function judgeSignatures(
  _requirement: NonNullable<GateRule['require']>,
  { facts: { commits, pull } }: RuleContext,
  path: string,
): Judged {
  const end = (...[verdict, message]: ['approved' | 'refused' | 'not-determined', string]) =>
    plain(leafNode(path, 'signatures', verdict, message))
  if (!commits.known) return end('not-determined', `the commits could not be read: ${commits.why}`)
  if (commits.value.length !== pull.totals.commits || commits.value.length === 0) {
    return end(
      'not-determined',
      `${commits.value.length} commits were read, the pull request has ${pull.totals.commits}`,
    )
  }
  const unsigned = commits.value.filter(({ signatureVerified }) => !signatureVerified)
  const [first] = unsigned
  if (first === undefined) return end('approved', 'every commit is signed')
  const more = unsigned.length === 1 ? '' : ` and ${unsigned.length - 1} more`
  return end('refused', `commit ${first.sha.slice(0, 7)}${more} has no verified signature: sign it and push again`)
}
