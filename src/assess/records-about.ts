import type { DatedRecord } from '../model/log-record.ts'
import type { Requirement } from './record-standing.ts'

/** Of the lists that were asked for: every requirement of a program asks for the same one. */
const indexes = new WeakMap<readonly DatedRecord[], ReadonlyMap<string, readonly DatedRecord[]>>()

/**
 * The records that a requirement may speak of, in the order of the list: those of its kind, and of statements those that
 * name it. A program has a hundred requirements and a log a hundred thousand records; most of them have nothing to do with
 * each other.
 */
export function recordsAbout(
  { records: { kind, where }, expect }: Requirement,
  all: readonly DatedRecord[],
): readonly DatedRecord[] {
  const named = where?.['requirement']
  // A statement that names none may be about any of them, and then it counts against, never for one.
  const isNamed = kind === 'attestation' && expect === 'some' && typeof named === 'string'
  return indexOf(all).get(isNamed ? statementOf(named) : kind) ?? []
}

const statementOf = (requirement: string): string => `attestation ${requirement}`

function indexOf(all: readonly DatedRecord[]): ReadonlyMap<string, readonly DatedRecord[]> {
  const known = indexes.get(all)
  if (known !== undefined) return known
  const index = new Map<string, DatedRecord[]>()
  const add = (name: string, one: DatedRecord) => {
    const list = index.get(name)
    if (list === undefined) index.set(name, [one])
    else list.push(one)
  }
  for (const one of all) {
    add(one.record.kind, one)
    if (one.record.kind === 'attestation' && one.record.data.requirement !== null)
      add(statementOf(one.record.data.requirement), one)
  }
  indexes.set(all, index)
  return index
}
