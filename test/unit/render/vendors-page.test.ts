import { describe, expect, test } from 'vitest'
import { attestation, merged } from '../../support/log-builder.ts'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory'].map(registerFixture).join('---\n')
const page = (text = yaml, parts = {}) => registerPages(text, parts).get('vendors.md')
const entry = (text?: string, parts?: object) => seenOn(sectionOf(page(text, parts), 'VEN-CLOUD'))

describe('the page of the vendors', () => {
  test('says what needs somebody first, findings before warnings', () => {
    const seen = seenOn(page())
    expect(seen.headings.slice(1, 4)).toEqual([
      'h2 What needs attention',
      'h2 Overview, what has findings first',
      'h2 Details',
    ])
    expect(seenOn(sectionOf(page(), 'What needs attention')).rows.map(([, what]) => what?.slice(0, 17))).toEqual([
      'What',
      'Finding (VEN-003)',
      'Finding (VEN-004)',
      'Finding (VEN-005)',
      'Warning (VEN-001)',
    ])
  })

  test('says of which days of our period a reviewed report and the bridge letter speak', () => {
    expect(rowOf(entry(), 'Covers our period')).toEqual([
      'covered up to 2026-05-31; not covered from then to 2026-06-30',
    ])
    const longer = yaml.replace('to: 2026-05-31', 'to: 2026-06-30')
    expect(rowOf(entry(longer), 'Covers our period')?.[0]).toContain('the bridge letter up to 2026-06-30')
    const unread = yaml.replace('    reviewedAt: 2026-05-01\n', '')
    expect(rowOf(entry(unread), 'Covers our period')).toEqual(['nothing covers 2026-01-01 to 2026-06-30'])
  })

  test('shows its exceptions, what it expects of us and what nobody does, and what we expect of it', () => {
    expect(rowOf(entry(), 'soc2-type2, to 2026-03-31')).toEqual([
      'Two leavers were removed late',
      'Our own review of access finds them',
      'CTL-WATCH Vendors are watched',
    ])
    expect(rowOf(entry(), 'CUEC-2')).toEqual(['Customers encrypt their own data', 'no control of ours'])
    expect(rowOf(entry(), 'CCO-CLOUD-STAFF')?.[2]).toBe('CTL-WATCH Vendors are watched')
    expect(rowOf(entry(), 'Subservice method')).toEqual(['carve out'])
  })

  test('says that an agreement has ended, that a review is overdue by so many days, and that there is no way out', () => {
    expect(rowOf(entry(), 'Processing agreement')?.[0]).toContain('ended on 2026-06-01, 29 days ago')
    expect(rowOf(entry(), 'Review')?.[0]).toContain('overdue by 60 days')
    expect(rowOf(entry(yaml.replace(/exit: \{ plan.*\n/, '')), 'Exit')).toEqual(['no way out is written down'])
  })

  test('shows a reviewer as claimed, until the log has their review of the change', () => {
    expect(rowOf(entry(), 'Bridge letter')?.[0]).toContain('read by Ben Example (claimed only)')
    const states = [{ commit: 'merge 7', day: '2026-06-03', yaml }]
    const shown = entry(yaml, { states, records: [merged(7, { at: '2026-06-03T10:00:00Z' })] })
    expect(rowOf(shown, 'Bridge letter')?.[0]).toContain('(shown by a counted review in the evidence log)')
    const without = [merged(7, { at: '2026-06-03T10:00:00Z' }, { counted: [] })]
    expect(rowOf(entry(yaml, { states, records: without }), 'Bridge letter')?.[0]).toContain('claimed only')
  })

  test('links to the records of the log that hold its report, or a statement about it', () => {
    expect(rowOf(entry(), 'soc2-type2: ')?.[4]).toContain('not in the evidence log')
    const file = { name: 'report.pdf', sha256: 'a'.repeat(64), size: 5 }
    const records = [
      attestation(
        'EVR-X',
        ['2026-01-01', '2026-06-01'],
        { at: '2026-06-01T10:00:00Z' },
        {
          statement: 'I read the report of VEN-CLOUD.',
          files: [file],
        },
      ),
    ]
    const found = sectionOf(page(yaml, { records }), 'VEN-CLOUD')
    expect(rowOf(seenOn(found), 'soc2-type2: ')?.[4]).toContain('in the evidence log: record 1')
    expect(rowOf(seenOn(found), 'Statements')).toEqual(['record 1 (done, stated by Ana Example, proven)'])
    expect(found).toMatch(/\| Statements \| \[record 1\]\(evidence\/2026-06\.md/)
  })

  test('does not ask an ended vendor for anything', () => {
    const ended = seenOn(sectionOf(page(), 'VEN-PAPER'))
    expect(rowOf(ended, 'Covers our period')).toEqual(['not asked for: the vendor is ended'])
    expect(rowOf(ended, 'Review')?.[0]).toContain('not reviewed')
  })

  test('is cut into parts, and every link finds the part', () => {
    const one = yaml.slice(yaml.indexOf('apiVersion: countersign/v1\nkind: Vendor\nid: VEN-PAPER'))
    const paper = one.slice(0, one.indexOf('---'))
    const many = Array.from({ length: 130 }, (_, index) => paper.replace('VEN-PAPER', `VEN-P${1000 + index}`))
    const pages = registerPages([yaml, ...many].join('---\n'))
    expect([...pages.keys()].filter((path) => path.startsWith('vendors'))).toEqual([
      'vendors-part-2.md',
      'vendors-part-3.md',
      'vendors.md',
    ])
    expect(pages.get('vendors-part-2.md')).toContain('\n### VEN-P1070\n')
    expect(pages.get('vendors-part-2.md')).toContain('[VEN-P1070](vendors-part-2.md#ven-p1070)')
  })
})

describe('the page of complementary controls', () => {
  const text = registerPages(yaml).get('complementary-controls.md')
  test('keeps those of customers and of subservice organisations apart', () => {
    expect(seenOn(sectionOf(text, 'Of customers (CUEC)')).rows.map(([id]) => id)).toEqual([
      'Record',
      'CCO-CUSTOMERS Customers remove their users',
    ])
    expect(seenOn(sectionOf(text, 'Of subservice organisations (CSOC)')).rows[1]?.slice(1, 3)).toEqual([
      'VEN-CLOUD Example Cloud | <b>',
      'CC6.2',
    ])
  })

  test('shows the state of the controls that need one', () => {
    expect(rowOf(seenOn(sectionOf(text, 'CCO-CLOUD-STAFF')), 'Needed by')).toEqual([
      'CTL-WATCH Vendors are watched: not evaluated',
    ])
  })
})
