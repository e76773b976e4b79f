import { describe, expect, test } from 'vitest'
import { reading } from '../../support/log-builder.ts'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'roles', 'operation', 'settings'].map(registerFixture).join('---\n')
const pages = registerPages(yaml)

describe('the page of service levels', () => {
  const entry = (text = yaml, parts = {}) =>
    seenOn(sectionOf(registerPages(text, parts).get('service-levels.md'), 'SLA-SHOP'))

  test('computes the budget, and says that nothing was measured where the log has no result', () => {
    expect(rowOf(entry(), 'Error budget, computed')).toEqual(['43.8 minutes in the window'])
    expect(rowOf(entry(), 'Measured')).toEqual(['shop-health The shop answers'])
    expect(entry().rows.filter(([name]) => name === 'Measured')).toEqual([
      ['Measured', 'not measured: the evidence log has no result of it'],
    ])
  })

  test('shows what the log has of the system', () => {
    const records = [
      reading(
        'alerts',
        { at: '2026-06-20T10:00:00Z' },
        {
          dataset: 'alerts',
          form: 'interval',
          from: '2026-06-01T00:00:00Z',
          count: 3,
          total: 3,
        },
      ),
    ]
    expect(entry(yaml, { records }).rows.find(([name]) => name === 'Measured')?.[1]).toBe(
      '3 alerts from 2026-06-01 to 2026-06-20, record 1',
    )
  })

  test('counts what incidents say in the window against the budget, as what people wrote down', () => {
    expect(rowOf(entry(), 'Down by the incident records')?.[0]).toContain('that it was up is not shown by this')
    expect(rowOf(entry(yaml, { asOf: '2026-03-15' }), 'Down by the incident records')?.[0]).toBe(
      '1 day 10 minutes in 1 incident: more than the budget; as people wrote it down (INC-2026-001)',
    )
  })

  test('has the response targets and the promises that it measures', () => {
    expect(rowOf(entry(), 'high')).toEqual(['1 hour', '2 hours', '8 hours', 'yes'])
    expect(rowOf(entry(), 'CMT-OUTAGE')?.[0]).toBe('99.5 % over 1 month, otherwise one day')
  })
})

describe('the page of recovery tests', () => {
  test('compares what was measured with the strictest objective, and says when the next test is due', () => {
    const page = pages.get('recovery-tests.md')
    const seen = seenOn(sectionOf(page, 'RCT-2026-DB'))
    expect(rowOf(seen, 'Recovery time')).toEqual(['9 hours, not met (at most 4 hours)'])
    expect(rowOf(seen, 'Data loss')).toEqual(['15 minutes, met (at most 1 hour)'])
    expect(rowOf(seen, 'DEF-2026-001')?.[1]).toBe('open')
    const systems = seenOn(sectionOf(page, 'Systems with an objective, what has findings first'))
    expect(rowOf(systems, 'shop')?.slice(2, 4)).toEqual(['2026-04-05: RCT-2026-DB', 'by 2027-04-05'])
  })

  test('does not take a talk for a test, nor a test without figures for one that was good enough', () => {
    const talk = registerPages(yaml.replace('exercise: restore', 'exercise: tabletop')).get('recovery-tests.md')
    expect(rowOf(seenOn(sectionOf(talk, 'Systems with an objective, what has findings first')), 'shop')?.[2]).toBe(
      'never tried',
    )
    const blank = registerPages(yaml.replace(/^measured: .*\n/m, '')).get('recovery-tests.md')
    expect(rowOf(seenOn(sectionOf(blank, 'RCT-2026-DB')), 'Recovery time')).toEqual(['not measured (at most 4 hours)'])
  })
})

