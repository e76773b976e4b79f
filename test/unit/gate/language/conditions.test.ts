import { describe, expect, test } from 'vitest'
import type { GateVerdict } from '../../../../src/model/outcome.ts'
import { decide, type Situation, saidBy, twoReviewers } from '../../../support/gate-facts.ts'
import { conditionRows } from './conditions.ts'
import { type ConditionRow, two } from './row.ts'

/** A rule that asks for more than there is: the verdict says whether it applies. */
const situation = (when: string, facts: Situation['facts'] = {}): Situation => ({
  rules: `${twoReviewers}\n  - {id: extra, when: {${when}}, require: {approvals: 1, from: {users: [cleo]}}}`,
  facts: { reviews: two, ...facts },
})
const node = (one: Situation) => decide(one).tree.children.find(({ path }) => path === 'extra')?.verdict
const ofHolding = (holds: ConditionRow['holds']): GateVerdict =>
  holds === 'unknown' ? 'not-determined' : holds === false ? 'not-applicable' : 'pending'

describe('a rule applies where its condition holds', () => {
  test.each(conditionRows)('$name: $holds', ({ when, facts, holds, says = '' }) => {
    const one = situation(when, facts)
    expect(node(one)).toBe(ofHolding(holds))
    // Whatever else is not known: without its condition nothing is ever lighter.
    if (holds === 'unknown') expect(decide(one).verdict).toBe('not-determined')
    // The only rule there is, which those who approved would satisfy.
    const alone = decide({ ...one, rules: `  - {id: extra, when: {${when}}, require: {approvals: 1}}` })
    if (holds !== true) expect(alone.verdict).toBe('not-determined')
    expect(`${saidBy(decide(one))}\n${saidBy(alone)}`).toContain(says)
  })
})

describe('below `not` it applies where the condition does not hold', () => {
  test.each(conditionRows)('$name', ({ when, facts, holds, negated }) => {
    const one = situation(`not: {${when}}`, facts)
    expect(node(one)).toBe(ofHolding(negated ?? (holds === 'unknown' ? holds : holds === 'adds' || !holds)))
  })
})

test('every part of a condition must hold', () => {
  expect(node(situation('base: [main], paths: [app/]'))).toBe('pending')
  expect(node(situation('base: [main], paths: [docs/]'))).toBe('not-applicable')
  expect(node(situation('base: [release], modes: [symlink]'))).toBe('not-applicable')
  expect(node(situation('base: [main], modes: [symlink]'))).toBe('not-determined')
})

test('`not` takes a rule off where all of its parts hold', () => {
  expect(node(situation('not: {base: [main], paths: [app/]}'))).toBe('not-applicable')
  expect(node(situation('not: {base: [main], paths: [docs/]}'))).toBe('pending')
  expect(node(situation('not: {base: [release], modes: [symlink]}'))).toBe('pending')
  expect(node(situation('not: {base: [main], modes: [symlink]}'))).toBe('not-determined')
  expect(node(situation('base: [main], not: {paths: [docs/]}'))).toBe('pending')
  expect(node(situation('base: [release], not: {paths: [docs/]}'))).toBe('not-applicable')
})

test('a `not` that says nothing takes no rule off', () => {
  expect(node(situation('not: {x-note: nothing}'))).toBe('pending')
})
