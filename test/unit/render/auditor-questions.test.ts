import { describe, expect, test } from 'vitest'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  record,
  reviewControl,
  rowWith,
  someProgram,
  typeTwo,
} from '../../support/report-world.ts'

const path = 'auditor-questions.md'
const answering = (topic: string, says: string, more = ''): string =>
  reviewControl(`answers:\n  - {topic: ${topic}, answer: ${JSON.stringify(says)}${more}}\n`)
const page = (records: readonly string[] = someProgram): string => pageOf(path, { records })
const section = (text: string, title: string): string => text.split(/^## /m).find((one) => one.startsWith(title)) ?? ''

const roles = `apiVersion: countersign/v1
kind: Roles
roles:
  - {id: admin, title: Administrator, privileged: true, mfaRequired: true, maxAssignment: P90D, grantApprovers: [lead]}
  - {id: deployer, title: Deployer, privileged: true}
  - {id: lead, title: Lead}
assignments:
  - {role: admin, person: ana, grantedAt: 2026-06-01, expires: 2026-08-01}
`
const monitoring = record(
  'Monitoring',
  'MON-MAIN',
  'Monitoring',
  `logStandard:
  fields: [actor, action, time]
  classes:
    - {title: Audit log, keep: P1Y, immutable: none, redaction: Tokens are cut to four characters.}
    - {title: Archive, keep: P7Y, immutable: object-lock}
`,
)

describe('questions of auditors', () => {
  test('are the seven that are always asked, in order, and say which nobody answers', () => {
    const text = page()
    expect(text.match(/^## .*/gm)).toEqual([
      '## How are users authenticated?',
      '## How is access controlled?',
      '## How are privileged users managed?',
      '## How are requests logged?',
      '## How long are logs kept?',
      '## How are secrets kept out of logs?',
      '## How is the audit log protected from being changed?',
    ])
    expect(text.match(/\*\*Not answered yet:\*\* add answers with the topic `/g)).toHaveLength(7)
    expect(text).toContain('> No control answers: How are users authenticated?')
  })

  test('are answered by a control, with its state and its newest records beside it', () => {
    const text = page([typeTwo, peopleRecord, answering('authentication', 'By one provider.')])
    const row = rowWith(section(text, 'How are users'), 'By one provider.')
    expect(row?.[1]).toBe('[CTL-REVIEW](controls/CTL-REVIEW.md) Changes are reviewed')
    expect(row?.[2]).toMatch(/^\*\*Not met\*\*: /)
    expect(row?.[3]).toBe(
      '[record 4](evidence/2026-05.md#record-4), [record 3](evidence/2026-04.md#record-3), [record 2](evidence/2026-03.md#record-2)',
    )
    expect(section(text, 'How are users')).not.toContain('Not answered yet')
  })

  test('show an answer without evidence as one', () => {
    const text = pageOf(path, { records: [typeTwo, peopleRecord, answering('access', 'By roles.')], log: [] })
    expect(rowWith(text, 'By roles.')?.slice(2)).toEqual([expect.stringMatching(/^Not evaluated: /), '**none**'])
  })

  test('hold other questions under their own words', () => {
    const text = page([typeTwo, peopleRecord, answering('other', 'Each night.', ', question: When are backups made?')])
    expect(rowWith(section(text, 'When are backups made?'), 'Each night.')).toBeDefined()
  })

  test('are held against what other records say', () => {
    const text = page([...someProgram, roles, monitoring])
    expect(section(text, 'How are users')).toContain('A second factor is required by 1 of 3 roles: Administrator')
    expect(section(text, 'How are users')).toContain('**Privileged roles that do not require one:** Deployer')
    expect(section(text, 'How are privileged')).toContain(
      '- Administrator: held by 1, given for at most 90 days, granted by Lead',
    )
    expect(section(text, 'How are requests')).toContain('Every event has: actor, action, time')
    expect(section(text, 'How long')).toContain('- Archive: kept for 7 years')
    expect(section(text, 'How are secrets')).toContain('- Audit log: Tokens are cut to four characters.')
    expect(section(text, 'How is the audit log')).toContain('- Audit log: **whoever administers it can change it**')
    expect(section(text, 'How is the audit log')).toContain('its checkpoint **not signed**')
  })

  test('are whole whatever people write', () => {
    const records = [
      typeTwo,
      peopleRecord,
      roles.replace('title: Lead', `title: ${JSON.stringify(hostileLine)}`),
      monitoring.replace('Tokens are cut to four characters.', JSON.stringify(hostileLine)),
      answering('other', hostileLine, `, question: ${JSON.stringify(hostileLine)}`),
    ]
    const pages = pagesOf({ records })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
