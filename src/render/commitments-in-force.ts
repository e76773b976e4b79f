import type { Commitment } from '../model/records.ts'
import type { PageContext } from './page-context.ts'
import { compare } from './page-text.ts'

/** What was promised and binds on the day of the page, by id. */
export function commitmentsInForce({ model, assessment }: PageContext): readonly Commitment[] {
  const { asOf } = assessment.basis
  return [...model.commitments.values()]
    .map(({ value }) => value)
    .filter(({ status }) => status === 'in-force')
    .filter(({ since, until }) => (since === undefined || since <= asOf) && (until === undefined || asOf <= until))
    .sort((a, b) => compare(a.id, b.id))
}
