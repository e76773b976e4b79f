import type { Day } from '../model/days.ts'
import type { Control } from '../model/records.ts'
import type { Occurrence, OccurrenceCounts, OperationAssessment, RequirementAssessment } from './assessment.ts'
import type { Basis } from './basis.ts'

/** Counts occurrences. A requirement of which nothing was ever shown has its occurrences missing, too. */
export function countOccurrences(occurrences: readonly Occurrence[]): OccurrenceCounts {
  const count = (state: Occurrence['state']) => occurrences.filter((one) => one.state === state).length
  const [inTime, late, failed] = [count('met'), count('late'), count('not-met')]
  const pending = count('pending')
  const covered = inTime + late + failed
  const due = occurrences.length - pending
  return {
    ...{ expected: occurrences.length, inTime, late, missing: count('overdue'), failed, pending, covered },
    coveredTenths: due === 0 ? undefined : Math.floor((1000 * covered) / due),
  }
}

/** `12 expected: 10 in time, 1 late, 1 missing; 11 of 12 that were due are covered (91.6 %)` */
export function countsInWords(counts: OccurrenceCounts): string {
  const { expected, inTime, late, missing, failed, pending, covered, coveredTenths } = counts
  const parts = (
    [
      [inTime, 'in time'],
      [late, 'late'],
      [missing, 'missing'],
      [failed, 'failed'],
      [pending, 'not due yet'],
    ] as const
  ).flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))
  const said = `${expected} expected: ${parts.join(', ') || 'none'}`
  if (coveredTenths === undefined) return `${said}; none was due`
  const share = `${Math.floor(coveredTenths / 10)}.${coveredTenths % 10} %`
  return `${said}; ${covered} of ${expected - pending} that were due have evidence (${share})`
}

/**
 * Operation from the requirements as they were judged.
 *
 * @param since first day of the control, if it says so
 */
export function assessOperation(
  { status }: Control,
  requirements: readonly RequirementAssessment[],
  basis: Basis,
  since: Day | undefined,
): OperationAssessment {
  if (basis.kind === 'date') {
    const shown = requirements.filter(({ state }) => state === 'met')
    return {
      kind: 'not-judged',
      why: 'not judged: Type I looks at design',
      shown: shown.map(({ id, records }) => ({ requirement: id, record: records.at(-1) })),
      notShown: requirements.filter(({ state }) => state !== 'met').map(({ id }) => id),
    }
  }
  const counts = countOccurrences(requirements.flatMap(({ occurrences }) => occurrences))
  const judged = (state: 'as-expected' | 'with-deviations' | 'not-shown', why: string) =>
    ({ kind: 'judged', state, why, counts }) as const
  if (status === 'planned' || status === 'retired') return judged('not-shown', `it is ${status}`)
  if (requirements.length === 0) return judged('not-shown', 'it asks for no evidence, so nothing can show it')
  const later = since !== undefined && since > basis.start ? `; it operates only since ${since}` : ''
  const said = `${countsInWords(counts)}${later}`
  // Occurrences whose day is past without anything are a deviation where the control ever left evidence, else not shown.
  const broken = counts.late + counts.failed + (counts.covered > 0 ? counts.missing : 0)
  if (broken > 0) return judged('with-deviations', said)
  return judged(counts.covered === 0 || counts.missing > 0 ? 'not-shown' : 'as-expected', said)
}
