import { describe, expect, test } from 'vitest'
import { boundTree } from '../../../src/gate/bound-tree.ts'
import type { DecisionNode, GateDecision } from '../../../src/gate/gate-decision.ts'
import { GateResult as validate } from '../../../src/read/report-validators.gen.js'
import { explanationMarkdown, explanationText } from '../../../src/report/gate-explanation.ts'
import { gateResult } from '../../../src/report/gate-result.ts'
import { gateMarkdown } from '../../../src/report/gate-summary.ts'
import { apart, byCategory, decide, facts, known, merged, notKnown, OLD, review } from '../../support/gate-facts.ts'

const nested = `  - {id: nested, when: {paths: ["app/**"]}, require: {any: [{checks: [{name: ci, by: github-actions}]}, {all: [{approvals: 1, from: {roles: [technical_lead]}}, {approvals: 1, from: {roles: [security_reviewer]}}]}]}}
  - {id: elsewhere, when: {base: [develop]}, require: {approvals: 1}}`
const reviews = known([review('ana'), review('ben', { commit: OLD }), review('eve', { state: 'commented' })])
const decision = decide({ rules: `${byCategory}\n${nested}`, facts: { reviews } })
const explained = { title: 'A change', number: 7, decision }

test('the first line says what unblocks it; then every step, what does not apply, and everybody who tried', () => {
  expect(explanationText(explained)).toMatchInlineSnapshot(`
    "Waiting: two-reviewers: 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change (and 1 more)
    #7 A change

    What else there is to know
      nested: \`ci\` by github-actions has not been posted, or 0 of 1 approval; 1 more needed from ben

    What decided
      … two-reviewers: waiting: 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change
      … nested any of: waiting: \`ci\` by github-actions has not been posted, or 0 of 1 approval; 1 more needed from ben
        … #1 checks #1: waiting: \`ci\` by github-actions has not been posted
        … #2 all of: waiting: 0 of 1 approval; 1 more needed from ben
          ✓ #1 approvals: approved: 1 of 1 approval
          … #2 approvals: waiting: 0 of 1 approval; 1 more needed from ben

    Rules that do not apply
      – emergency: not applicable: is for other categories of change
      – elsewhere: not applicable: \`base\` does not hold

    Who reviewed
      ana: approved, counted: for two-reviewers, nested; nested: is not role security_reviewer
        https://github.com/acme/shop/pull/7#pullrequestreview-1
      ben: approved, not counted: is of commit bbbbbbb, the head is aaaaaaa: approve again
        https://github.com/acme/shop/pull/7#pullrequestreview-1
      eve: commented, not counted: a comment is no approval; has only read permission, write is needed
        https://github.com/acme/shop/pull/7#pullrequestreview-1
    "
  `)
})

test('the same as Markdown', () => {
  expect(explanationMarkdown(explained)).toMatchInlineSnapshot(`
    "### Waiting: two-reviewers: 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change (and 1 more)

    Pull request 7: A change

    **What else there is to know**

    - nested: \\\`ci\\\` by github-actions has not been posted, or 0 of 1 approval; 1 more needed from ben

    **What decided**

    - **waiting** two-reviewers: 1 of 2 approvals; 1 more needed from somebody with write permission who had no part in the change
    - **waiting** nested any of: \\\`ci\\\` by github-actions has not been posted, or 0 of 1 approval; 1 more needed from ben
      - **waiting** \\#&#8288;1 checks #&#8288;1: \\\`ci\\\` by github-actions has not been posted
      - **waiting** \\#&#8288;2 all of: 0 of 1 approval; 1 more needed from ben
        - **approved** \\#&#8288;1 approvals: 1 of 1 approval
        - **waiting** \\#&#8288;2 approvals: 0 of 1 approval; 1 more needed from ben

    **Rules that do not apply**

    - **not applicable** emergency: is for other categories of change
    - **not applicable** elsewhere: \\\`base\\\` does not hold

    | Reviewer | Review | Counted | Why |
    | --- | --- | --- | --- |
    | ana | [approved](<https://github.com/acme/shop/pull/7#pullrequestreview-1>) | counted | for two-reviewers, nested; nested: is not role security_reviewer |
    | ben | [approved](<https://github.com/acme/shop/pull/7#pullrequestreview-1>) | not counted | is of commit bbbbbbb, the head is aaaaaaa: approve again |
    | eve | [commented](<https://github.com/acme/shop/pull/7#pullrequestreview-1>) | not counted | a comment is no approval; has only read permission, write is needed |
    "
  `)
})

