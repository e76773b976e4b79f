import { expect, test } from 'vitest'
import { nameOfKey } from '../../../src/gate/names.ts'
import type { RuleContext } from '../../../src/gate/rule-context.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { baseFiles, facts, review, stranger, twoReviewers } from '../../support/gate-facts.ts'

const { model } = readProgram(baseFiles(twoReviewers))
const account = stranger('reviewer', 901)
const actor = { key: 'account:901', name: 'reviewer', person: undefined, account }
const vote = (more: object) => ({ key: 'x', review: review(null), reasons: [], unknown: [], ...more })
const context = {
  model,
  votes: [vote({ actor: undefined }), vote({ actor })],
  facts: facts({
    pull: { author: stranger('opener', 902), mergedBy: stranger('closer', 903), autoMergeBy: stranger('later', 904) },
  }),
} as unknown as RuleContext

test.each([
  ['person:ada', 'ada'],
  ['person:nobody', 'person:nobody'],
  ['account:901', 'reviewer'],
  ['account:902', 'opener'],
  ['account:903', 'closer'],
  ['account:904', 'later'],
  ['account:905', 'account:905'],
])('%s is shown as %s', (key, wanted) => {
  expect(nameOfKey(key, context)).toBe(wanted)
})

test('a key that only looks like one of a person is none', () => {
  // Seven letters before the id, as `person:` has.
  expect(nameOfKey('robots:ada', context)).toBe('robots:ada')
  const pull = { author: null, mergedBy: null, autoMergeBy: null }
  expect(nameOfKey('account:1', { ...context, facts: facts({ pull }) })).toBe('account:1')
})

test('an account is no person, even one with the key of one behind it', () => {
  expect(nameOfKey('account:ada', context)).toBe('account:ada')
})

test('of two names of one number the one that reviewed is shown', () => {
  const pull = { author: null, mergedBy: stranger('old-name', 901), autoMergeBy: null }
  expect(nameOfKey('account:901', { ...context, facts: facts({ pull }) })).toBe('reviewer')
})
