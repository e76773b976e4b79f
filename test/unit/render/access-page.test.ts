import { describe, expect, test } from 'vitest'
import type { AccessListItem } from '../../../src/model/dataset-items.ts'
import { attestation, merged, reading } from '../../support/log-builder.ts'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'roles', 'settings'].map(registerFixture).join('---\n')
const pages = registerPages(yaml)
const page = pages.get('access.md')

describe('the page of access', () => {
  test('shows what each role may do, where, how and under which conditions', () => {
    expect(seenOn(sectionOf(page, 'Access matrix')).rows[1]?.slice(1, 4)).toEqual([
      'customer-data',
      'read, write, admin',
      'in productiononly through ci-cd',
    ])
    expect(seenOn(sectionOf(page, 'Access matrix')).rows[1]?.[4]).toContain('when it is needed, for at most 8 hours')
  })

  test('names who holds both roles of a pair, and whether an exception tolerates it', () => {
    expect(rowOf(seenOn(page), 'SOD-ADMIN')?.[3]).toBe('Ben Example (tolerated by EXC-2026-001 until 2026-08-01)')
    const bare = yaml.replace('start: 2026-06-01\nexpires: 2026-08-01', 'start: 2026-06-01\nexpires: 2026-06-15')
    const seen = seenOn(registerPages(bare).get('access.md'))
    expect(rowOf(seen, 'SOD-ADMIN')?.[3]).toBe('Ben Example')
    expect(rowOf(seen, 'SOD-CHANGE')?.[3]).toContain('allowed, but not both in one change')
    expect(seen.rows.map(([, what]) => what).filter((what) => what?.includes('SOD-001'))).toEqual([
      expect.stringContaining('Finding (SOD-001): ben holds admin and security'),
    ])
  })

  test('lists privileged assignments: what has findings, then what ends first, with who approved', () => {
    const rows = seenOn(sectionOf(page, 'Privileged roles held now')).rows.slice(1)
    expect(rows.map(([, person, term]) => [person, term])).toEqual([
      ['Ben Example', '2026-04-01, until 2026-07-10'],
      ['Cy Example', '2026-05-01, no end'],
    ])
    expect(rows[0]?.[3]).toBe('Ana Example (claimed only); by the log: the log has no record of it')
    expect(rows[1]?.[3]).toContain('nobody is named')
  })

  test('shows an approval of a grant once the log has the review of the change that brought it', () => {
    const states = [
      { commit: 'start', day: '2026-03-01', yaml: yaml.replace(/ {2}- \{ role: admin, person: ben.*\n/, '') },
      { commit: 'merge 9', day: '2026-04-01', yaml },
    ]
    const text = registerPages(yaml, { states, records: [merged(9, { at: '2026-04-01T10:00:00Z' })] }).get('access.md')
    const rows = seenOn(sectionOf(text, 'Privileged roles held now')).rows
    expect(rows[1]?.[3]).toContain('Ana Example (shown by a counted review)')
  })

  const item = (account: string, over: Partial<AccessListItem> = {}): AccessListItem => ({
    account,
    role: 'user',
    scope: null,
    kind: 'person',
    status: 'active',
    privileged: false,
    mfa: true,
    createdAt: null,
    lastUsedAt: null,
    ...over,
  })

  test('says that who has access is not shown, where no list was collected', () => {
    expect(sectionOf(page, 'Accounts that were collected')).toContain('who has access to a system is not shown')
  })

  test('holds collected accounts against the people', () => {
    const records = [
      reading('users', { at: '2026-06-20T10:00:00Z' }, { count: 4, total: 4 }),
      reading('other', { at: '2026-06-20T11:00:00Z' }, { system: 'other' }),
    ]
    const accounts = {
      shop: [item('ben'), item('dee'), item('stranger', { mfa: null }), item('ana', { status: 'disabled' })],
      other: undefined,
    }
    const made = registerPages(yaml, { records, accounts })
    const summary = seenOn(sectionOf(made.get('access.md'), 'Accounts that were collected'))
    expect(rowOf(summary, 'shop')).toEqual(['2026-06-20 10:00 UTC', '3', '2 accounts', 'record 1'])
    expect(rowOf(summary, 'other')?.slice(1, 3)).toEqual(['not determined', 'not determined'])
    const list = seenOn(made.get('access-accounts-2.md')).rows.filter(([account]) =>
      ['ben', 'dee', 'stranger', 'ana'].includes(account ?? ''),
    )
    expect(list.map(([account, person, , , mfa, state]) => [account, person, mfa, state])).toEqual([
      ['dee', 'nobody in the program', 'yes', 'belongs to nobody in the program'],
      ['stranger', 'nobody in the program', 'not known', 'belongs to nobody in the program'],
      ['ben', 'Ben Example', 'yes', 'belongs to somebody who is here'],
    ])
  })
})

describe('the page of an access review', () => {
  const review = pages.get('access-reviews/ARV-2026-Q1.md')

  test('says in words, and first, that it was late and by how many days', () => {
    expect(review).toContain('**State:** **completed late by 12 days**, on 2026-04-27 (was due by 2026-04-15).')
    const open = pages.get('access-reviews/ARV-2026-Q2.md')
    expect(open).toContain(
      '**State:** **not completed, late by 6 days** (was due by 2026-06-24); 2 of 2 lines not decided.',
    )
    const inTime = registerPages(yaml.replace('completedAt: 2026-04-27', 'completedAt: 2026-04-15'))
    expect(inTime.get('access-reviews/ARV-2026-Q1.md')).toContain('completed on 2026-04-15, in time')
  })

  test('shows what was decided and not carried out before all decisions', () => {
    expect(
      seenOn(review)
        .headings.filter((heading) => heading.startsWith('h2'))
        .slice(0, 3),
    ).toEqual([
      'h2 Taken away, but not shown to be gone',
      'h2 The list and how it was decided',
      'h2 Decisions, what is open first',
    ])
    expect(rowOf(seenOn(review), 'dee')).toEqual([
      'Dee Example',
      'take away on 2026-04-10',
      '2026-04-17',
      'not gone, late by 74 days',
      'nothing',
    ])
    const gone = yaml.replace('reason: Leaves soon }', 'removedAt: 2026-04-20, removalEvidence: Ticket 13 }')
    const text = registerPages(gone).get('access-reviews/ARV-2026-Q1.md')
    expect(sectionOf(text, 'Taken away, but not shown to be gone')).toContain('None:')
    expect(rowOf(seenOn(sectionOf(text, 'Decisions, what is open first')), 'dee')?.[4]).toBe(
      'on 2026-04-20, late by 3 days; Ticket 13',
    )
  })

  test('says that the list was frozen, where it is kept, and who decided on their own account', () => {
    const seen = seenOn(review)
    expect(rowOf(seen, 'Lines of the list')).toEqual(['4; every one of them is here'])
    expect(rowOf(seen, 'Decided on their own account')).toEqual(['Ana Example'])
    const fewer = seenOn(
      registerPages(yaml.replace('count: 4, digest', 'count: 5, digest')).get('access-reviews/ARV-2026-Q1.md'),
    )
    expect(rowOf(fewer, 'Lines of the list')).toEqual(['5; 4 are here'])
    const list = { name: 'list.csv', sha256: 'b'.repeat(64), size: 9 }
    const records = [
      attestation('EVR-X', ['2026-04-01', '2026-04-01'], { at: '2026-04-02T00:00:00Z' }, { files: [list] }),
    ]
    const kept = seenOn(registerPages(yaml, { records }).get('access-reviews/ARV-2026-Q1.md'))
    expect(rowOf(kept, 'Fingerprint of the list')?.[0]).toContain('in the evidence log: record 1')
  })

  test('keeps every decision of a long list, in parts', () => {
    const entries = Array.from(
      { length: 1700 },
      (_, index) => `  - { account: "user-${index}", decision: keep, by: ana, at: 2026-04-10 }`,
    )
    const long = yaml
      .replace('count: 4, digest', 'count: 1704, digest')
      .replace('completedAt: 2026-04-27', `${entries.join('\n')}\ncompletedAt: 2026-04-27`)
    const made = registerPages(long)
    const parts = [...made].filter(([path]) => path.startsWith('access-reviews/ARV-2026-Q1'))
    expect(parts.map(([path]) => path)).toEqual([
      'access-reviews/ARV-2026-Q1-part-2.md',
      'access-reviews/ARV-2026-Q1-part-3.md',
      'access-reviews/ARV-2026-Q1.md',
    ])
    expect(
      parts
        .map(([, text]) => text)
        .join('')
        .match(/^\| user-\d+ \|/gm),
    ).toHaveLength(1700)
    for (const [path, text] of parts) expect([path, Buffer.byteLength(text) < 400_000]).toEqual([path, true])
  })

  test('names every system in use, also one that was never reviewed', () => {
    const more = yaml.replace(
      'externalParties:',
      '  - { id: mail, title: Mail, owner: ana, criticality: low }\nexternalParties:',
    )
    const systems = seenOn(sectionOf(registerPages(more).get('access-reviews/README.md'), 'Systems'))
    expect(rowOf(systems, 'mail')?.slice(0, 3)).toEqual(['never', '–', '0'])
    expect(rowOf(systems, 'shop')?.[0]).toBe('2026-04-27: ARV-2026-Q1')
  })
})

describe('the page of offboardings', () => {
  test('compares each system with the deadline of the leaver', () => {
    const seen = seenOn(sectionOf(pages.get('offboardings.md'), 'OFB-2026-001'))
    expect(rowOf(seen, 'In time until')).toEqual(['2026-06-03 00:00 UTC'])
    expect(rowOf(seen, 'shop')?.slice(2)).toEqual(['late by 1 day 9 hours', 'Ticket 31'])
    expect(rowOf(seen, 'The alarm code')).toEqual(['not done; overdue by 28 days (was due by 2026-06-02)'])
  })

  test('names a system that the record forgets, and a leaver without a record', () => {
    const more = yaml
      .replace('externalParties:', '  - { id: mail, title: Mail, owner: ana, criticality: low }\nexternalParties:')
      .replace(
        '- { id: deploy-bot',
        '- { id: eve, name: Eve Example, type: employee, start: 2025-01-01, end: 2026-05-01 }\n  - { id: deploy-bot',
      )
    const text = registerPages(more).get('offboardings.md')
    expect(rowOf(seenOn(sectionOf(text, 'OFB-2026-001')), 'mail')?.slice(0, 3)).toEqual([
      'not mentioned',
      '–',
      'not determined',
    ])
    expect(seenOn(sectionOf(text, 'Left without an offboarding')).rows[1]).toEqual([
      'Eve Example',
      '2026-05-01',
      'no offboarding is written down',
    ])
  })
})
