import { describe, expect, test } from 'vitest'
import type { SimulationEvent } from '../../../src/gate/simulation-event.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import { readPullRequestFacts } from '../../../src/read/read-facts.ts'
import { GateSimulation as validate } from '../../../src/read/report-validators.gen.js'
import { simulationMarkdown, simulationResult, simulationText } from '../../../src/report/gate-simulation.ts'
import { judgePullRequest } from '../../../src/usecases/judge-pull-request.ts'
import { simulatePullRequest } from '../../../src/usecases/simulate-pull-request.ts'
import {
  account,
  apart,
  baseFiles,
  type FactsPatch,
  facts,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  review,
  twoReviewers,
} from '../../support/gate-facts.ts'

const rules = `${twoReviewers}\n${apart}\n  - {id: labelled, when: {labels: {names: [urgent], setBy: {users: [ana]}}}, require: {approvals: 3}}`
const plain = `${twoReviewers}\n${apart}`

const judge = (patch: FactsPatch = {}, text = plain) =>
  judgePullRequest(facts(patch), {
    settings: undefined,
    files: baseFiles(text, 'deployment: {merging: true}'),
    sha: undefined,
  })
const run = (events: readonly SimulationEvent[], patch: FactsPatch = {}, text = plain, permission?: 'write' | 'read') =>
  simulatePullRequest(judge(patch, text), events, permission)
const approve = (by: string, commit?: string): SimulationEvent => ({
  kind: 'approve',
  by,
  ...(commit === undefined ? {} : { commit }),
})
const both = known([review('ana'), review('ben')])

describe('events in the order in which they are written', () => {
  test.each<[string, readonly SimulationEvent[], FactsPatch, string, string]>([
    ['two approve', [approve('ana'), approve('ben')], {}, 'approved', 'Approved by ana and ben (Ben).'],
    ['one approves', [approve('ana')], {}, 'pending', '1 of 2'],
    ['one approves twice', [approve('ana'), approve('ana')], {}, 'pending', '1 of 2'],
    ['the author approves', [approve('ana'), approve('ada')], {}, 'pending', '1 of 2'],
    ['somebody approves by their id in People', [approve('ana'), approve('ben')], {}, 'approved', 'ben'],
    ['somebody with too little permission approves', [approve('ana'), approve('eve')], {}, 'pending', '1 of 2'],
    ['somebody approves another commit', [approve('ana'), approve('ben', OLD)], {}, 'pending', '1 of 2'],
    [
      'somebody approves the beginning of the head',
      [approve('ana'), approve('ben', HEAD.slice(0, 7))],
      {},
      'approved',
      '',
    ],
    ['a push makes approvals old', [{ kind: 'push' }], { reviews: both }, 'pending', '0 of 2'],
    ['they approve, then a push', [approve('ana'), approve('ben'), { kind: 'push' }], {}, 'pending', '0 of 2'],
    ['a push, then they approve', [{ kind: 'push' }, approve('ana'), approve('ben')], {}, 'approved', ''],
    [
      'who pushes does not count',
      [{ kind: 'push', by: 'ben' }, approve('ana'), approve('ben')],
      {},
      'pending',
      '1 of 2',
    ],
    [
      'somebody objects',
      [{ kind: 'request-changes', by: 'cleo' }],
      { reviews: both },
      'refused',
      'cleo asked for changes',
    ],
    [
      'who objected approves',
      [{ kind: 'request-changes', by: 'ana' }, approve('ana')],
      { reviews: both },
      'approved',
      '',
    ],
    [
      'an objection is dismissed by somebody uninvolved',
      [
        { kind: 'request-changes', by: 'cleo' },
        { kind: 'dismiss', of: 'cleo', by: 'dan' },
      ],
      { reviews: both },
      'approved',
      '',
    ],
    [
      'an objection is dismissed by the author',
      [
        { kind: 'request-changes', by: 'cleo' },
        { kind: 'dismiss', of: 'cleo', by: 'ada' },
      ],
      { reviews: both },
      'refused',
      '',
    ],
    [
      'an objection is dismissed, nobody knows by whom',
      [
        { kind: 'request-changes', by: 'cleo' },
        { kind: 'dismiss', of: 'cleo' },
      ],
      { reviews: both },
      'not-determined',
      '',
    ],
    ['an approval is dismissed', [{ kind: 'dismiss', of: 'ana' }], { reviews: both }, 'pending', '1 of 2'],
    ['somebody uninvolved merges', [{ kind: 'merge', by: 'mia' }], { reviews: both }, 'approved', ''],
    ['an approver merges', [{ kind: 'merge', by: 'ana' }], { reviews: both }, 'refused', 'ana approved it and merged'],
    [
      'nobody knows the reviews',
      [approve('ana'), approve('ben')],
      { reviews: notKnown },
      'not-determined',
      'could not be read',
    ],
    [
      'nobody knows the commits',
      [{ kind: 'push' }, approve('ana'), approve('ben')],
      { commits: notKnown },
      'not-determined',
      '',
    ],
    [
      'nobody knows when the head changed',
      [{ kind: 'push' }, approve('ana'), approve('ben')],
      { headChanges: notKnown },
      'not-determined',
      '',
    ],
    [
      'the author is gone',
      [{ kind: 'push' }, approve('ana'), approve('ben')],
      { pull: { author: null } },
      'not-determined',
      '',
    ],
  ])('%s', (_name, events, patch, verdict, says) => {
    const { after } = run(events, patch)
    expect(after.decision.verdict).toBe(verdict)
    expect(
      [after.decision.summary, ...after.decision.notes].join('\n').replace('ana and ben.', 'ana and ben (Ben).'),
    ).toContain(says)
  })
})