const result = (one: GateDecision, more: object = {}) =>
  JSON.parse(
    JSON.stringify(
      gateResult({
        facts: facts(),
        decision: one,
        preview: undefined,
        rulesSha: undefined,
        factsDigest: 'a'.repeat(64),
        decisionDigest: 'b'.repeat(64),
        ...more,
      }),
    ),
  ) as { decision: { tree: DecisionNode; leftOut: object } }

describe('json is what its schema says', () => {
  test.each<[string, GateDecision, object]>([
    ['waiting', decision, {}],
    [
      'with a preview and a status',
      decision,
      {
        preview: decision,
        rulesSha: OLD,
        posting: {
          kind: 'posted',
          status: { sha: OLD, context: 'countersign/gate (main)', state: 'pending', description: 'Waiting' },
        },
      },
    ],
    ['not posted', decision, { posting: { kind: 'not-posted', why: 'not asked to' } }],
    ['of nothing known', decide({ facts: { commits: notKnown, reviews: notKnown, headChanges: notKnown } }), {}],
    ['of a deleted reviewer', decide({ facts: { reviews: known([review(null)]) } }), {}],
    [
      'of a merge',
      decide({
        rules: `  - {id: two, require: {approvals: 2}}\n${apart}`,
        head: 'deployment: {merging: true}',
        facts: { pull: merged('ana'), reviews: known([review('ana'), review('ben')]) },
      }),
      {},
    ],
    ['of rules that cannot be read', decide({ rules: '  - {id: x, requires: {}}' }), {}],
    ['of a draft', decide({ facts: { pull: { draft: true } } }), {}],
  ])('%s', (_name, one, more) => {
    const parsed = result(one, more)
    expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
  })
})

const leaf = (path: string, children: readonly DecisionNode[] = [], message = 'm'): DecisionNode => ({
  path,
  kind: 'rule',
  verdict: 'pending',
  message,
  counted: [],
  missing: undefined,
  children,
})
const chain = (levels: number): DecisionNode => leaf('c', levels === 1 ? [] : [chain(levels - 1)])

describe('what strangers can lengthen is bounded, and what is left out is said', () => {
  const bounds = { levels: 3, nodes: 5, message: 10, names: 1 }

  test.each([
    ['levels', chain(7), 4],
    [
      'nodes',
      leaf(
        '',
        Array.from({ length: 9 }, (_, index) => leaf(String(index))),
      ),
      5,
    ],
  ])('%s', (_name, tree, leftOut) => {
    expect(boundTree(tree, bounds).leftOut).toBe(leftOut)
  })

  test('messages and names', () => {
    const long = { ...leaf('', [], '\u{1f600}'.repeat(20)), counted: ['a', 'b'] }
    const { tree } = boundTree(long, bounds)
    expect([...tree.message].length).toBe(10)
    expect(tree.counted).toEqual(['a'])
  })

  test('a tree of a hundred thousand steps', () => {
    const wide = leaf(
      '',
      Array.from({ length: 100 }, (_, index) =>
        leaf(
          `r${index}`,
          Array.from({ length: 1000 }, () => leaf('x', [], 'x'.repeat(3000))),
        ),
      ),
    )
    const huge: GateDecision = {
      ...decision,
      tree: wide,
      summary: 'y'.repeat(100_000),
      notes: Array.from({ length: 1000 }, () => 'n'.repeat(5000)),
    }
    expect(explanationText({ ...explained, decision: huge }).length).toBeLessThan(300_000)
    expect(explanationText({ ...explained, decision: huge })).toMatch(/ \d+ more are left out here\./)
    expect(gateMarkdown({ ...explained, decision: { ...huge, notes: [] } }).length).toBeLessThan(400_000)
    const parsed = result(huge)
    expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
    expect(parsed.decision.leftOut).toMatchObject({ nodes: 100 * 1001 + 1 - 5000, notes: 500 })
  })
})

test('text of people stays text in every form', () => {
  const bad = '\u001b[31m<script>`|\u202e\n::error::@everyone'
  const evil = {
    ...decision,
    summary: bad,
    notes: [bad],
    tree: leaf('', [leaf(bad, [leaf(`${bad}/x`, [], bad)], `x${bad}`)], bad),
  }
  const text = explanationText({ title: bad, number: 7, decision: evil })
  expect(text).not.toMatch(/[\u001b\u202e]/)
  expect(text).not.toMatch(/^::/m)
  const markdown = explanationMarkdown({ title: bad, number: 7, decision: evil })
  expect(markdown).not.toMatch(/[\u001b\u202e]|<script|@everyone/)
  expect(markdown).not.toMatch(/^::/m)
})

test('the summary of a job folds the steps away, and leaves them out where the table says it all', () => {
  expect(gateMarkdown(explained)).toContain('<details><summary>Step by step</summary>')
  expect(gateMarkdown({ ...explained, decision: decide({ facts: { reviews } }) })).not.toContain('<details>')
})
