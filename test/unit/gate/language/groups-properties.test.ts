import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canBeSeated } from '../../../../src/gate/seat-groups.ts'
import type { GateVerdict } from '../../../../src/model/outcome.ts'
import { decide, known, permissions, review } from '../../../support/gate-facts.ts'

/** Everybody who may approve a change of ada's. */
const reviewers = ['ana', 'ben', 'cleo', 'dan', 'mia'] as const
type Person = (typeof reviewers)[number]

interface Leaf {
  readonly kind: 'leaf'
  readonly approvals: number
  readonly from: readonly Person[]
}
interface Group {
  readonly kind: 'all' | 'any'
  readonly parts: readonly Tree[]
}
type Tree = Leaf | Group

const leaf = fc.record({
  kind: fc.constant('leaf' as const),
  approvals: fc.integer({ min: 1, max: 2 }),
  from: fc.subarray([...reviewers], { minLength: 1 }),
})
const groupOf = <T extends Tree>(part: fc.Arbitrary<T>) =>
  fc.record({
    kind: fc.constantFrom('all' as const, 'any' as const),
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
  })
const tree: fc.Arbitrary<Tree> = groupOf(fc.oneof(leaf, groupOf(fc.oneof(leaf, groupOf(leaf)))))

const written = (node: Tree): string =>
  node.kind === 'leaf'
    ? `{approvals: ${node.approvals}, from: {users: [${node.from.join(', ')}]}}`
    : `{${node.kind}: [${node.parts.map(written).join(', ')}]}`

const rulesOf = (node: Tree) => `  - {id: own, require: ${written(node)}}`

const subsetsOf = (people: readonly Person[], size: number): readonly (readonly Person[])[] => {
  if (size === 0) return [[]]
  return people.flatMap((person, index) =>
    subsetsOf(people.slice(index + 1), size - 1).map((rest) => [person, ...rest]),
  )
}

/** Every set of people who can meet it together, by trying all of them: what `all` and `any` mean, and nothing else. */
function meets(node: Tree, approved: readonly Person[]): readonly (readonly Person[])[] {
  if (node.kind === 'leaf')
    return subsetsOf(
      approved.filter((person) => node.from.includes(person)),
      node.approvals,
    )
  const parts = node.parts.map((part) => meets(part, approved))
  if (node.kind === 'any') return parts.flat()
  return parts.reduce<readonly (readonly Person[])[]>(
    (found, part) =>
      found.flatMap((one) =>
        part.filter((more) => more.every((person) => !one.includes(person))).map((more) => [...one, ...more]),
      ),
    [[]],
  )
}

const judge = (node: Tree, approved: readonly Person[], unread: readonly Person[] = []): GateVerdict =>
  decide({
    rules: rulesOf(node),
    facts: {
      reviews: known([...approved, ...unread].map((login) => review(login))),
      permissions: permissions(Object.fromEntries(unread.map((login) => [login, 'unknown' as const]))),
    },
  }).verdict

const people = fc.subarray([...reviewers])

test('`all` and `any` hold exactly where different people can be found for them', () => {
  fc.assert(
    fc.property(tree, people, (node, approved) => {
      expect(judge(node, approved)).toBe(meets(node, approved).length > 0 ? 'approved' : 'pending')
    }),
    { numRuns: 120 },
  )
})

test('one approval more never makes it worse', () => {
  fc.assert(
    fc.property(tree, people, fc.constantFrom(...reviewers), (node, approved, more) => {
      fc.pre(judge(node, approved) === 'approved')
      expect(judge(node, [...new Set([...approved, more])])).toBe('approved')
    }),
    { numRuns: 120 },
  )
})

test('an approval of which it is not known whether it counts is never as good as one that does, nor worse than none', () => {
  fc.assert(
    fc.property(tree, people, (node, chosen) => {
      const [doubtful, ...sure] = chosen
      fc.pre(doubtful !== undefined)
      const verdict = judge(node, sure, doubtful === undefined ? [] : [doubtful])
      // With it, or without it: where both are the same it does not matter, else it is not known.
      const without = judge(node, sure)
      const withIt = judge(node, chosen)
      if (without === 'approved') expect(verdict).toBe('approved')
      else if (withIt === 'pending') expect(verdict).not.toBe('approved')
      else expect(['not-determined', 'pending']).toContain(verdict)
    }),
    { numRuns: 120 },
  )
})

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const seat = fc.uniqueArray(key, { maxLength: 4 })
const groups = fc.array(fc.array(fc.array(seat, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }), {
  maxLength: 3,
})

/** Whether people can be seated, by trying everybody on every seat. */
function seatsByTrying(
  left: readonly (readonly (readonly (readonly string[])[])[])[],
  taken: readonly string[],
): boolean {
  const [group, ...others] = left
  if (group === undefined) return true
  const place = (
    lists: typeof group,
    list: readonly (readonly string[])[],
    own: readonly string[],
    here: readonly string[],
  ): boolean => {
    const [candidates, ...seats] = list
    if (candidates !== undefined) {
      return candidates.some(
        (one) => !taken.includes(one) && !here.includes(one) && place(lists, seats, [...own, one], [...here, one]),
      )
    }
    const [next, ...rest] = lists
    return next === undefined ? seatsByTrying(others, [...taken, ...own]) : place(rest, next, own, [])
  }
  return place(group, [], [], [])
}

test('people are seated exactly where that is possible', () => {
  fc.assert(
    fc.property(groups, (one) => {
      expect(canBeSeated(one)).toBe(seatsByTrying(one, []))
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['nothing', [], true],
  ['a group of nobody', [[]], true],
  ['a seat for nobody', [[[[]]]], false],
  ['one person in two groups', [[[['a']]], [[['a']]]], false],
  ['one person in two lists of a group', [[[['a']], [['a', 'b']]]], true],
  ['one person twice in a list', [[[['a'], ['a']]]], false],
  ['the person whom another group leaves', [[[['a', 'b']], [['b']]], [[['a']]]], true],
  ['two lists that need both people, and another group that needs one', [[[['a']], [['b']]], [[['a', 'b']]]], false],
])('%s: %s', (_name, one, wanted) => {
  expect(canBeSeated(one)).toBe(wanted)
})

test('a search that takes too long ends without an answer', () => {
  const many = Array.from({ length: 14 }, (_, index) => `p${index}`)
  const pairs = many.flatMap((one, index) => many.slice(index + 1).map((other) => [[one, other]]))
  expect(canBeSeated([pairs, pairs])).toBe(undefined)
})
