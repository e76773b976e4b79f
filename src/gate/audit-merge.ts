import { millisecondsOf } from '../model/days.ts'
import type { Reading, StatusEntry } from '../model/facts.ts'
import type { GateVerdict } from '../model/outcome.ts'

/** How a change got past the gate; public, so that callers need not read sentences. */
export type DeviationKind = 'direct-push' | 'merged-unapproved' | 'late-approval' | 'forged-status'

export interface Deviation {
  readonly kind: DeviationKind
  /** One sentence without a full stop. Text of people inside is not escaped. */
  readonly why: string
}

/** A merge, decided again from facts that were collected anew, by the rules of the commit before it. */
export interface MergeToAudit {
  /** As of the merge, merger included. */
  readonly verdict: GateVerdict
  readonly summary: string
  /** The same had somebody merged it who took no other part: what the gate could say before the merge. */
  readonly verdictBefore: GateVerdict
  /** With everything that was done since the merge. */
  readonly verdictNow: GateVerdict
  /** RFC 3339, of the server; null where it is not known. */
  readonly mergedAt: string | null
  /** Of the gate's name, on the head that was merged; in any order. */
  readonly statuses: Reading<StatusEntry>
  /** Login of the only account that posts them. */
  readonly poster: string
}

export interface AuditedMerge {
  readonly deviations: readonly Deviation[]
  /** What could not be determined, one sentence each. */
  readonly open: readonly string[]
  /** The status that stood when it was merged; undefined where none did, or it could not be read. */
  readonly standing: StatusEntry | undefined
}

/**
 * Says how a merge got past the gate, if it did. A green status is forged where another than the poster set it, and where the
 * recomputed verdict does not bear it out; that the merger also approved shows only by the merge, so no earlier status can be
 * reproached with it. Where no rule applied there was no gate.
 */
export function auditMerge(merge: MergeToAudit): AuditedMerge {
  if (merge.verdict === 'not-applicable') return { deviations: [], open: [], standing: undefined }
  const { statuses } = merge
  const before = statuses.known ? postedBefore(statuses.value, merge.mergedAt) : []
  return {
    deviations: [...ofVerdict(merge), ...ofStatuses(before, merge)],
    open: [
      ...(merge.verdict === 'not-determined' ? [merge.summary] : []),
      ...(statuses.known ? [] : [`the statuses of the head could not be read: ${statuses.why}`]),
      ...(merge.mergedAt === null ? ['when it was merged is not known'] : []),
    ],
    standing: before.at(-1),
  }
}

function ofVerdict({ verdict, verdictNow, summary }: MergeToAudit): readonly Deviation[] {
  if (verdict !== 'pending' && verdict !== 'refused') return []
  return verdictNow === 'approved'
    ? [{ kind: 'late-approval', why: `it was approved only after the merge; at the merge: ${summary}` }]
    : [{ kind: 'merged-unapproved', why: `it was merged while the gate says ${verdict}: ${summary}` }]
}

function ofStatuses(before: readonly StatusEntry[], { verdictBefore, poster }: MergeToAudit): readonly Deviation[] {
  const isPoster = ({ by }: StatusEntry) => by?.login.toLowerCase() === poster.toLowerCase()
  const strange = before.filter((status) => status.state === 'success' && !isPoster(status))
  const names = [...new Set(strange.map(({ by }) => by?.login ?? 'an account that is gone'))]
  const standing = before.at(-1)
  const isBorneOut = verdictBefore !== 'pending' && verdictBefore !== 'refused'
  return [
    ...names.map((name): Deviation => ({ kind: 'forged-status', why: `${name} posted a green status, not ${poster}` })),
    ...(standing?.state === 'success' && isPoster(standing) && !isBorneOut
      ? [
          {
            kind: 'forged-status',
            why: `${poster} posted a green status, and the verdict was ${verdictBefore}`,
          } as const,
        ]
      : []),
  ]
}

/** Oldest first. What was posted in the second of the merge may have been what let it through. */
function postedBefore(statuses: readonly StatusEntry[], mergedAt: string | null): readonly StatusEntry[] {
  const untilMs = mergedAt === null ? Number.POSITIVE_INFINITY : millisecondsOf(mergedAt)
  return statuses
    .filter(({ at }) => millisecondsOf(at) <= untilMs)
    .sort((a, b) => millisecondsOf(a.at) - millisecondsOf(b.at) || a.id - b.id)
}
