import { expect, test } from 'vitest'
import { type Floor, reaches, roleOf } from '../../../src/gate/permissions.ts'
import type { PullRequestFacts } from '../../../src/model/facts.ts'
import { account, facts } from '../../support/gate-facts.ts'

type Role = PullRequestFacts['permissions'][number]['role']
const roles: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin']

test.each<[Floor, readonly Role[]]>([
  ['write', ['write', 'maintain', 'admin']],
  ['maintain', ['maintain', 'admin']],
  ['admin', ['admin']],
])('%s is reached by %j and by nobody else', (floor, wanted) => {
  expect(roles.filter((role) => reaches(role, floor))).toEqual(wanted)
  expect(reaches('unknown', floor)).toBeUndefined()
})

const pairs = roles.flatMap((lower, index) => roles.slice(index + 1).map((higher) => [lower, higher] as const))

test.each([...pairs, ...roles.map((role) => ['unknown', role] as const)])(
  '%s is what an account has that is listed with %s too',
  (lower, higher) => {
    for (const listed of [
      [lower, higher],
      [higher, lower],
    ]) {
      const permissions = listed.map((role) => ({ account: account('ana'), role }))
      expect(roleOf(facts({ permissions }), account('ana').id)).toBe(lower)
    }
  },
)

test('the role of somebody else says nothing', () => {
  expect(roleOf(facts({ permissions: [{ account: account('ben'), role: 'admin' }] }), account('ana').id)).toBe(
    'unknown',
  )
})
