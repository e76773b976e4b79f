import type { AnchorCheck } from '../evidence/anchor-check.ts'
import { describeProtection } from '../evidence/protection.ts'
import type { LogVerification } from '../evidence/verify-log.ts'

/** Lines about the anchors of a log that was verified, and about what all that is known keeps from being changed. */
export function describeAnchors(verification: LogVerification, endOfLog: string | undefined): readonly string[] {
  const { anchors } = verification
  const newest = anchors.findLast(({ outcome }) => outcome === 'holds')
  const count = (outcome: AnchorCheck['outcome']) => anchors.filter((anchor) => anchor.outcome === outcome).length
  const expired = newest?.certificateEnds != null && endOfLog !== undefined && newest.certificateEnds < endOfLog
  return [
    `  anchors     ${anchors.length === 0 ? 'none' : `${count('holds')} hold, ${count('not-checked')} not checked, ${count('broken')} broken`}`,
    ...(newest === undefined
      ? []
      : [
          `              newest: ${newest.size} records at ${newest.time} (${accuracy(newest)}) by ${newest.authority}${expired ? `; its certificate ended ${newest.certificateEnds}, which makes no difference` : ''}`,
        ]),
    // Of a log that is not intact nothing can be promised.
    ...(verification.findings.length > 0 ? [] : describeProtection({ ...verification, witnesses: 0 })),
  ]
}

const accuracy = ({ accuracySeconds }: AnchorCheck): string =>
  accuracySeconds === null ? 'accuracy not stated' : `to ${accuracySeconds} s`
