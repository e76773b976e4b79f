import { describe, expect, test } from 'vitest'
import { changePopulation } from '../../../../src/assess/populations/change-population.ts'
import type { PopulationInput } from '../../../../src/assess/populations/population-input.ts'
import { populationOf } from '../../../../src/assess/populations/population-of.ts'
import { wantedPopulations } from '../../../../src/assess/populations/wanted-populations.ts'
import type { Control } from '../../../../src/model/records.ts'
import { attestation, deployment, logCreated, logOf, merged, reading, sha } from '../../../support/log-builder.ts'
import { control, person, programModel } from '../../../support/program-builder.ts'

const at = (moment: string) => ({ at: `2026-${moment}:00Z` })
const input = (over: Partial<PopulationInput> = {}): PopulationInput => ({
  model: programModel({}),
  log: [],
  commits: [],
  branch: 'main',
  from: '2026-01-01',
  to: '2026-03-31',
  timezone: 'UTC',
  itemsOf: () => undefined,
  ...over,
})
type Requirement = NonNullable<Control['evidence']>[number]
const requirement = (over: Partial<Requirement>): Requirement => ({
  id: 'EVR-A',
  records: { kind: 'change.merged' },
  expect: 'some',
  frequency: 'per-event',
  window: 'P1Y',
  ...over,
})
const only = (asked: Control) => {
  const [wanted] = wantedPopulations(asked).wanted
  if (wanted === undefined) throw new Error('it has none')
  return wanted
}

describe('which population a control has', () => {
  test.each([
    [{ evidence: [requirement({})] }, ['changes']],
    [{ evidence: [requirement({ records: { kind: 'audit.window' }, frequency: 'daily' })] }, ['changes']],
    [{ evidence: [requirement({ records: { kind: 'deployment' } })] }, ['deployments']],
    [
      {
        evidence: [
          requirement({ records: { kind: 'collection.window', where: { dataset: 'tokens' } }, frequency: 'weekly' }),
        ],
      },
      ['tokens', 'occurrences'],
    ],
    [{ evidence: [requirement({ records: { kind: 'scan.result' }, frequency: 'monthly' })] }, ['occurrences']],
    [{ manualEvidence: [{ id: 'EVR-M', title: 'Done', frequency: 'quarterly', window: 'P3M' }] }, ['occurrences']],
    [{ population: 'incidents', evidence: [requirement({})] }, ['incidents', 'changes']],
  ] as const)('%j', (over, names) => {
    expect(wantedPopulations(control(over as Partial<Control>)).wanted.map(({ name }) => name)).toEqual(names)
  })

  test('is not determined for an event that nothing lists, and that is said', () => {
    const asked = control({ manualEvidence: [{ id: 'EVR-M', title: 'Done', frequency: 'per-event', window: 'P3M' }] })
    expect(wantedPopulations(asked)).toEqual({
      wanted: [],
      undetermined: ['EVR-M asks for a statement per event, and nothing lists those events'],
    })
  })
})

describe('changes', () => {
  const commits = ['baseline', 'merge 1', 'merge 2'].map((name, index) => ({
    ...{ sha: sha(name), authorName: 'Cy', subject: name },
    committedAt: `2026-0${index + 1}-10T10:00:00Z`,
  }))
  const log = logOf(
    logCreated(at('01-11T10:00')),
    merged(1, at('02-10T10:00'), { category: 'normal' }),
    merged(2, at('03-10T10:00'), { category: 'emergency' }),
  )

  test('leave out what a requirement does not mean, with the reason, and keep what nobody knows', () => {
    const filter = { requirement: 'EVR-E', kind: 'change.merged', where: { category: 'emergency' } } as const
    const { items, excluded, months } = changePopulation(input({ commits, log }), [filter])
    expect(items.map(({ title }) => title)).toEqual(['baseline', 'merge 2'])
    expect(excluded).toEqual([
      { key: sha('merge 1'), title: 'merge 1', why: 'not what EVR-E speaks of: category emergency' },
    ])
    expect(months).toEqual([
      { month: '2026-01', count: 1 },
      { month: '2026-02', count: 0 },
      { month: '2026-03', count: 1 },
    ])
  })

  test('of emergencies alone are those, and what no record speaks of', () => {
    const asked = control({ population: 'emergency-changes' })
    const { name, items } = populationOf(asked, only(asked), input({ commits, log }))
    expect([name, items.map(({ title }) => title)]).toEqual(['emergency-changes', ['baseline', 'merge 2']])
  })

  test('leave out nothing where another requirement means all', () => {
    const filters = [
      { requirement: 'EVR-E', kind: 'change.merged', where: { category: 'emergency' } },
      { requirement: 'EVR-N', kind: 'change.unreviewed', where: {} },
    ] as const
    expect(changePopulation(input({ commits, log }), filters).items).toHaveLength(3)
  })
})

test('deployments say that the log alone counts them, and leave out other environments', () => {
  const log = logOf(deployment('a', at('02-01T10:00')), deployment('b', at('02-02T10:00'), { environment: 'staging' }))
  const asked = control({
    evidence: [requirement({ records: { kind: 'deployment', where: { environment: 'production' } } })],
  })
  const { items, excluded, independent, open } = populationOf(asked, only(asked), input({ log }))
  expect([items.map(({ title }) => title), excluded.length, independent]).toEqual([
    [`deployment of ${sha('a').slice(0, 12)} to production`],
    1,
    false,
  ])
  expect(open.join()).toContain('from the evidence log alone')
})

