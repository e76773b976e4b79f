import type { Edit } from '../edit/edit.ts'
import { addDuration } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { Risk } from '../model/records.ts'
import { Refusal } from '../model/refusal.ts'
import { type RiskMethod, rate, riskMethodOf } from '../model/risk-rating.ts'
import { checkBefore, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest } from './check.ts'
import { editRecords, findNamed } from './named-record.ts'
import { keysOf, schemaOf, stepInto } from './record-schema.ts'

export interface RiskReview {
  readonly ids: readonly string[]
  /** Day of the review; default today. */
  readonly on?: string
  readonly residual?: Pick<NonNullable<Risk['residual']>, 'likelihood' | 'impact'>
  readonly status?: Risk['status']
  /** Day of the next review; default: where one is written, as long after this one as the band of the risk asks. */
  readonly next?: string
}

/**
 * What it takes to note that risks were reviewed.
 * @throws Refusal for a risk that is not there, and a day that cannot be right
 */
export async function reviewRisks(
  request: CheckRequest,
  review: RiskReview,
  ports: CheckPorts,
): Promise<ProgramChange> {
  const before = await checkBefore(request, ports)
  const { asOf } = before.report
  const on = review.on ?? asOf
  if (on > asOf) throw new Refusal(exitStatus.usage, `The review on ${on} has not taken place yet`, `Today is ${asOf}.`)
  if (review.next !== undefined && review.next <= on) {
    throw new Refusal(exitStatus.usage, `The next review on ${review.next} is not after this one`, 'Give a later day.')
  }
  const method = riskMethodOf(before.model.programs[0]?.value)
  const edits = []
  for (const id of review.ids) {
    const place = { id, collection: 'risks', idKind: 'risk', list: 'risks' } as const
    const record = await findNamed(before, place, ports)
    const risk = before.model.risks.get(id)?.value
    if (risk === undefined) continue
    if (risk.lastReviewed !== undefined && risk.lastReviewed > on) {
      const what = `${id} was reviewed on ${risk.lastReviewed}, after ${on}`
      throw new Refusal(exitStatus.usage, what, 'Give a later day with --on.')
    }
    edits.push(...editsOf(risk, review, on, method).map((edit) => ({ record, edit })))
  }
  return judgeChange(request, before, editRecords(edits), ports)
}

function editsOf(risk: Risk, { residual, status, next }: RiskReview, on: string, method: RiskMethod): Edit[] {
  const order = keysOf(
    stepInto(stepInto(schemaOf('risk-register.json'), 'risks') ?? schemaOf('risk-register.json'), '*'),
  )
  const rating = residual ?? risk.residual ?? risk.inherent
  const { band, score } = rate(rating, method.matrix)
  const due = next ?? (risk.reviewBy === undefined ? undefined : addDuration(on, method.reviewEvery[band]))
  return [
    ...(residual === undefined ? [] : ratingEdits(risk, residual, score, order)),
    ...(status === undefined ? [] : [{ kind: 'set', path: ['status'], value: status, order } as const]),
    { kind: 'set', path: ['lastReviewed'], value: on, order },
    ...(due === undefined ? [] : [{ kind: 'set', path: ['reviewBy'], value: due, order } as const]),
  ]
}

/** The two words of a rating, where they stand; a score that somebody typed is kept right. */
function ratingEdits(
  risk: Risk,
  residual: NonNullable<RiskReview['residual']>,
  score: number,
  order: readonly string[],
): Edit[] {
  if (risk.residual === undefined) return [{ kind: 'set', path: ['residual'], value: { ...residual }, order }]
  return [
    { kind: 'set', path: ['residual', 'likelihood'], value: residual.likelihood },
    { kind: 'set', path: ['residual', 'impact'], value: residual.impact },
    ...(risk.residual.score === undefined ? [] : [{ kind: 'set', path: ['residual', 'score'], value: score } as const]),
  ]
}
