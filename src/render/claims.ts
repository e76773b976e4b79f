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
  const introduced = introducing(person, history, claimed)
  const found = introduced === undefined ? undefined : evidence.get(introduced.commit.sha)
  return (
    found?.kind === 'merged' &&
    found.record.data.verdict === 'approved' &&
    found.record.data.counted.some((review) => personIdOf(model, review) === person)
  )
}

/** Whether the change that brought a claim ("requested by Ana") is that person's own, by the log. Parameters as for `isShown`. */
export function isAuthored(
  person: string,
  history: readonly Revision[],
  claimed: (record: HistoricRecord) => readonly string[],
  evidence: ReadonlyMap<string, CommitEvidence>,
  model: ProgramModel,
): boolean {
  const introduced = introducing(person, history, claimed)
  const found = introduced === undefined ? undefined : evidence.get(introduced.commit.sha)
  const author = found?.kind === 'merged' ? found.record.data.author : null
  return author !== null && personIdOf(model, author) === person
}

/** The revision since which a record claims it without a break. */
function introducing(
  person: string,
  history: readonly Revision[],
  claimed: (record: HistoricRecord) => readonly string[],
): Revision | undefined {
  let introduced: Revision | undefined
  for (const revision of history) {
    const stands = revision.value !== undefined && claimed(revision.value).includes(person)
    if (!stands) introduced = undefined
    else introduced ??= revision
  }
  return introduced
}
