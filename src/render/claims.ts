import { type CommitEvidence, personIdOf } from '../model/evidence-index.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { HistoricRecord, Revision } from '../read/record-history.ts'

/**
 * Whether a claim in a record ("approved by Ana") is shown by the log: the change that brought the claim, and with it the
 * record as it was claimed, has a counted review by that person.
 *
 * @param claimed who a version of the record claims, as ids of persons
 */
export function isShown(
  person: string,
  history: readonly Revision[],
  claimed: (record: HistoricRecord) => readonly string[],
  evidence: ReadonlyMap<string, CommitEvidence>,
  model: ProgramModel,
): boolean {
  let introduced: Revision | undefined
  for (const revision of history) {
    const stands = revision.value !== undefined && claimed(revision.value).includes(person)
    if (!stands) introduced = undefined
    else introduced ??= revision
  }
  const found = introduced === undefined ? undefined : evidence.get(introduced.commit.sha)
  return (
    found?.kind === 'merged' &&
    found.record.data.verdict === 'approved' &&
    found.record.data.counted.some((review) => personIdOf(model, review) === person)
  )
}
