import { onlyProgram } from '../assess/assess-program.ts'
import type { Deviation } from '../assess/assessment.ts'
import type { Remediation } from '../assess/remediation.ts'
import type { Day } from '../model/days.ts'
import { isInForce } from '../model/exception-term.ts'
import type { Deficiency, Exception } from '../model/records.ts'
import { mendingDue } from '../rules/deficiencies/mending-due.ts'
import type { PageContext } from './page-context.ts'
import { compare } from './page-text.ts'

/** What management has done about a deviation, by the records of the program. */
export type DeviationResponse =
  | { readonly kind: 'none' }
  | { readonly kind: 'exception'; readonly exception: Exception }
  | {
      readonly kind: 'deficiency'
      readonly deficiency: Deficiency
      /** Whether it names the deviation itself, and not only the control that it broke. */
      readonly named: boolean
      readonly due: Day
      readonly overdue: boolean
      /**
       * shown: the log shows that it was mended and tested again, or somebody accepted that it stays. claimed: its record says
       * that it is closed, and the log does not show it.
       */
      readonly settled: 'shown' | 'claimed' | 'no'
      /** How far it is by the log; undefined where that was not computed. */
      readonly remediation: Remediation | undefined
    }

/** Finds the response to each deviation. One deficiency may answer several of them. */
export function responsesIn(context: PageContext): (deviation: Deviation) => DeviationResponse {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const program = onlyProgram(model)
  const deficiencies = [...model.deficiencies.values()]
    .map(({ value }) => value)
    .sort((a, b) => compare(b.opened, a.opened) || compare(a.id, b.id))
  const exceptions = [...model.exceptions.values()].map(({ value }) => value).sort((a, b) => compare(a.id, b.id))
  const byName = new Map<string, Deficiency>()
  for (const deficiency of deficiencies.toReversed())
    for (const name of deficiency.deviations ?? []) byName.set(name, deficiency)
  const answered = (deficiency: Deficiency, named: boolean): DeviationResponse => {
    const { due } = mendingDue(deficiency, program)
    const remediation = assessment.remediations.get(deficiency.id)
    const isClosed = deficiency.status === 'closed' || deficiency.status === 'risk-accepted'
    const isShown = remediation?.state === 'retested' || remediation?.state === 'accepted'
    const settled = isClosed ? (isShown ? 'shown' : 'claimed') : 'no'
    return { kind: 'deficiency', deficiency, named, due, settled, remediation, overdue: !isClosed && due < asOf }
  }
  return (deviation) => {
    const exact = namesOf(deviation, context).flatMap((name) => byName.get(name) ?? [])[0]
    if (exact !== undefined) return answered(exact, true)
    if (deviation.control === undefined) return { kind: 'none' }
    // What was closed before it happened says nothing about it.
    const about = deficiencies.find(
      ({ control, status, opened }) =>
        control === deviation.control && (status !== 'closed' || opened >= deviation.day),
    )
    if (about !== undefined) return answered(about, false)
    const exception = exceptions.find((one) => one.control === deviation.control && isInForce(one, deviation.day))
    return exception === undefined ? { kind: 'none' } : { kind: 'exception', exception }
  }
}

/** How a deficiency may name what happened: a pull request, a commit, the digest of the record. */
function namesOf({ record: index }: Deviation, context: PageContext): readonly string[] {
  const record = index === undefined ? undefined : context.recordAt(index)
  if (record === undefined) return []
  switch (record.kind) {
    case 'change.merged':
      return [`pull-${record.data.pull}`, record.data.mergeSha, record.digest]
    case 'change.unreviewed':
      return [record.data.commit, record.digest]
    case 'deployment':
      return [record.data.sha, record.digest]
    default:
      return [record.digest]
  }
}
