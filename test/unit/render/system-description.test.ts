import { describe, expect, test } from 'vitest'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  plannedControl,
  policyRecord,
  reviewControl,
  richRecords,
  rowWith,
  typeOne,
  typeTwo,
  type World,
} from '../../support/report-world.ts'

const path = 'system-description.md'
const page = (world: World = { records: richRecords() }): string => pageOf(path, world)
const part = (text: string, number: number): string =>
  text.slice(text.indexOf(`## DC ${number}:`), number === 9 ? undefined : text.indexOf(`## DC ${number + 1}:`))

describe('the description of the system', () => {
  test('has the nine parts in their order', () => {
    expect(page().match(/^## DC \d/gm)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `## DC ${number}`))
  })

  test('says of every part that no record describes which record would', () => {
    const text = page({ records: [typeOne, peopleRecord.replace(/teams:[\s\S]*/, '')], log: [] })
    expect(text.match(/^- DC .*/gm)).toEqual([
      '- DC 1: the boundary of the system',
      '- DC 2: what customers were promised',
      '- DC 2: system requirements',
      '- DC 3: infrastructure',
      '- DC 3: software',
      '- DC 3: people and their teams',
      '- DC 3: procedures',
      '- DC 3: data',
      '- DC 6: what customers have to do',
      '- DC 7: subservice organisations',
    ])
    expect(text.match(/\*\*Not described yet:\*\* add/g)).toHaveLength(10)
  })

  test('takes what the starter leaves to be written for nothing', () => {
    const text = page({
      records: [typeTwo.replace('Customers sell things on it and see what was paid.', 'To be written by Ana.')],
    })
    expect(text).toContain('- DC 1: the services')
    expect(text).not.toContain('To be written')
  })

  test('tells what was promised and is in force, and leaves plans out', () => {
    const text = part(page(), 2)
    expect(rowWith(text, 'CMT-UPTIME')?.slice(1, 5)).toEqual(['service level', 'It is so.', 'public', '2026-01-01'])
    expect(rowWith(text, 'CMT-REQUIRED')?.[1]).toBe('It is so.')
    expect(text).not.toContain('CMT-LATER')
    expect(text).toContain('Planned and given to nobody, so left out here: 1.')
    expect(rowWith(text, 'SLA-MAIN')?.slice(1)).toEqual([
      '99.9 percent in 1 month',
      '95 percent within 2000 ms',
      'critical in 15 minutes',
    ])
  })

  test('names systems, software, people by number, policies and data with how long it is kept', () => {
    const text = part(page(), 3)
    expect(rowWith(text, 'Shop')?.slice(2, 5)).toEqual([
      'critical',
      'production',
      '[VEN-CLOUD](vendors.md#ven-cloud) Cloud Example',
    ])
    expect(text).toContain('example/shop')
    expect(text).toContain('2 employees, 1 contractor')
    expect(rowWith(text, 'Platform')).toEqual(['Platform', '2'])
    expect(text).not.toContain('Cy Example')
    expect(rowWith(text, 'POL-CHANGE')?.slice(1, 3)).toEqual(['`1.0.0`', '2026-01-01'])
    expect(rowWith(text, 'Orders')).toEqual([
      'Orders',
      'confidential',
      'yes',
      'Database of orders',
      '30 days from contract end, then delete',
    ])
    expect(rowWith(text, 'Logs')?.at(-1)).toBe('**not stated**')
  })

  test('tells serious incidents of the period and counts the others', () => {
    const text = part(page(), 4)
    expect(rowWith(text, 'INC-2026-01')?.slice(1)).toEqual([
      '2026-03-03',
      'availability, high',
      'It is so.',
      'It is so.',
      'resolved on 2026-03-03',
    ])
    expect(text).not.toContain('INC-2026-02')
    expect(text).toContain('Of lower severity, and not told here: 1.')
    expect(part(page({ records: richRecords(), asOf: '2026-02-01' }), 4)).toContain('0 incidents')
  })

  test('keeps what customers and others do apart from our own controls', () => {
    const text = page()
    expect(rowWith(part(text, 6), 'CCO-ACCOUNTS')?.[5]).toBe('The guide for administrators')
    expect(rowWith(part(text, 7), 'CCO-ROOMS')?.[1]).toBe('[VEN-CLOUD](vendors.md#ven-cloud) Cloud Example')
    expect(rowWith(part(text, 7), '[VEN-CLOUD]')?.slice(2)).toEqual([
      'carve-out: left out of the report',
      '1',
      'SOC 2 Type II, to 2026-06-30',
    ])
    expect(rowWith(part(text, 7), '[VEN-MAIL]')?.slice(2)).toEqual(['**not stated**', '0', '**none**'])
    expect(part(text, 7).indexOf('VEN-MAIL')).toBeLessThan(part(text, 7).indexOf('VEN-CLOUD'))
  })

  test('tells what changed in the period from the history of the records, for Type II only', () => {
    const commits = [
      { day: '2025-12-01', subject: 'Begin', files: { 'a.yaml': policyRecord('1.0.0'), 'b.yaml': reviewControl() } },
      { day: '2026-02-01', subject: 'Sharper', files: { 'a.yaml': policyRecord('2.0.0') } },
      { day: '2026-02-02', subject: 'Plan', files: { 'c.yaml': plannedControl } },
      { day: '2026-07-02', subject: 'Later', files: { 'b.yaml': reviewControl('implementedSince: 2026-07-01\n') } },
    ]
    const text = part(page({ records: richRecords(), commits, asOf: '2026-07-31' }), 9)
    expect(rowWith(text, 'Policy')?.slice(1)).toEqual([
      '[POL-CHANGE](policies/POL-CHANGE.md) Change',
      'version from `1.0.0` to `2.0.0`',
      '2026-02-01',
      'not determined',
    ])
    expect(rowWith(text, 'Control')).toBeUndefined()
    expect(text).toContain('no more than plans or drafts, so left out here: 1.')
    expect(rowWith(text, 'Commits around review')?.[1]).toBe('1')
    expect(rowWith(text, 'Audits of the protected branch')?.[1]).toBe('1')
    const typeOnePage = part(page({ records: [typeOne, peopleRecord], commits }), 9)
    expect(typeOnePage).toContain('speaks of one day and has no such part')
    expect(rowWith(typeOnePage, 'Policy')).toBeUndefined()
  })

  test('is whole whatever people write', () => {
    const pages = pagesOf({ records: richRecords(hostileLine) })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
