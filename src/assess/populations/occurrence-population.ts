import { dayOf } from '../../model/days.ts'
import { datedRecords } from '../../model/log-record.ts'
import type { Control } from '../../model/records.ts'
import { countsFor, coveredDays } from '../covered-days.ts'
import { expectedIntervals, isPeriodic } from '../expected-intervals.ts'
import { recordsNotOtherThan } from '../records-about.ts'
import { type Excluded, makePopulation, type Population, type PopulationItem } from './population.ts'
import type { PopulationInput } from './population-input.ts'

/**
 * What the calendar expects of a control: an item for each interval of each requirement, whether or not anything came. No
 * log can make it smaller.
 */
export function occurrencePopulation(control: Control, input: PopulationInput): Population {
  const { from, to, timezone, log } = input
  const start =
    control.implementedSince !== undefined && control.implementedSince > from ? control.implementedSince : from
  const wanted = [
    ...(control.evidence ?? []).map(({ id, frequency, records }) => ({ id, frequency, records })),
    ...(control.manualEvidence ?? []).map(({ id, frequency }) => ({
      id,
      frequency,
      records: { kind: 'attestation', where: { requirement: id } } as const,
    })),
  ].filter(({ frequency, records }) => isPeriodic(frequency) && isOccurrence(records.kind))
  // What was not over when the checkpoint was made could not be there yet.
  const last = log.at(-1)
  const known = last === undefined ? to : dayOf(last.recordedAt, timezone)
  const excluded: Excluded[] = []
  const items = wanted.flatMap(({ id, frequency, records }) => {
    const own = recordsNotOtherThan(records, datedRecords(log, timezone)).map((one) => ({
      index: one.record.index,
      days: coveredDays(one, timezone),
    }))
    return expectedIntervals(frequency, { from: start, to }).flatMap((interval): readonly PopulationItem[] => {
      const key = `${id}/${interval.from}/${interval.to}`
      const title = `${id}, ${interval.from} to ${interval.to}`
      if (interval.to > known) {
        excluded.push({ key, title, why: `it was not over on ${known}, the last day that the log knows` })
        return []
      }
      const found = own.filter(({ days }) => countsFor(days, interval)).map(({ index }) => index)
      return [
        {
          ...{ key, title, day: interval.to },
          fields: [id, frequency, interval.from, interval.to, String(found.length)],
          records: found,
        },
      ]
    })
  })
  const said = wanted.map(({ id, frequency }) => `${id} ${frequency}`).join(', ')
  return makePopulation(
    {
      name: 'occurrences',
      title: 'Occurrences that the calendar expects',
      ...{ from, to, timezone },
      source: `the control ${control.id} and the calendar, independent of the evidence log`,
      query: `every interval from ${start} to ${to} (${timezone}) of ${said === '' ? 'no requirement' : said}`,
      independent: true,
      columns: ['Requirement', 'Frequency', 'From', 'To', 'Records that cover it'],
    },
    {
      items,
      excluded,
      open:
        start > from
          ? [`${control.id} operates since ${start}: nothing is expected of it from ${from} until then.`]
          : [],
    },
  )
}

/** Readings, changes and deployments have populations of their own. */
const isOccurrence = (kind: string): boolean =>
  ![
    'change.decision',
    'change.merged',
    'change.unreviewed',
    'audit.window',
    'deployment',
    'environment.approval',
  ].includes(kind)
