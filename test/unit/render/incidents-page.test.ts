import { describe, expect, test } from 'vitest'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'operation'].map(registerFixture).join('---\n')
const pages = registerPages(yaml)
const own = (text = yaml) => seenOn(registerPages(text).get('incidents/INC-2026-001.md'))

describe('the page of the incidents', () => {
  test('has a page for one with a timeline, and an entry for one without', () => {
    expect([...pages.keys()].filter((path) => path.startsWith('incidents'))).toEqual([
      'incidents.md',
      'incidents/INC-2026-001.md',
    ])
    expect(pages.get('incidents.md')).toContain('\n### INC-2026-002\n')
    expect(pages.get('risks/RSK-OUTAGE.md')).toContain('[INC-2026-001](../incidents/INC-2026-001.md)')
  })

  test('compares every time with its target', () => {
    const seen = own()
    expect(rowOf(seen, 'Somebody took it on')).toEqual([
      '2026-03-01 11:30 UTC',
      '2 hours 30 minutes',
      'within 1 hour',
      'late by 1 hour 30 minutes',
    ])
    expect(rowOf(seen, 'The system was whole again')?.slice(2)).toEqual(['within 8 hours', 'late by 16 hours'])
    const quick = own(yaml.replace('acknowledgedAt: 2026-03-01T11:30:00Z', 'acknowledgedAt: 2026-03-01T09:20:00Z'))
    expect(rowOf(quick, 'Somebody took it on')?.[3]).toBe('in time')
  })

  test('has the common target where no service levels are in force', () => {
    const seen = own(yaml.replace('status: in-force\nsystem: shop', 'status: planned\nsystem: shop'))
    expect(rowOf(seen, 'Somebody took it on')?.[2]).toBe('within 1 hour')
    expect(rowOf(seen, 'The system was whole again')?.[2]).toBe('no target')
  })

  test('says which notices were late, and which a commitment asks for and nobody wrote', () => {
    expect(rowOf(own(), 'customers')?.slice(1)).toEqual([
      '2026-03-02 09:00 UTC',
      '2026-03-03 10:00 UTC',
      'late by 1 day 1 hour',
      'status page, Post 7',
    ])
    const silent = own(yaml.replace(/notices:\n.*\n/, ''))
    expect(rowOf(silent, 'customers')?.slice(2, 4)).toEqual(['no notice is written down', 'overdue'])
  })

  test('says when it was looked back at, by whom, and what was not done of it', () => {
    expect(rowOf(own(), 'Looked back at')).toEqual([
      'done late by 11 days, on 2026-03-20 (was due by 2026-03-09), by Ana Example (claimed only)',
    ])
    expect(rowOf(own(), 'Watch the disks')).toEqual([
      'Ben Example',
      'not done; overdue by 90 days (was due by 2026-04-01)',
    ])
    const never = own(yaml.replace(/review: \{ by: ana, at: 2026-03-20.*\n/, ''))
    expect(rowOf(never, 'Looked back at')).toEqual(['not done; overdue by 113 days (was due by 2026-03-09)'])
  })

  test('shows who is still to act, as open and not as handled', () => {
    const seen = seenOn(sectionOf(pages.get('incidents.md'), 'INC-2026-002'))
    expect(rowOf(seen, 'Somebody took it on')?.[3]).toBe('still to come')
    const later = registerPages(yaml, { asOf: '2026-07-02' }).get('incidents.md')
    expect(rowOf(seenOn(sectionOf(later, 'INC-2026-002')), 'Somebody took it on')?.[3]).toBe(
      'overdue: it has not happened',
    )
    expect(rowOf(seenOn(pages.get('incidents.md')), 'INC-2026-002')?.[3]).toBe('open')
  })
})
