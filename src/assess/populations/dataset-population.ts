import { addDuration, type Day, dayOf, instantOf, millisecondsOf, startOfDay } from '../../model/days.ts'
import { matches } from '../../model/log-record.ts'
import { gapsIn, joined } from '../audit-coverage.ts'
import { chooseReadings, type DatasetReading } from '../dataset-readings.ts'
import { itemDay, itemIdentity } from './item-identity.ts'
import { type Gap, makePopulation, type Population, type PopulationItem, type SourceWindow } from './population.ts'
import type { PopulationInput } from './population-input.ts'
import type { PopulationName, RecordFilter } from './wanted-populations.ts'

/**
 * The readings of a dataset that speak of a period: of states the newest one by its end, of what happens every one that
 * overlaps it. Systems that the filters do not mean are left out.
 */
export function datasetReadings(
  { log, from, to, timezone }: PopulationInput,
  dataset: PopulationName,
  filters: readonly RecordFilter[],
): {
  readonly used: readonly DatasetReading[]
  readonly all: readonly DatasetReading[]
  readonly open: readonly string[]
} {
  const own = filters.filter(({ kind }) => kind === 'collection.window')
  const meant = (record: DatasetReading) =>
    own.length === 0 || own.some(({ where }) => matches(record.data, where) !== 'no')
  const period = { from: startOfDay(from, timezone), to: startOfDay(addDuration(to, 'P1D'), timezone) }
  const readings = log.filter(
    (record): record is DatasetReading =>
      record.kind === 'collection.window' && record.data.dataset === dataset && meant(record),
  )
  const all = readings.filter(({ data }) => {
    const [start, end] = [millisecondsOf(data.from), millisecondsOf(data.to)]
    return data.form === 'snapshot' ? end >= period.from && end < period.to : end > period.from && start < period.to
  })
  const happens = readings.some(({ data }) => data.form === 'interval')
  const chosen = happens
    ? chooseReadings(readings, dataset, [], { kind: 'range', ...period })
    : chooseReadings(readings, dataset, [], { kind: 'snapshot', atMs: period.to - 1 })
  const used = happens ? chosen.readings.filter(({ data }) => data.form === 'interval') : chosen.readings
  return { used, all, open: chosen.open.map((sentence) => `${capital(sentence)}.`) }
}

/** Items of a dataset as a system had them, with every reading of the period. */
export function datasetPopulation(
  dataset: PopulationName,
  input: PopulationInput,
  filters: readonly RecordFilter[],
): Population {
  const { from, to, timezone, itemsOf } = input
  const { used, all, open } = datasetReadings(input, dataset, filters)
  const unread: string[] = []
  const columns = new Set<string>()
  const rows: { readonly reading: DatasetReading; readonly item: Readonly<Record<string, unknown>> }[] = []
  for (const reading of used) {
    const items = itemsOf(reading)
    if (items === undefined) {
      unread.push(`The items of ${reading.data.system}, record ${reading.index}, are not known here.`)
      continue
    }
    for (const item of items) {
      for (const name of Object.keys(item)) columns.add(name)
      rows.push({ reading, item: item as Readonly<Record<string, unknown>> })
    }
  }
  const names = [...columns].sort()
  const period = { from: startOfDay(from, timezone), to: startOfDay(addDuration(to, 'P1D'), timezone) }
  const form = used.some(({ data }) => data.form === 'interval') ? 'what happened' : 'the state at the last reading'
  return makePopulation(
    {
      name: dataset,
      title: `${capital(dataset.replaceAll('-', ' '))}: ${form}`,
      ...{ from, to, timezone },
      source: used.length === 0 ? 'no reading' : [...new Set(used.map(sourceOf))].sort().join('; '),
      query:
        used.length === 0
          ? `readings of ${dataset} by ${to} (${timezone}): there is none`
          : [...new Set(used.map(queryOf))].sort().join('; '),
      independent: true,
      columns: ['System', 'Read up to (UTC)', ...names],
    },
    {
      items: itemsWithKeys(dataset, rows, names, { from, to, timezone }),
      windows: all.map(windowOf),
      gaps: gapsOf(all, used, period),
      open: [...open, ...unread],
    },
  )
}

function itemsWithKeys(
  dataset: PopulationName,
  rows: readonly { readonly reading: DatasetReading; readonly item: Readonly<Record<string, unknown>> }[],
  columns: readonly string[],
  { from, to, timezone }: { readonly from: Day; readonly to: Day; readonly timezone: string },
): readonly PopulationItem[] {
  const seen = new Map<string, number>()
  return rows.flatMap(({ reading, item }): readonly PopulationItem[] => {
    const { system, form } = reading.data
    const day = itemDay(dataset, item, timezone) ?? dayOf(reading.data.to, timezone)
    // A reading of what happened may reach beyond the period at either end.
    if (form === 'interval' && (day < from || day > to)) return []
    const name = itemIdentity(dataset, item)
    const times = (seen.get(`${system}\n${name}`) ?? 0) + 1
    seen.set(`${system}\n${name}`, times)
    return [
      {
        // The same line twice at the source is two items.
        key: `${system}/${dataset}/${name}${times === 1 ? '' : `~${times}`}`,
        day,
        title: `${name} of ${system}`,
        fields: [system, reading.data.to, ...columns.map((column) => said(item[column]))],
        records: [reading.index],
      },
    ]
  })
}

/** Of readings of what happens: the time that none covers, system by system. States show a moment each. */
function gapsOf(
  all: readonly DatasetReading[],
  used: readonly DatasetReading[],
  period: { readonly from: number; readonly to: number },
): readonly Gap[] {
  const systems = [
    ...new Set(used.filter(({ data }) => data.form === 'interval').map(({ data }) => data.system)),
  ].sort()
  return systems.flatMap((system) => {
    const covered = joined(
      all
        .filter(({ data }) => data.system === system && data.form === 'interval' && data.complete)
        .map(({ data }) => ({ from: millisecondsOf(data.from), to: millisecondsOf(data.to) })),
    )
    return gapsIn(period, covered).map((gap) => ({
      from: instantOf(gap.from),
      to: instantOf(gap.to),
      what: `nobody read ${system}`,
    }))
  })
}

export const windowOf = ({ index, data }: DatasetReading): SourceWindow => ({
  from: data.from,
  to: data.to,
  endpoint: `${data.system}: ${data.source}`,
  parameters: data.query === '' ? 'all of it' : data.query,
  tool: data.toolVersion === null ? data.tool : `${data.tool} ${data.toolVersion}`,
  pages: data.pages,
  items: data.count,
  digest: data.itemsDigest,
  complete: data.complete && data.unread.length === 0 && (data.total === null || data.total === data.count),
  record: index,
})

const sourceOf = ({ data }: DatasetReading): string => `${data.system} at ${data.source}, by ${data.tool}`
const queryOf = ({ data }: DatasetReading): string =>
  `${data.system}: ${data.query === '' ? 'all of it' : data.query}, ${data.form === 'snapshot' ? `the state at ${data.to}` : 'what happened'}`

const said = (value: unknown): string =>
  value === null || value === undefined
    ? 'not known'
    : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : JSON.stringify(value)

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