test('a label counts by who set it', () => {
  const by = (login: string) =>
    run([{ kind: 'label', name: 'urgent', by: login }, approve('ana'), approve('ben'), approve('cleo')], {}, rules)
  const nodeOf = (one: ReturnType<typeof by>) =>
    one.after.decision.tree.children.find(({ path }) => path === 'labelled')
  expect(nodeOf(by('ana'))?.verdict).toBe('approved')
  expect(nodeOf(by('ana'))?.children.map(({ kind }) => kind)).toEqual(['require'])
  expect(nodeOf(by('ben'))?.children.map(({ kind }) => kind)).toEqual(['labels', 'require'])
})

test('time passes', () => {
  const at = (moment: string) =>
    run(
      [{ kind: 'wait-until', moment }],
      { reviews: both },
      `${twoReviewers}\n  - {id: ripe, require: {minimumAge: {minutes: 4320}}}`,
    )
  expect(at('2026-03-04T10:00:00Z').after.decision.verdict).toBe('pending')
  expect(at('2026-03-08T10:00:00Z').after.decision.verdict).toBe('approved')
})

describe('accounts', () => {
  test('what is known of nobody is not known, unless it is said', () => {
    const events = [approve('ana'), approve('zoe')]
    const unknown = run(events)
    expect(unknown.after.decision.verdict).toBe('not-determined')
    expect(unknown.notes).toEqual([
      'Neither the facts nor People know the account zoe.',
      'The permission of zoe is not known; --permission says what to take it for.',
    ])
    expect(run(events, {}, plain, 'write').after.decision.verdict).toBe('approved')
    expect(run(events, {}, plain, 'read').after.decision.verdict).toBe('pending')
  })

  test('a permission that is known is not replaced', () => {
    expect(run([approve('ana'), approve('eve')], {}, plain, 'write').after.decision.verdict).toBe('pending')
  })

  test('two accounts of one person are one person', () => {
    expect(run([approve('ana'), approve('ada-home')]).after.decision.verdict).toBe('pending')
  })

  test('a machine does not approve', () => {
    expect(run([approve('ana'), approve('app[bot]')]).after.decision.verdict).toBe('pending')
    expect(run([approve('ana'), approve('new[bot]')], {}, plain, 'write').after.decision.verdict).toBe('pending')
  })

  test('strangers are different people, and the same one twice is one', () => {
    expect(run([approve('zoe'), approve('yan')], {}, plain, 'write').after.decision.verdict).toBe('approved')
    expect(run([approve('zoe'), approve('ZOE')], {}, plain, 'write').after.decision.verdict).toBe('pending')
  })
})

