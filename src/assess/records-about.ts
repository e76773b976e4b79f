import { type DatedRecord, matches } from '../model/log-record.ts'
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
const unnamed = 'statement of no requirement'

/** The records that a filter does not rule out, in the order of the list: those that match it, and those of which that is not known. */
export function recordsNotOtherThan(
  { kind, where }: Requirement['records'],
  all: readonly DatedRecord[],
): readonly DatedRecord[] {
  const named = where?.['requirement']
  const index = indexOf(all)
  const some =
    kind === 'attestation' && typeof named === 'string'
      ? [...(index.get(statementOf(named)) ?? []), ...(index.get(unnamed) ?? [])]
      : (index.get(kind) ?? [])
  return some
    .filter(({ record }) => matches(record.data, where) !== 'no')
    .sort((a, b) => a.record.index - b.record.index)
}

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
    if (one.record.kind === 'attestation')
      add(one.record.data.requirement === null ? unnamed : statementOf(one.record.data.requirement), one)
  }
  indexes.set(all, index)
  return index
}
