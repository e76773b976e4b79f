import { describe, expect, test } from 'vitest'
import { attestation, merged } from '../../support/log-builder.ts'
import { registerFixture, registerPages, rowOf, sectionOf, seenOn } from '../../support/register-pages.ts'

const yaml = ['base', 'vendors', 'inventory', 'operation'].map(registerFixture).join('---\n')
const pages = registerPages(yaml)

describe('the page of meetings', () => {
  const page = pages.get('meetings.md')
  test('says when each body met last with enough people and minutes, and by how much the next one is overdue', () => {
    expect(rowOf(seenOn(sectionOf(page, 'Bodies, what is overdue first')), 'BDY-OVERSIGHT')).toEqual([
      'quarterly',
      '2026-02-20',
      'overdue by 27 days (was due by 2026-06-03)',
      '2',
      '1 finding',
    ])
    const held = yaml.replace(
      'attendees: [ana]\n',
      `attendees: [ana, ben]\nminutes: { location: x, digest: "sha256:${'f'.repeat(64)}" }\n`,
    )
    expect(rowOf(seenOn(registerPages(held).get('meetings.md')), 'BDY-OVERSIGHT Oversight')?.[1]).toBe('2026-05-20')
  })

  test('does not count a meeting without minutes, and says why', () => {
    expect(rowOf(seenOn(sectionOf(page, 'MTG-2026-Q2')), 'Counts')).toEqual(['no: it has no minutes'])
  })

  test('has what has findings first, then what does not count, then the rest', () => {
    const good = `apiVersion: countersign/v1\nkind: Meeting\nid: MTG-2026-A\ntitle: Another\nbody: BDY-OVERSIGHT\nheldOn: 2026-02-01\nattendees: [ana, ben]\nagenda: [Risks]\nminutes: { location: x, digest: "sha256:${'f'.repeat(64)}" }\n`
    const rows = seenOn(sectionOf(registerPages(`${yaml}---\n${good}`).get('meetings.md'), 'Meetings held')).rows
    expect(rows.slice(1).map(([meeting]) => meeting?.split(' ')[0])).toEqual([
      'MTG-2026-Q1',
      'MTG-2026-Q2',
      'MTG-2026-A',
    ])
  })

  test('shows open actions as overdue, and minutes that nobody is shown to have written as claimed', () => {
    const seen = seenOn(sectionOf(page, 'MTG-2026-Q1'))
    expect(rowOf(seen, 'Buy disks')?.[1]).toBe('not done; overdue by 121 days (was due by 2026-03-01)')
    expect(rowOf(seen, 'Minutes')?.[0]).toContain('not in the evidence log; written by Ben Example (claimed only)')
  })
})

describe('the page of training', () => {
  test('says what the log shows of completions, and what it does not', () => {
    const none = seenOn(sectionOf(pages.get('training.md'), 'TRN-SECURITY'))
    expect(rowOf(none, 'Evidence')?.[0]).toContain('EVR-TRAINING no evidence')
    const records = [
      attestation(
        'EVR-TRAINING',
        ['2026-01-01', '2026-06-20'],
        { at: '2026-06-20T10:00:00Z' },
        {
          statement: 'Everybody completed it.',
        },
      ),
    ]
    const seen = seenOn(sectionOf(registerPages(yaml, { records }).get('training.md'), 'TRN-SECURITY'))
    expect(rowOf(seen, 'Evidence')?.[0]).toContain('EVR-TRAINING shown')
    expect(rowOf(seen, '2026-01-01 to 2026-06-20')).toEqual([
      'done',
      'Everybody completed it.',
      'Ana Example (proven)',
      'record 1',
    ])
  })

  test('lists who joined with the day by which they had to complete it, and does not say that they did', () => {
    const seen = seenOn(sectionOf(pages.get('training.md'), 'TRN-SECURITY'))
    expect(rowOf(seen, 'Cy Example')?.slice(0, 2)).toEqual(['2026-05-01', 'was due by 2026-05-31'])
    expect(rowOf(seen, 'Cy Example')?.[2]).toMatch(/^not determined/)
  })

  test('names who has not confirmed a policy, the longest overdue first', () => {
    expect(rowOf(seenOn(pages.get('training.md')), 'POL-USE Acceptable')?.slice(1, 4)).toEqual(['3', '2', '2'])
    const page = pages.get('acknowledgements/POL-USE.md')
    expect(seenOn(sectionOf(page, 'Missing, the longest overdue first')).rows.slice(1)).toEqual([
      ['Ben Example', 'overdue by 150 days (was due by 2026-01-31)'],
      ['Cy Example', 'overdue by 30 days (was due by 2026-05-31)'],
    ])
  })

  test('shows a confirmation as claimed, until that person approved the change that added it', () => {
    const states = [
      {
        commit: 'start',
        day: '2026-01-02',
        yaml: yaml.replace(/ {2}- \{ policy: POL-USE, version: "2.0.0", person: ana.*\n/, ''),
      },
      { commit: 'merge 4', day: '2026-01-05', yaml },
    ]
    const rowsOf = (counted: boolean) => {
      const records = [merged(4, { at: '2026-01-05T10:00:00Z' }, counted ? {} : { counted: [] })]
      const page = registerPages(yaml, { states, records }).get('acknowledgements/POL-USE.md')
      return seenOn(sectionOf(page, 'Confirmations, the newest first'))
        .rows.slice(1)
        .map((row) => row.at(-1))
    }
    expect(rowsOf(true)).toEqual(['by a counted review of that person', 'claimed only'])
    expect(rowsOf(false)).toEqual(['claimed only', 'claimed only'])
  })
})

describe('the page of communications', () => {
  test('says who is told what through which channel, and who is called when nobody answers', () => {
    const page = pages.get('communications.md')
    expect(rowOf(seenOn(page), 'outages Outages')?.slice(0, 3)).toEqual([
      'customers, Platform',
      'status-page Status page',
      'immediate',
    ])
    expect(rowOf(seenOn(sectionOf(page, 'Topic outages')), '15 minutes')).toEqual(['Ana Example', 'the same channel'])
  })

  test('says that nobody is called, where no escalation is written down', () => {
    const quiet = yaml.replace(/ {4}escalation: \{ begins.*\n/, '')
    expect(sectionOf(registerPages(quiet).get('communications.md'), 'Topic outages')).toContain(
      'No escalation is written down.',
    )
  })
})

describe('the page of governance', () => {
  test('counts who is here on the day, and shows who reports to whom', () => {
    const seen = seenOn(pages.get('governance.md'))
    expect(rowOf(seen, 'People here on the day of this page')).toEqual([
      'employees: 2, contractors: 1, machine accounts: 1',
    ])
    expect(rowOf(seenOn(sectionOf(pages.get('governance.md'), 'Reporting lines')), 'Ana Example')).toEqual([
      '1',
      'Ben Example',
    ])
    expect(rowOf(seen, 'nobody is named')?.[1]).toBe('Ana Example, Cy Example')
  })

  test('has everybody with their accounts, machines with who answers for them', () => {
    expect(rowOf(seenOn(pages.get('people.md')), 'deploy-bot')?.slice(1, 2)).toEqual(['bot, owned by Ana Example'])
    expect(rowOf(seenOn(pages.get('people.md')), 'dee')?.[3]).toBe('2026-06-01')
  })
})