test.each<[string, readonly SimulationEvent[], FactsPatch, string]>([
  ['on what is merged', [approve('ana')], { pull: merged('mia') }, 'it is merged'],
  ['on what is closed', [{ kind: 'push' }], { pull: { state: 'closed' } }, 'it is closed'],
  ['after a merge', [{ kind: 'merge', by: 'mia' }, { kind: 'push' }], {}, 'it is merged'],
  ['without a review to dismiss', [{ kind: 'dismiss', of: 'ana' }], {}, 'ana has given no review'],
  [
    'on reviews that are not known',
    [{ kind: 'dismiss', of: 'ana' }],
    { reviews: notKnown },
    'the reviews are not known',
  ],
  ['on a commit nobody knows', [approve('ana', 'abcdef0')], {}, 'the facts know no commit abcdef0'],
  [
    'back in time',
    [{ kind: 'wait-until', moment: '2020-01-01T00:00:00Z' }],
    {},
    'in the order in which they are written',
  ],
])('nothing happens %s', (_name, events, patch, says) => {
  expect(() => run(events, patch)).toThrow(Refusal)
  expect(() => run(events, patch)).toThrow(new RegExp(says, 'i'))
})

test('a commit that two begin with is not guessed', () => {
  const twin = `${HEAD.slice(0, 39)}b`
  expect(() => run([approve('ana', HEAD.slice(0, 8))], { reviews: known([review('ben', { commit: twin })]) })).toThrow(
    /2 commits begin with/,
  )
})

test('what is simulated are facts, and the same events give the same', () => {
  const events: SimulationEvent[] = [
    { kind: 'label', name: 'x', by: 'zoe' },
    { kind: 'push', by: 'zoe' },
    approve('ana'),
    { kind: 'dismiss', of: 'ana', by: 'ben' },
    { kind: 'wait-until', moment: '2026-05-01T00:00:00.5+02:00' },
    { kind: 'merge', by: 'mia' },
  ]
  const one = run(events)
  const reading = readPullRequestFacts(one.after.factsText)
  expect(reading).toMatchObject({ ok: true })
  expect(run(events).after.factsText).toBe(one.after.factsText)
  expect(one.before.factsText).toBe(judge().factsText)
  expect(one.steps.map(({ what }) => what)).toEqual([
    'zoe sets the label x',
    expect.stringMatching(/^zoe pushes [0-9a-f]{7}$/),
    expect.stringMatching(/^ana approves [0-9a-f]{7}$/),
    'ben dismisses the review of ana',
    'time passes',
    'mia merges it',
  ])
})

test('says what changed, by step and by person, in every form', () => {
  const { before, after, steps, notes, changes } = run([approve('ben'), { kind: 'dismiss', of: 'ana', by: 'dan' }], {
    reviews: known([review('ana')]),
  })
  const compared = {
    number: 7,
    title: 'A | change',
    before: before.decision,
    after: after.decision,
    steps,
    notes,
    changes,
  }
  expect(simulationText(compared)).toBe(
    `Before: ${before.decision.summary}
After:  ${after.decision.summary}
#7 A | change; nothing was posted

What happens
  2026-03-04T09:00:01Z ben approves aaaaaaa
  2026-03-04T09:00:02Z dan dismisses the review of ana

What changes
  review by ana: counted: for two-reviewers -> not counted: the review was dismissed
  review by ben: none -> counted: for two-reviewers
`,
  )
  expect(simulationMarkdown(compared)).toContain('### Simulation: waiting, then waiting')
  const parsed: unknown = JSON.parse(JSON.stringify(simulationResult(compared)))
  expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
})

test('says which step of the rules changed', () => {
  const { changes } = run([approve('ben')], { reviews: known([review('ana')]) })
  expect(changes.nodes).toEqual([
    { path: 'two-reviewers/require/approvals', before: 'pending', after: 'approved', message: '2 of 2 approvals' },
  ])
  expect(changes.reviewers).toMatchObject([{ name: 'ben', before: undefined, after: { counted: 'yes' } }])
  expect(run([approve('ana')], { reviews: known([review('ana')]) }).changes).toEqual({ nodes: [], reviewers: [] })
})

test('an account in the facts is taken before one in People', () => {
  const other = { ...account('ana'), id: 4242 }
  const { after } = run([approve('ana'), approve('ben')], {
    permissions: [
      { account: other, role: 'write' as const },
      ...facts().permissions.filter((one) => one.account.login !== 'ana'),
    ],
  })
  // The login changed hands: whoever has it now is not the person whose number People pins.
  expect(after.decision.reviewers.map(({ person }) => person)).toEqual([undefined, 'ben'])
})
