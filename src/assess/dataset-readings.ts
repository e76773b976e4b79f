import { instantOf, millisecondsOf } from '../model/days.ts'
import type { PredicateOfKind } from '../model/evidence.ts'
import type { LogRecord } from '../model/log-record.ts'
import { gapsIn, type Stretch } from './audit-coverage.ts'

/** A reading of a dataset as the log has it. */
export type DatasetReading = LogRecord & PredicateOfKind<'collection.window'>

/** Which readings answer a question, and what they leave open. */
export interface ChosenReadings {
  /** In the order of the log. */
  readonly readings: readonly DatasetReading[]
  /** What is not known, one sentence each; empty where the readings answer all of it. */
  readonly open: readonly string[]
}

export type ReadingWindow =
  /** The newest state up to a moment. */
  | { readonly kind: 'snapshot'; readonly atMs: number }
  /** `to` is exclusive. */
  | ({ readonly kind: 'range' } & Stretch)

/**
 * Chooses, for each system, the readings of a dataset that a report rests on.
 *
 * A snapshot: the newest one. A range of what happened: all that overlap it, and the stretches in which nobody looked. A
 * range of states: every one taken in it. A reading that was not complete is used and named: what it shows is true, and
 * what it does not show is not known.
 */
export function chooseReadings(
  records: readonly LogRecord[],
  dataset: string,
  systems: readonly string[],
  window: ReadingWindow,
): ChosenReadings {
  const all = records.filter((record): record is DatasetReading => {
    return record.kind === 'collection.window' && record.data.dataset === dataset
  })
  const asked = systems.length > 0 ? [...systems] : [...new Set(all.map(({ data }) => data.system))]
  const chosen = asked.sort().map((system) => {
    const own = all.filter(({ data }) => data.system === system)
    return window.kind === 'snapshot' ? newestState(own, system, window.atMs) : inRange(own, system, window)
  })
  return {
    readings: chosen.flatMap(({ readings }) => readings).sort((a, b) => a.index - b.index),
    open: [
      ...(asked.length === 0 ? ['no system was ever read'] : []),
      ...chosen.flatMap(({ open }) => open),
      ...chosen.flatMap(({ readings }) => readings.flatMap(incomplete)),
    ],
  }
}

function newestState(own: readonly DatasetReading[], system: string, atMs: number): ChosenReadings {
  const newest = own
    .filter(({ data }) => data.form === 'snapshot' && millisecondsOf(data.to) <= atMs)
    .reduce<DatasetReading | undefined>(
      (best, one) => (best === undefined || one.data.to >= best.data.to ? one : best),
      undefined,
    )
  return newest === undefined
    ? { readings: [], open: [`${system} was not read by ${instantOf(atMs)}`] }
    : { readings: [newest], open: [] }
}

function inRange(own: readonly DatasetReading[], system: string, range: Stretch): ChosenReadings {
  const stretches = own.map((reading) => ({
    reading,
    from: millisecondsOf(reading.data.from),
    to: millisecondsOf(reading.data.to),
  }))
  const states = stretches.filter(
    ({ reading, to }) => reading.data.form === 'snapshot' && to >= range.from && to < range.to,
  )
  const intervals = stretches
    .filter(({ reading, from, to }) => reading.data.form === 'interval' && to > range.from && from < range.to)
    .sort((a, b) => a.from - b.from || a.to - b.to)
  const readings = [...states, ...intervals].map(({ reading }) => reading)
  if (readings.length === 0)
    return { readings, open: [`${system} was not read between ${instantOf(range.from)} and ${instantOf(range.to)}`] }
  // States show a moment each; what happened between them is no question of theirs.
  const covered = intervals.filter(({ reading }) => reading.data.complete)
  const gaps = intervals.length === 0 ? [] : gapsIn(range, covered)
  return {
    readings,
    open: gaps.map(
      ({ from, to }) => `${system}: nobody read what happened from ${instantOf(from)} to ${instantOf(to)}`,
    ),
  }
}

function incomplete({ index, data }: DatasetReading): readonly string[] {
  const named = `${data.system}, record ${index}`
  return [
    ...(data.complete ? [] : [`${named}: the reading was not complete`]),
    ...(data.total !== null && data.total !== data.count
      ? [`${named}: ${data.count} of ${data.total} items were read`]
      : []),
    ...data.unread.map(({ part, why }) => `${named}: ${part} could not be read: ${why}`),
  ]
}
