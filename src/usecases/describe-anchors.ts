import type { AnchorCheck } from '../evidence/anchor-check.ts'
import { anchoredUpTo, type TimeBracket } from '../evidence/time-bracket.ts'
import type { LogVerification } from '../evidence/verify-log.ts'

/** Lines about the anchors of a log that was verified. */
export function describeAnchors({ anchors, size }: LogVerification): readonly string[] {
  if (anchors.length === 0) return ['  anchors     none']
  const count = (outcome: AnchorCheck['outcome']) => anchors.filter((anchor) => anchor.outcome === outcome).length
  const newest = anchors.findLast(({ outcome }) => outcome === 'holds')
  const unchecked = anchors.findLast(({ outcome }) => outcome === 'not-checked')
  const upTo = anchoredUpTo(anchors)
  const lines = [`  anchors     ${count('holds')} hold, ${count('not-checked')} not checked, ${count('broken')} broken`]
  if (upTo !== undefined) {
    const rest = size - upTo.size
    const others = rest === 0 ? 'all of them' : `the newest ${rest} ${rest === 1 ? 'is' : 'are'} not anchored yet`
    lines.push(`              records 0..${upTo.size - 1} existed by ${upTo.by}; ${others}`)
  }
  if (newest !== undefined) lines.push(`              newest: ${describeNewest(newest)}`)
  if (unchecked !== undefined) lines.push(`              not checked: ${unchecked.why}`)
  return lines
}

function describeNewest({ authority, time, accuracySeconds, certificateEnds, hasExpired }: AnchorCheck): string {
  const accuracy = accuracySeconds === null ? 'accuracy not stated' : `to ${accuracySeconds} s`
  const note = hasExpired ? `; its certificate ended ${certificateEnds}, after that, so the receipt stays good` : ''
  return `${time} (${accuracy}) by ${authority}${note}`
}

/** When a record entered the log, by the clocks of others: one sentence. */
export function describeBracket({ after, by }: TimeBracket): string {
  const begin = after === null ? '' : ` It was recorded after ${after}.`
  return by === null
    ? `No anchor says yet by when it existed.${begin}`
    : `By the clocks of others it existed by ${by}.${begin}`
}
