import type { Sample } from '../model/sample.ts'
import type { Table } from './table.ts'

/** Exclusions that are named one by one above the list; the JSON has all of them. */
const namedExclusions = 50

/** The items that were drawn, with everything an auditor asks of the list they come from. */
export function sampleTable(sample: Sample): Table {
  const { control, items, plan, population } = sample
  const names = (items[0]?.facts ?? []).map(({ name }) => name)
  return {
    title: `Sample for ${control.id}: ${control.title}`,
    about: [
      ['Sample', `${items.length} of ${population.count} items; at least ${plan.least}: ${plan.why}`],
      ...populationAbout(sample),
      ...seedAbout(sample),
    ],
    notes: [...sample.notes, ...population.open],
    columns: ['No.', 'Item', 'Day', ...names, 'Records', 'Score'],
    rows: items.map(({ rank, key, day, facts, records, score }) => [
      String(rank),
      key,
      day ?? 'not known',
      ...facts.map(({ value }) => value),
      records.length === 0 ? 'none' : records.join(' '),
      score,
    ]),
  }
}

/** Every item of the population, so that somebody may draw from it by their own means. */
export function populationTable(sample: Sample): Table {
  const { control, population } = sample
  return {
    title: `${population.title}, the population of ${control.id}: ${control.title}`,
    about: populationAbout(sample),
    notes: population.open,
    columns: ['Item', 'Month'],
    rows: population.keys.map(({ key, month }) => [key, month]),
  }
}

/** What a list has to say of itself to be relied on: query, source, window, counts, digest, what it leaves out, and by what it was made. */
function populationAbout({ population, commit, repository, tool }: Sample): Table['about'] {
  const { excluded, gaps, windows } = population
  return [
    ['Population', `${population.title}: ${population.count} items`],
    ['Period', `${population.from} to ${population.to}, days in ${population.timezone}`],
    ['Source', population.source],
    ['Query', population.query],
    ['By month', population.months.map(({ month, count }) => `${month}: ${count}`).join(', ')],
    ['Digest', `sha256:${population.digest} over the keys, sorted by bytes, each with a line feed`],
    ['Left out', excluded.length === 0 ? 'nothing' : `${excluded.length} items`],
    ...excluded
      .slice(0, namedExclusions)
      .map(({ key, title, why }) => ['Left out', `${key} (${title}): ${why}`] as const),
    ...(excluded.length > namedExclusions
      ? [['Left out', `${excluded.length - namedExclusions} more, in the JSON file`] as const]
      : []),
    ...windows.map(
      ({ from, to, endpoint, parameters, tool: by, pages, items, digest, complete, record }) =>
        [
          'Reading',
          `${from === to ? to : `${from} to ${to}`}, ${endpoint}, ${parameters}, by ${by}: ${items} items${pages === null ? '' : ` on ${pages} pages`}, ${complete ? 'complete' : 'NOT COMPLETE'}, sha256:${digest}, record ${record}`,
        ] as const,
    ),
    ['Gaps', gaps.length === 0 ? 'none' : String(gaps.length)],
    ...gaps.map(({ from, to, what }) => ['Gap', `${from} to ${to}: ${what}`] as const),
    ['Commit', `${commit}${repository === null ? '' : ` of ${repository}`}`],
    ['Made by', tool],
  ]
}

function seedAbout({ seed, strata }: Sample): Table['about'] {
  return [
    ['Seed', `sha256:${seed.sha256}, ${seed.nonce === null ? 'chosen by management' : 'with a text of the auditor'}`],
    ['Nonce', seed.nonce ?? 'none'],
    ['Log', `${seed.origin}, ${seed.size} records, root ${seed.root}`],
    ['Drawn', strata === 'none' ? 'out of all items' : 'in turn out of every month'],
    ['How', seed.formula],
  ]
}
