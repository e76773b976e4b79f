import { describe, expect, test } from 'vitest'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  record,
  reviewControl,
  richRecords,
  rowsOf,
  rowWith,
  typeOne,
  typeTwo,
  type World,
} from '../../support/report-world.ts'

const path = 'management-assertion.md'
const claimed = record(
  'Exception',
  'EXC-1',
  'One maintainer',
  `control: CTL-ACCESS
resources: [shop]
reason: Only one person was there.
severity: low
requestedBy: cy
approvedBy: ana
start: 2026-01-01
expires: 2026-02-01`,
)
const page = (world: World = { records: richRecords() }): string => pageOf(path, world)
const draft = (text: string): string => text.slice(text.indexOf('## Draft')).replace(/\s+/g, ' ')

describe("management's assertion", () => {
  test('lists above the draft what contradicts it, what fails before what is not known', () => {
    const text = page({ records: [...richRecords(), claimed] })
    expect(text.indexOf('## What contradicts it now')).toBeLessThan(text.indexOf('## Draft'))
    expect(rowWith(text, '[CC8.1]')?.[1]).toMatch(/^\*\*Not met\*\*: key control not met/)
    const whats = rowsOf(text).map(([what]) => what ?? '')
    const at = (id: string) => whats.findIndex((what) => what.startsWith(`[${id}]`))
    expect(at('CC8.1')).toBeGreaterThan(0)
    expect(at('CC8.1')).toBeLessThan(at('CC1.1'))
    expect(rowWith(text, 'Deviations')?.[1]).toBe('2 deviations, 2 of them without a response')
    expect(rowWith(text, 'Approvals')?.[1]).toBe('1 is only claimed: no counted review in the evidence log shows it')
    expect(rowWith(text, 'The evidence log')?.[1]).toBe('it is local and not signed: nobody vouches for it')
  })

  test('says that nobody can speak for a period that has not ended, or of which no days are set', () => {
    expect(rowWith(page({ records: richRecords(), asOf: '2026-05-31' }), 'The period')?.[1]).toContain(
      'it ends only on 2026-06-30',
    )
    expect(rowWith(page(), 'The period')).toBeUndefined()
    const without = [typeTwo.replace(/period: .*/, ''), peopleRecord]
    const text = page({ records: without })
    expect(rowWith(text, 'The period')?.[1]).toBe('the program names none')
    expect(draft(text)).toContain('from [first day] to [last day]')
  })

  test('is never signed and keeps gaps for who and when', () => {
    const text = page()
    expect(text).toContain('Nobody has signed this.')
    expect(text).toContain('Signed: [name of the signatory], [title of the signatory]')
    const between = text.slice(text.indexOf('## Draft'), text.indexOf('\n## Source'))
    expect(between).not.toMatch(/Ana Example/)
  })

  test('speaks of operation over the period for Type II and of the design on one day for Type I', () => {
    const two = draft(page())
    expect(two).toContain('description of Shop from 2026-01-01 to 2026-06-30')
    expect(two).toContain('worked effectively throughout the period')
    expect(two).toContain('Trust Services Criteria for security and availability')
    const one = draft(page({ records: [typeOne, peopleRecord, reviewControl()] }))
    expect(one).toContain('description of Shop on 2026-06-30')
    expect(one).toContain('suitably designed on that day')
    expect(one).not.toMatch(/worked effectively|period/)
  })

  test('names what others have to do only where there are others', () => {
    expect(draft(page())).toContain(
      'provided that the subservice organisations did what we expect of them and customers did their part.',
    )
    expect(draft(page())).toContain('We use the subservice organisations Cloud Example.')
    expect(draft(page({ records: [typeTwo, peopleRecord] }))).not.toMatch(/subservice|provided that/)
  })

  test('is whole whatever people write', () => {
    const records = richRecords(hostileLine).map((text) => text.replace('Cloud Example', hostileLine.replace(/"/g, '')))
    const pages = pagesOf({ records })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