describe('items of a dataset', () => {
  const asked = control({ population: 'access-list' })
  const item = (account: string) => ({ account, role: 'admin', scope: null, kind: 'person', status: 'active' })

  test('are those of the newest state by the end of the period, with every reading of it', () => {
    const log = logOf(
      reading('a', at('01-31T10:00'), { count: 1, total: 1 }),
      reading('b', at('02-28T10:00'), { count: 2, total: 2 }),
      reading('c', at('04-30T10:00'), { count: 3, total: 3 }),
    )
    const found = populationOf(
      asked,
      only(asked),
      input({ log, itemsOf: ({ index }) => (index === 1 ? [item('zoe'), item('ana')] : [item('other')]) }),
    )
    expect(found.items.map(({ key }) => key)).toEqual(['shop/access-list/ana/admin/-', 'shop/access-list/zoe/admin/-'])
    expect(found.windows.map(({ record, items }) => [record, items])).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(found.open).toEqual([])
  })

  test('the same line twice is two items', () => {
    const log = logOf(reading('a', at('01-31T10:00'), { count: 2, total: 2 }))
    const found = populationOf(asked, only(asked), input({ log, itemsOf: () => [item('ana'), item('ana')] }))
    expect(found.items.map(({ key }) => key)).toEqual([
      'shop/access-list/ana/admin/-',
      'shop/access-list/ana/admin/-~2',
    ])
  })

  test('of what happens: those of the period, and the time that nobody read', () => {
    const events = control({ population: 'activity' })
    const window = (name: string, from: string, to: string) =>
      reading(name, at(to), { dataset: 'activity', form: 'interval', from: at(from).at, to: at(to).at })
    const log = logOf(window('a', '01-01T00:00', '02-01T00:00'), window('b', '02-03T00:00', '04-02T00:00'))
    const event = (id: string, moment: string) => ({ id, at: at(moment).at, action: 'read' })
    const found = populationOf(
      events,
      only(events),
      input({ log, itemsOf: ({ index }) => (index === 0 ? [event('1', '01-05T10:00')] : [event('2', '04-01T10:00')]) }),
    )
    expect(found.items.map(({ key }) => key)).toEqual(['shop/activity/1'])
    expect(found.gaps.map(({ from, to }) => [from, to])).toEqual([['2026-02-01T00:00:00Z', '2026-02-03T00:00:00Z']])
    expect(found.open.join()).toContain('nobody read what happened')
  })

  test('never read is no empty list', () => {
    const found = populationOf(asked, only(asked), input())
    expect([found.items.length, found.open]).toEqual([0, ['No system was ever read.']])
  })

  test('that are not here are said to be unknown', () => {
    const log = logOf(reading('a', at('01-31T10:00'), { count: 2, total: 2 }))
    expect(populationOf(asked, only(asked), input({ log })).open).toEqual([
      'The items of shop, record 0, are not known here.',
    ])
  })
})

test('occurrences are what the calendar expects, whether or not anything came', () => {
  const asked = control({
    manualEvidence: [{ id: 'EVR-M', title: 'Done', frequency: 'monthly', window: 'P1M' }],
    implementedSince: '2026-01-01',
  })
  const log = logOf(attestation('EVR-M', ['2026-02-01', '2026-02-28'], at('03-01T10:00')))
  const { items, independent, excluded } = populationOf(asked, only(asked), input({ log }))
  expect(excluded.map(({ key, why }) => [key, why])).toEqual([
    ['EVR-M/2026-03-01/2026-03-31', 'it was not over on 2026-03-01, the last day that the log knows'],
  ])
  expect([independent, items.map(({ key, records }) => [key, records])]).toEqual([
    true,
    [
      ['EVR-M/2026-01-01/2026-01-31', []],
      ['EVR-M/2026-02-01/2026-02-28', [0]],
    ],
  ])
})

test('records of the program say that they are what people wrote', () => {
  const asked = control({ population: 'joiners' })
  const people = [
    { ...person('ana'), start: '2026-02-01' },
    { ...person('ben'), start: '2025-12-31' },
    { ...person('bot'), start: '2026-02-01', type: 'bot' as const },
  ]
  const found = populationOf(asked, only(asked), input({ model: programModel({ people }) }))
  expect(found.items.map(({ key }) => key)).toEqual(['ana'])
  expect(found.open.join()).toContain('whether something happened that nobody wrote down')
})

test('every name that a control may give is a population', () => {
  const names: readonly NonNullable<Control['population']>[] = [
    'changes',
    'emergency-changes',
    'deployments',
    'occurrences',
    'role-changes',
    'access-list',
    'activity',
    'tokens',
    'sessions',
    'leavers',
    'alert-rules',
    'alerts',
    'findings',
    'settings',
    'teams',
    'access-reviews',
    'change-requests',
    'data-subject-requests',
    'exceptions',
    'incidents',
    'joiners',
    'offboardings',
    'recovery-tests',
    'vendors',
  ]
  for (const population of names) {
    const asked = control({ population })
    expect(populationOf(asked, only(asked), input()).name).toBe(population)
  }
})
