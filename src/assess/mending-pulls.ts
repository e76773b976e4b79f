import { dayOf } from '../model/days.ts'
import type { ChangeMerged } from '../model/evidence.ts'
import type { Deficiency } from '../model/records.ts'
import type { EvidenceBasis } from './evidence-basis.ts'

/** A pull request that has to do with a deficiency. */
export interface MendingPull {
  readonly pull: number
  /**
   * record, change: the deficiency, or the change request that it names, says that this one mends it. title: its title
   * names the deficiency or its control, which mends nothing by itself.
   */
  readonly namedBy: 'record' | 'change' | 'title'
  /** undefined where the log has no merge of it. */
  readonly merge:
    | {
        /** Place in the log. */
        readonly record: number
        readonly day: string
        /** Milliseconds since 1970. */
        readonly atMs: number
        /** Title of a person; not escaped. */
        readonly title: string
        readonly verdict: ChangeMerged['data']['verdict']
        /** Whether the verdict is that, and no correction says otherwise. */
        readonly approved: boolean
      }
    | undefined
}

/** What the log knows of merges. */
export interface LoggedMerges {
  readonly merges: readonly (ChangeMerged & { readonly index: number })[]
  /** Places of merges whose result a correction changed to anything but pass. */
  readonly withdrawn: ReadonlySet<number>
  /** `owner/name` of the repository that the log is about; undefined where there is no log. */
  readonly repository: string | undefined
}

export function loggedMerges({ records, corrections }: EvidenceBasis): LoggedMerges {
  const created = records[0]?.record
  return {
    merges: records.flatMap(({ record }) => (record.kind === 'change.merged' ? [record] : [])),
    withdrawn: new Set([...corrections].filter(([, { result }]) => result !== 'pass').map(([index]) => index)),
    repository: created?.kind === 'log.created' ? created.data.repository.name : undefined,
  }
}

/**
 * The pull requests that mend a deficiency or name it, in the order in which they were merged, those that the log does not
 * know last. A merge from before the day on which it became known is none of them, unless the record names it.
 *
 * @param log of everything recorded by the day of the assessment
 */
export function mendingPulls(
  { id, control, opened, remediation }: Deficiency,
  { merges, withdrawn, repository }: LoggedMerges,
  timezone: string,
): readonly MendingPull[] {
  const named = remediation?.pullRequest === undefined ? undefined : pullOf(remediation.pullRequest, repository)
  const mentions = namesAny([id, ...(control === undefined ? [] : [control])])
  const found = merges.flatMap((merge): readonly MendingPull[] => {
    const { pull, title, changeRequests } = merge.data
    const day = dayOf(merge.data.mergedAt, timezone)
    const namedBy =
      pull === named
        ? 'record'
        : remediation?.change !== undefined && changeRequests.includes(remediation.change)
          ? 'change'
          : day >= opened && mentions(title)
            ? 'title'
            : undefined
    if (namedBy === undefined) return []
    const atMs = Date.parse(merge.data.mergedAt)
    const { verdict } = merge.data
    const approved = verdict === 'approved' && !withdrawn.has(merge.index)
    return [{ pull, namedBy, merge: { record: merge.index, day, atMs, title, verdict, approved } }]
  })
  const sorted = found.sort((a, b) => (a.merge?.atMs ?? 0) - (b.merge?.atMs ?? 0) || a.pull - b.pull)
  const isKnown = named === undefined || sorted.some(({ pull }) => pull === named)
  return isKnown ? sorted : [...sorted, { pull: named, namedBy: 'record', merge: undefined }]
}

/** Number of a pull request of the repository that the log is about; of another repository the log knows nothing. */
function pullOf(address: string, own: string | undefined): number | undefined {
  const [, repository, number] =
    /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/pull\/([1-9]\d{0,8})(?:[/?#].*)?$/.exec(address) ?? []
  if (own === undefined || repository?.toLowerCase() !== own.toLowerCase()) return undefined
  return Number(number)
}

/** Whether a text names one of the ids as a whole: DEF-1 is not in DEF-12. */
function namesAny(ids: readonly string[]): (text: string) => boolean {
  const wanted = new Set(ids)
  return (text) => (text.match(/[A-Z]{2,5}(?:-[A-Z0-9]+)+/g) ?? []).some((word) => wanted.has(word))
}