describe('the data inventory', () => {
  const page = pages.get('data-inventory.md') ?? ''

  test('draws the flows beside their table, in letters that cannot end a label', () => {
    expect(page).toContain('```mermaid\nflowchart LR\n  n0["Example Cloud b"]\n  n1["Customers of the shop"]\n')
    expect(seenOn(sectionOf(page, 'Flows')).rows[1]?.slice(3, 5)).toEqual(['Ordering', 'none'])
  })

  test('does not draw fifty nodes', () => {
    const parties = Array.from({ length: 50 }, (_, index) => `  - { id: party-${index}, title: Party }`)
    const flows = parties.map(
      (_, index) => `  - { from: party-${index}, to: shop, dataClasses: [customer-content], purpose: x }`,
    )
    const large = yaml
      .replace('externalParties:', `externalParties:\n${parties.join('\n')}`)
      .replace('\nflows:', `\nflows:\n${flows.join('\n')}`)
    const text = registerPages(large).get('data-inventory.md') ?? ''
    expect(text).not.toContain('mermaid')
    expect(sectionOf(text, 'Flows').match(/party-\d+\]/g)).toHaveLength(50)
  })

  test('says what is not protected, not kept by a rule, or not looked at in time', () => {
    expect(rowOf(seenOn(page), 'orders-db: ')?.[2]).toBe('none; keys: not stated')
    expect(rowOf(seenOn(page), 'INV-MAIN')?.[2]).toContain('overdue by 60 days')
    expect(rowOf(seenOn(sectionOf(page, 'System shop')), 'Threat model')?.[0]).toContain('says nothing about ssh')
    const unruled = registerPages(yaml.replace(/^retention:\n.*\n/m, '')).get('data-inventory.md')
    expect(rowOf(seenOn(unruled), 'customer-content: ')?.[4]).toBe('no rule')
  })
})

describe('requests about personal data', () => {
  test('say by how many days an answer was late, or is overdue', () => {
    const seen = seenOn(pages.get('data-subject-requests.md'))
    expect(rowOf(seen, 'DSR-2026-001 Deletion')?.[2]).toBe(
      'done late by 10 days, on 2026-05-11 (was due by 2026-05-01)',
    )
    expect(rowOf(seen, 'DSR-2026-002 Access')?.[2]).toBe('not done; overdue by 29 days (was due by 2026-06-01)')
  })

  test('have more time where the person was told', () => {
    const more = yaml.replace(
      'basis: { within: P1M }\n',
      'basis: { within: P1M }\nextension: { until: 2026-08-01, reason: Much data, toldOn: 2026-05-20 }\n',
    )
    expect(rowOf(seenOn(registerPages(more).get('data-subject-requests.md')), 'DSR-2026-002 Access')?.[2]).toBe(
      'not done; by 2026-08-01',
    )
  })
})

describe('the page of commitments', () => {
  test('names source and control with its state, and a promise that no control keeps', () => {
    const seen = seenOn(sectionOf(pages.get('commitments.md'), 'CMT-OUTAGE'))
    expect(rowOf(seen, 'Source')).toEqual(['Terms of service, version 3'])
    expect(rowOf(seen, 'Kept by')).toEqual(['CTL-WATCH Vendors are watched: not evaluated'])
    expect(rowOf(seen, 'Looked at')?.[0]).toBe('never, next overdue by 60 days (was due by 2026-05-01)')
    const alone = registerPages(yaml.replace('criteria: [CC2.3]\ncontrols: [CTL-WATCH]\n', 'criteria: [CC2.3]\n'))
    expect(alone.get('commitments.md')).toContain('of those without a control that keeps them: 1.')
  })
})

describe('the page of monitoring', () => {
  test('says what is watched, where alerts go, and what keeps logs from being changed', () => {
    const seen = seenOn(pages.get('monitoring.md'))
    expect(rowOf(seen, 'shop-health: ')?.slice(2, 4)).toEqual(['active', 'call-somebody What cannot wait'])
    expect(rowOf(seen, 'Audit log')?.[2]).toBe('nothing')
    expect(rowOf(seen, 'PLB-OUTAGE')?.[3]).toBe('never')
  })
})

describe('the settings of the program', () => {
  test('show the rules of the gate as they are written, and the sources without a reading', () => {
    const seen = seenOn(pages.get('settings.md'))
    expect(rowOf(seen, 'two-reviewers')?.slice(1, 3)).toEqual([
      'base: main, release/**category: standard, normal',
      'approvals: 2from, permission: write',
    ])
    expect(rowOf(seen, 'SRC-STAFF')?.at(-1)).toBe('none')
    expect(rowOf(seenOn(sectionOf(pages.get('settings.md'), 'TPL-DOCS')), 'Approved')?.[0]).toBe(
      '2026-01-01, by Ben Example (claimed only), for 12 months',
    )
  })

  test('show an empty list of approvers as nobody', () => {
    const text = yaml.replace(
      'require: { approvals: 2, from: { permission: write } }',
      'require: { approvals: 2, from: [] }',
    )
    expect(rowOf(seenOn(registerPages(text).get('settings.md')), 'two-reviewers')?.[2]).toBe('approvals: 2from: nobody')
  })
})
