import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roleChanges } from '../../../src/evidence/role-changes.ts'
import type { RoleAssignment } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'

const book = (...assignments: readonly Partial<RoleAssignment>[]) => {
  const text = `apiVersion: countersign/v1
kind: Roles
roles:
  - { id: admin, title: Administrator, privileged: true }
  - { id: lead, title: Lead, inherits: [admin] }
  - { id: reader, title: Reader }
assignments: ${JSON.stringify(assignments.map((one) => ({ grantedAt: '2026-01-01', ...one })))}
`
  const { model, problems } = readProgram([{ path: 'roles.yaml', bytes: Buffer.from(text) }])
  expect(problems).toEqual([])
  return model
}
const changes = (before: readonly Partial<RoleAssignment>[], after: readonly Partial<RoleAssignment>[]) =>
  roleChanges(book(...before), book(...after), '2026-03-03')

const ana = { person: 'ana', role: 'admin' }
const ben = { person: 'ben', role: 'reader' }

describe('a change of assignments', () => {
  test.each<[string, Partial<RoleAssignment>[], Partial<RoleAssignment>[], unknown]>([
    [
      'that gives a role',
      [],
      [{ ...ana, expires: '2026-06-01' }],
      [{ ...ana, change: 'granted', privileged: true, expires: '2026-06-01' }],
    ],
    ['that gives one without end', [], [ben], [{ ...ben, change: 'granted', privileged: false, expires: null }]],
    ['that takes one', [ana], [], [{ ...ana, change: 'revoked', privileged: true, expires: null }]],
    [
      'that prolongs one',
      [{ ...ana, expires: '2026-03-31' }],
      [{ ...ana, expires: '2026-06-30' }],
      [{ ...ana, change: 'changed', privileged: true, expires: '2026-06-30' }],
    ],
    [
      'that adds a second term',
      [{ ...ana, expires: '2026-03-31' }],
      [
        { ...ana, expires: '2026-03-31' },
        { ...ana, grantedAt: '2026-04-01', expires: '2026-06-30' },
      ],
      [{ ...ana, change: 'granted', privileged: true, expires: '2026-06-30' }],
    ],
    [
      'that ends one early',
      [ana],
      [{ ...ana, expires: '2026-03-03' }],
      [{ ...ana, change: 'changed', privileged: true, expires: '2026-03-03' }],
    ],
    [
      'that tidies away what was over',
      [{ ...ana, expires: '2026-03-02' }],
      [],
      [{ ...ana, change: 'changed', privileged: true, expires: null }],
    ],
    [
      'that takes one on its last day',
      [{ ...ana, expires: '2026-03-03' }],
      [],
      [{ ...ana, change: 'revoked', privileged: true, expires: null }],
    ],
    [
      'of who approved it',
      [{ ...ana, approvedBy: 'ben' }],
      [{ ...ana, approvedBy: 'cy' }],
      [{ ...ana, change: 'changed', privileged: true, expires: null }],
    ],
    ['of the order alone', [ana, ben], [ben, ana], []],
    [
      'of several people',
      [ben],
      [ana],
      [
        { ...ana, change: 'granted', privileged: true, expires: null },
        { ...ben, change: 'revoked', privileged: false, expires: null },
      ],
    ],
    [
      'of a role that inherits a privileged one',
      [],
      [{ person: 'cy', role: 'lead' }],
      [{ person: 'cy', role: 'lead', change: 'granted', privileged: true, expires: null }],
    ],
    [
      'of a role that nobody knows',
      [],
      [{ person: 'cy', role: 'owner' }],
      [{ person: 'cy', role: 'owner', change: 'granted', privileged: null, expires: null }],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected)
  })

  test('what one direction gives the other takes, and nothing changes from a book to itself', () => {
    const assignment = fc.record({
      person: fc.constantFrom('ana', 'ben', 'cy'),
      role: fc.constantFrom('admin', 'reader'),
    })
    const some = fc.array(assignment, { maxLength: 6 })
    fc.assert(
      fc.property(some, some, (before, after) => {
        expect(changes(before, before)).toEqual([])
        const there = changes(before, after)
        const back = changes(after, before)
        expect(there.map(({ person, role }) => `${person} ${role}`)).toEqual(
          back.map(({ person, role }) => `${person} ${role}`),
        )
        const turned = { granted: 'revoked', revoked: 'granted', changed: 'changed' } as const
        expect(there.map(({ change }) => turned[change])).toEqual(back.map(({ change }) => change))
      }),
      { numRuns: 30 },
    )
  })
})
