import { type Day, dayOf } from '../model/days.ts'
import type { EvidencePredicate } from '../model/evidence.ts'
import { matches } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Control } from '../model/records.ts'

/** What is asked of the log. What is left out asks for nothing; several values of one member are alternatives. */
export interface RecordQuery {
  readonly controls: readonly string[]
  readonly criteria: readonly string[]
  readonly kinds: readonly string[]
  /** Logins, account ids, or ids of People. */
  readonly actors: readonly string[]
  readonly results: readonly string[]
  /** First and last day on which it happened, in the time zone of the program. */
  readonly from: Day | undefined
  readonly to: Day | undefined
}

/** Controls and criteria that are asked for and not in the program: an answer without them would look complete. */
export function unknownIn(query: RecordQuery, { controls }: ProgramModel): readonly string[] {
  const served = new Set([...controls.values()].flatMap(({ value }) => value.criteria.map(({ id }) => id as string)))
  return [
    ...query.controls.filter((id) => !controls.has(id)),
    ...query.criteria.filter((id) => !served.has(id)).map((id) => `${id} (no control serves it)`),
  ]
}

/**
 * Whether a record is one that is asked for. A control asks for the records that its requirements select; one whose fields
 * do not say whether it is meant is shown, because leaving it out would hide it.
 */
export function queryOf(
  query: RecordQuery,
  model: ProgramModel,
  timezone: string,
): (record: EvidencePredicate) => boolean {
  const asked = controlsAsked(query, model)
  const actors = accountsAsked(query.actors, model)
  const isAny = (list: readonly string[], value: string) => list.length === 0 || list.includes(value)
  return (record) => {
    if (!isAny(query.kinds, record.kind) || !isAny(query.results, record.result)) return false
    if (actors.size > 0 && ![record.actor.id, record.actor.login?.toLowerCase()].some((one) => isIn(actors, one)))
      return false
    const day = dayOf(record.occurredAt, timezone)
    if ((query.from !== undefined && day < query.from) || (query.to !== undefined && day > query.to)) return false
    return asked === undefined || asked.some((control) => speaksFor(control, record))
  }
}

const isIn = (set: ReadonlySet<string>, value: string | null | undefined) =>
  value !== null && value !== undefined && set.has(value)

function controlsAsked({ controls, criteria }: RecordQuery, model: ProgramModel): readonly Control[] | undefined {
  if (controls.length === 0 && criteria.length === 0) return undefined
  return [...model.controls.values()]
    .map(({ value }) => value)
    .filter(({ id }) => controls.length === 0 || controls.includes(id))
    .filter((control) => criteria.length === 0 || control.criteria.some(({ id }) => criteria.includes(id)))
}

/** Whether a control counts a record as its evidence. */
function speaksFor({ evidence = [], manualEvidence = [] }: Control, record: EvidencePredicate): boolean {
  if (record.kind === 'attestation' && manualEvidence.some(({ id }) => id === record.data.requirement)) return true
  return evidence.some(({ records }) => records.kind === record.kind && matches(record.data, records.where) !== 'no')
}

/** Logins in small letters and ids; a person of People stands for all their accounts. */
function accountsAsked(actors: readonly string[], { people }: ProgramModel): ReadonlySet<string> {
  const accounts = new Set(actors.map((actor) => actor.toLowerCase()))
  for (const { login, id } of actors.flatMap((actor) => people.get(actor)?.value.accounts ?? [])) {
    accounts.add(login.toLowerCase())
    if (id !== undefined) accounts.add(String(id))
  }
  return accounts
}
