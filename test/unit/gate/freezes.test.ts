import { expect, test } from 'vitest'
import { freezeAt } from '../../../src/gate/freezes.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { baseFiles, twoReviewers } from '../../support/gate-facts.ts'

const head = `freezes:
  - {title: Short, start: 2026-03-04T00:00:00Z, end: 2026-03-05T00:00:00Z, environments: [staging, Production]}
  - {title: Long, start: 2026-03-04T12:00:00Z, end: 2026-03-06T00:00:00Z}`
const rules = readProgram(baseFiles(twoReviewers, head)).model.gateRules.map(({ value }) => value)

test.each([
  ['before it starts', '2026-03-03T23:59:59Z', 'production', undefined],
  ['at its start', '2026-03-04T00:00:00Z', 'production', 'Short'],
  ['one of several environments, in other letters', '2026-03-04T01:00:00Z', 'STAGING', 'Short'],
  ['another environment', '2026-03-04T01:00:00Z', 'test', undefined],
  ['an environment that is not known', '2026-03-04T01:00:00Z', undefined, undefined],
  ['a freeze of everything', '2026-03-04T12:00:00Z', undefined, 'Long'],
  ['of two the one that ends last', '2026-03-04T13:00:00Z', 'staging', 'Long'],
  ['at the end of one of them', '2026-03-05T00:00:00Z', 'staging', 'Long'],
  ['at the end of all', '2026-03-06T00:00:00Z', 'staging', undefined],
])('%s', (_when, at, environment, title) => {
  expect(freezeAt(rules, Date.parse(at), environment)?.title).toBe(title)
})
