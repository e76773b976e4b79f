import { describe, expect, test } from 'vitest'
import { queryOf, type RecordQuery, unknownIn } from '../../../src/assess/record-query.ts'
import { audit, deployment, logCreated, logOf, merged, sha, unreviewed } from '../../support/log-builder.ts'
import { control, person, programModel } from '../../support/program-builder.ts'

const model = programModel({
  people: [person('dee', 4)],
  controls: [
    control({
      id: 'CTL-CHG',
      evidence: [
        {
          id: 'EVR-CHG',
          records: { kind: 'change.merged', where: { category: 'normal' } },
          expect: 'every',
          satisfying: { verdict: 'approved' },
          frequency: 'per-event',
          window: 'P1Y',
        },
      ],
    }),
    control({ id: 'CTL-OTHER', criteria: [{ id: 'CC7.2', coverage: 'full' }] }),
  ],
})
const log = logOf(
  logCreated({ at: '2026-01-01T00:00:00Z' }),
  merged(1, { at: '2026-01-02T23:30:00Z' }),
  merged(2, { at: '2026-01-03T10:00:00Z' }, { category: 'emergency' }),
  // Its category is not known: leaving it out would hide it.
  merged(3, { at: '2026-01-04T10:00:00Z' }, { category: null, verdict: 'refused' }),
  unreviewed(sha('x'), { at: '2026-01-05T10:00:00Z' }),
  deployment('d', { at: '2026-01-06T10:00:00Z' }),
  audit(sha('a'), sha('b'), { at: '2026-01-07T10:00:00Z' }),
)
const nothing: RecordQuery = {
  controls: [],
  criteria: [],
  kinds: [],
  actors: [],
  results: [],
  from: undefined,
  to: undefined,
}
const ask = (query: Partial<RecordQuery>, timezone = 'UTC') =>
  log.filter(queryOf({ ...nothing, ...query }, model, timezone)).map(({ index }) => index)

describe('a query', () => {
  test.each<[string, Partial<RecordQuery>, readonly number[]]>([
    ['for nothing gives everything', {}, [0, 1, 2, 3, 4, 5, 6]],
    ['for a control gives what its requirements select', { controls: ['CTL-CHG'] }, [1, 3]],
    ['for a criterion asks the controls that serve it', { criteria: ['CC8.1'] }, [1, 3]],
    ['for a criterion whose controls select nothing gives nothing', { criteria: ['CC7.2'] }, []],
    ['for a control and a criterion that it does not serve', { controls: ['CTL-CHG'], criteria: ['CC7.2'] }, []],
    ['for kinds', { kinds: ['deployment', 'audit.window'] }, [5, 6]],
    ['for a result', { results: ['fail'] }, [3, 4]],
    ['for days, both included', { from: '2026-01-03', to: '2026-01-05' }, [2, 3, 4]],
    ['for all of that at once', { kinds: ['change.merged'], results: ['pass'], to: '2026-01-02' }, [1]],
    ['for an account that did nothing', { actors: ['somebody'] }, []],
  ])('%s', (_what, query, indexes) => {
    expect(ask(query)).toEqual(indexes)
  })

  test('finds an actor by login in any case, by id, and by the id of the person', () => {
    const mine = log.map((record) => ({ ...record, actor: { id: '4', login: 'Dee' } }))
    for (const actor of ['dee', 'DEE', '4'])
      expect(mine.filter(queryOf({ ...nothing, actors: [actor] }, model, 'UTC'))).toHaveLength(log.length)
    const renamed = log.map((record) => ({ ...record, actor: { id: '4', login: 'dee-new' } }))
    expect(renamed.filter(queryOf({ ...nothing, actors: ['dee'] }, model, 'UTC'))).toHaveLength(log.length)
  })

  test('counts days in the time zone of the program', () => {
    expect(ask({ from: '2026-01-03', to: '2026-01-03' }, 'Europe/Berlin')).toEqual([1, 2])
  })

  test('names what the program does not have', () => {
    const query = { ...nothing, controls: ['CTL-CHG', 'CTL-GONE'], criteria: ['CC1.1'] }
    expect(unknownIn(query, model)).toEqual(['CTL-GONE', 'CC1.1 (no control serves it)'])
  })
})
