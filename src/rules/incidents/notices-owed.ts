import { addToMoment, dayOf } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Commitment, Incident } from '../../model/records.ts'

type Notice = NonNullable<Incident['notices']>[number]

const rank = { low: 0, medium: 1, high: 2, critical: 3 } as const

/** Commitments to tell somebody that were in force when an incident was noticed and that it falls under. */
export function commitmentsOver(
  model: ProgramModel,
  incident: Incident,
  timezone: string,
): readonly Located<Commitment>[] {
  const day = dayOf(incident.detectedAt, timezone)
  return [...model.commitments.values()].filter(({ value: { notice, status, since, until } }) => {
    if (notice === undefined || status !== 'in-force') return false
    if ((since !== undefined && day < since) || (until !== undefined && until < day)) return false
    if (notice.severity !== undefined && rank[incident.severity] < rank[notice.severity]) return false
    return isAbout(notice.of, incident)
  })
}

function isAbout(of: NonNullable<Commitment['notice']>['of'], { category, dataInvolved }: Incident): boolean {
  const isOfData = dataInvolved?.personal === true || category === 'privacy'
  switch (of) {
    case 'personal-data-breach':
      return isOfData
    case 'security-incident':
      return isOfData || category === 'security' || category === 'confidentiality'
    case 'outage':
      return category === 'availability'
    case 'incident-report':
      return true
    default:
      return false
  }
}

/**
 * The last moment at which a notice is in time, in milliseconds since 1970, with the duration that says so; undefined while
 * the moment from which it is counted has not come, or where nothing says within what time.
 */
export function latestOf(
  model: ProgramModel,
  incident: Incident,
  notice: Pick<Notice, 'commitment' | 'within'>,
  timezone: string,
): { readonly latest: number; readonly within: string } | undefined {
  const promise = notice.commitment === undefined ? undefined : model.commitments.get(notice.commitment)?.value.notice
  const limits = [
    ...(promise === undefined ? [] : [{ from: momentOf(incident, promise.countedFrom), within: promise.within }]),
    ...(notice.within === undefined ? [] : [{ from: incident.detectedAt, within: notice.within }]),
  ]
  const moments = limits.flatMap(({ from, within }) =>
    from === undefined ? [] : [{ latest: addToMoment(from, within, timezone), within }],
  )
  return moments.toSorted((a, b) => a.latest - b.latest)[0]
}

/** The moment from which a promise counts; undefined until it comes. */
function momentOf(
  { detectedAt, confirmedAt, resolvedAt }: Incident,
  countedFrom: NonNullable<Commitment['notice']>['countedFrom'],
): string | undefined {
  if (countedFrom === 'resolution') return resolvedAt
  return countedFrom === 'confirmation' ? (confirmedAt ?? detectedAt) : detectedAt
}
