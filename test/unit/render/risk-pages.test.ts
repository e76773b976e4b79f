import { describe, expect, test } from 'vitest'
import { merged } from '../../support/log-builder.ts'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'operation'].map(registerFixture).join('---\n')
const likely = 'residual: { likelihood: likely, impact: major }'
const unlikely = 'residual: { likelihood: unlikely, impact: major }'
const gone =
  '  - { id: RSK-GONE, title: Gone, category: x, owner: ben, inherent: { likelihood: rare, impact: minor }, treatment: mitigate, status: open }\n'
const before = yaml
  .replace(unlikely, likely)
  .replace(/ {2}- id: RSK-VENDOR[\s\S]*?(?= {2}- id: RSK-OLD)/, gone)
  .replace(/^risks: \[RSK-VENDOR\]\n/m, '')
const states = [
  { commit: 'start', day: '2025-12-01', yaml: before },
  { commit: 'merge 5', day: '2026-05-01', yaml },
]
const records = [merged(5, { at: '2026-05-01T10:00:00Z' })]
const pages = registerPages(yaml, { states, records })
const register = pages.get('risk-register.md')

describe('the risk register', () => {
  test('says what moved since the period began and in the last three months, from what to what', () => {
    const rows = seenOn(sectionOf(register, 'Since the period began: against the end of 2025-12-31')).rows.slice(1)
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ['RSK-VENDOR The provider fails', 'new'],
      ['RSK-OUTAGE The shop is down', 'went down'],
      ['RSK-GONE', 'taken out of the register'],
    ])
    expect(rows[1]?.[2]).toContain('residual 16 high: likely, major')
    expect(rows[1]?.[3]).toContain('residual 8 medium: unlikely, major')
    expect(sectionOf(register, 'In the last three months: against the end of 2026-03-30')).toContain('went down')
  })

  test('does not take what happened before the day for a movement, and says where nothing moved', () => {
    const early = states.map((state, index) => ({ ...state, day: `2025-12-0${index + 1}` }))
    const text = registerPages(yaml, { states: early }).get('risk-register.md')
    expect(sectionOf(text, 'Since the period began: against the end of 2025-12-31')).toContain('Nothing moved.')
  })

  test('says that a risk was closed, and that it went up', () => {
    const closed = yaml.replace('status: accepted\n', 'status: closed\n')
    const up = [
      { commit: 'start', day: '2025-12-01', yaml },
      { commit: 'later', day: '2026-05-01', yaml: closed.replace(unlikely, likely) },
    ]
    const text = registerPages(closed.replace(unlikely, likely), { states: up }).get('risk-register.md')
    expect(
      seenOn(sectionOf(text, 'Since the period began: against the end of 2025-12-31'))
        .rows.slice(1)
        .map((row) => row.slice(0, 2)),
    ).toEqual([
      ['RSK-OUTAGE The shop is down', 'went up'],
      ['RSK-OLD An old machine', 'closed'],
    ])
  })

  test('does not know what moved where the history holds nothing', () => {
    const text = registerPages(yaml).get('risk-register.md')
    expect(rowOf(seenOn(sectionOf(text, 'What moved')), 'RSK-OUTAGE')?.slice(0, 2)).toEqual([
      'not determined: the history does not say what it was',
      'not determined',
    ])
  })

  test('has acceptances by expiry, the ended first, with who accepted as a claim', () => {
    expect(seenOn(sectionOf(register, 'Acceptances, those that end first')).rows[1]).toEqual([
      'RSK-OLD An old machine',
      'Ana Example (claimed only)',
      '2026-01-01',
      'ended on 2026-06-01, 29 days ago',
      'It goes soon',
    ])
  })

  test('ranks a risk without a residual rating by its inherent one, above the appetite', () => {
    expect(seenOn(sectionOf(register, 'Top risks')).rows[1]?.slice(0, 3)).toEqual([
      'RSK-VENDOR The provider fails',
      'not rated; before treatment 12 high: possible, major',
      'above',
    ])
    expect(register).toContain('Open risks without a residual rating: 1.')
  })

  test('has the overdue first, and every risk', () => {
    const rows = seenOn(sectionOf(register, 'Risks, the overdue and the highest first')).rows.slice(1)
    expect(rows.map(([risk]) => risk?.split(' ')[0])).toEqual(['RSK-OUTAGE', 'RSK-OLD', 'RSK-VENDOR'])
    expect(rows[0]?.[4]).toBe('mitigate: treating, overdue')
  })
})

describe('the page of a risk', () => {
  const page = seenOn(pages.get('risks/RSK-OUTAGE.md'))

  test('shows ratings, plan and how the rating came about, with who approved by the log', () => {
    expect(rowOf(page, 'Residual: as it is now')).toEqual(['8 medium: unlikely, major'])
    expect(rowOf(page, 'Watch the disks')?.[1]).toBe('not done; overdue by 90 days (was due by 2026-04-01)')
    const history = page.rows.filter(([day]) => /^20\d\d-/.test(day ?? ''))
    expect(history.slice(0, 2)).toEqual([
      [
        '2026-05-01',
        '16 high: likely, major',
        '8 medium: unlikely, major',
        'mitigate: treating',
        'Ana Example, Ben Example',
      ],
      ['2025-12-01', '16 high: likely, major', '16 high: likely, major', 'mitigate: treating', 'not determined'],
    ])
  })

  test('leads to its controls with their state, to incidents and to the parts of it', () => {
    expect(rowOf(page, 'Controls')).toEqual(['CTL-WATCH Vendors are watched: not evaluated'])
    expect(rowOf(page, 'Incidents in which it came true')).toEqual(['INC-2026-001 The shop was down'])
    expect(rowOf(page, 'Has parts')).toEqual(['RSK-VENDOR The provider fails'])
    expect(pages.get('controls/CTL-WATCH.md')).toContain('(../risks/RSK-VENDOR.md)')
  })

  test('says that what somebody else carries has ended', () => {
    const vendor = seenOn(pages.get('risks/RSK-VENDOR.md'))
    expect(rowOf(vendor, 'Carried by somebody else')?.[0]).toContain('ended on 2026-03-01, 121 days ago')
    expect(rowOf(vendor, 'Residual: as it is now')).toEqual(['not rated'])
  })
})
