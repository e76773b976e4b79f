import type { GateRule } from '../model/records.ts'
import { type Judged, leafNode, plain } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'

/** Head and base have stood still for long enough, by what the server saw; a push that raced an approval has shown by then. */
export function judgeMinimumAge(
  { minimumAge }: NonNullable<GateRule['require']>,
  { lastChange, atMs }: RuleContext,
  path: string,
): Judged {
  const end = (...[verdict, message]: ['approved' | 'pending' | 'not-determined', string]) =>
    plain(leafNode(path, 'minimumAge', verdict, message))
  if (minimumAge === undefined) return end('not-determined', 'no age is written')
  if (!lastChange.known) return end('not-determined', lastChange.why)
  const untilMs = lastChange.atMs + minimumAge.minutes * 60_000
  if (untilMs <= atMs) return end('approved', `it has not changed for ${minimumAge.minutes} minutes`)
  const until = new Date(untilMs).toISOString().replace(/\.\d+Z$/, 'Z')
  return end('pending', `it changed less than ${minimumAge.minutes} minutes ago: wait until ${until}`)
}
