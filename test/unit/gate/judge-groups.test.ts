import { expect, test } from 'vitest'
import { judgeAll, judgeAny } from '../../../src/gate/judge-groups.ts'
import { type Judged, leafNode, mostWays, plain } from '../../../src/gate/requirement.ts'
import type { GateVerdict } from '../../../src/model/outcome.ts'

/** A part by its verdict, counting some people, that can be met in so many ways. */
const part = (verdict: GateVerdict, more: Partial<Judged> = {}, counted: readonly string[] = []): Judged => ({
  ...plain({ ...leafNode(verdict, 'approvals', verdict, `is ${verdict}`), counted }),
  ...more,
})

test('the nodes say which group they are, and who counts, sorted and once', () => {
  const parts = [part('approved', {}, ['cleo', 'ana']), part('approved', {}, ['ana'])]
  expect(judgeAll('r/all', parts).node).toMatchObject({ kind: 'all', verdict: 'approved', counted: ['ana', 'cleo'] })
  expect(judgeAny('r/any', parts).node).toMatchObject({ kind: 'any', verdict: 'approved', counted: ['ana', 'cleo'] })
})

test('all: the worst part tells, and only it', () => {
  const { node } = judgeAll('r/all', [part('approved'), part('pending'), part('refused')])
  expect(node).toMatchObject({ verdict: 'refused', message: 'is refused' })
})

test('all of parts that do not apply does not apply', () => {
  expect(judgeAll('r/all', [part('not-applicable')]).node.verdict).toBe('not-applicable')
})

test('as many ways as are gone through, and one more', () => {
  const [most, more] = [mostWays, mostWays + 1].map((size) => judgeAll('r/all', [part('approved', { size })]).node)
  expect(most?.verdict).toBe('approved')
  expect(more).toMatchObject({
    verdict: 'not-determined',
    message: expect.stringContaining(`more than ${mostWays} ways`),
  })
})

test('any: the best part tells, and only it', () => {
  const { node } = judgeAny('r/any', [part('refused'), part('pending'), part('not-applicable')])
  expect(node).toMatchObject({ verdict: 'pending', message: 'is pending' })
})

test('any can be met in the ways of all of its parts together', () => {
  expect(judgeAny('r/any', [part('approved', { size: 2 }), part('pending', { size: 3 })]).size).toBe(5)
})

test.each<[string, readonly Judged[], boolean]>([
  ['every part asks for one', [part('approved', { asksApproval: true })], true],
  ['one part does not', [part('approved', { asksApproval: true }), part('approved')], false],
  [
    'the part that does not is one that does not apply',
    [part('approved', { asksApproval: true }), part('not-applicable')],
    true,
  ],
  ['no part applies', [part('not-applicable', { asksApproval: true })], false],
])('any asks for an approval: %s', (_when, parts, wanted) => {
  expect(judgeAny('r/any', parts).asksApproval).toBe(wanted)
})

test('any of parts that do not apply leaves one way, in which nothing is asked for', () => {
  expect(judgeAny('r/any', [part('not-applicable')]).ways()).toEqual([[]])
})
