import { describe, expect, test } from 'vitest'
import { remoteChecks } from '../../../src/doctor/remote/registry.gen.ts'
import { criteria } from '../../../src/model/criteria.ts'
import type { BypassActor, PostureFacts, RuleContent } from '../../../src/model/posture-facts.ts'
import { DoctorReport as validate } from '../../../src/read/report-validators.gen.js'
import { printDoctorReport } from '../../../src/report/print-doctor-report.ts'
import {
  context,
  environment,
  gateApp,
  goodPosture,
  keyEnvironment,
  known,
  mainRules,
  protection,
  pullRequestRule,
  ruleset,
  statusRule,
  unread,
  unreadPosture,
} from '../../support/posture-facts.ts'
import { examine, setUpRepository } from '../../support/set-up-repository.ts'

const good = await setUpRepository()
const gate = '.github/workflows/countersign-gate.yml'
const record = '.github/workflows/countersign-record.yml'

const judge = async (posture: PostureFacts, texts = good) => (await examine(texts, { posture })).report
const found = ({ items }: Awaited<ReturnType<typeof judge>>) => items.map(({ code, severity }) => `${code} ${severity}`)
const outcomeOf = ({ checks }: Awaited<ReturnType<typeof judge>>, wanted: string) =>
  checks.find(({ id }) => id === wanted)?.outcome

/** Rules of main with one replaced, or left out. */
const instead = (kind: RuleContent['kind'], by?: RuleContent): readonly RuleContent[] =>
  mainRules.flatMap((rule) => (rule.kind === kind ? (by === undefined ? [] : [by]) : [rule]))
const statuses = (app: number | null, more: object = {}): RuleContent =>
  ({ ...statusRule, statuses: [{ context, app }], ...more }) as RuleContent
const reviews = (over: object): RuleContent =>
  pullRequestRule.kind === 'pull-request'
    ? { ...pullRequestRule, review: { ...pullRequestRule.review, ...over } }
    : pullRequestRule
const bypass = (over: Partial<BypassActor> = {}): BypassActor => ({ kind: 'team', id: 7, mode: 'always', ...over })
const shop = { isPrivate: true, mergeMethods: ['squash'], autoMerge: false, forking: false } as const
const queue: RuleContent = { kind: 'merge-queue', method: 'squash' }

test('what is set well passes everything that can apply', async () => {
  const report = await judge(goodPosture())
  expect(report).toMatchObject({ verdict: 'satisfied', items: [], notDetermined: [], remote: [] })
  const open = report.checks.filter(({ id, outcome }) => id >= 'DOC-101' && outcome !== 'pass')
  expect(open).toEqual([expect.objectContaining({ id: 'DOC-118', outcome: 'not-applicable' })])
})

test('branch protection alone does as well as a ruleset', async () => {
  const report = await judge(goodPosture({}, { rules: [], protection }))
  expect(report).toMatchObject({ items: [], notDetermined: [], verdict: 'satisfied' })
})

/** [wanted items in order, why, posture, changed files]. */
type Row = readonly [wanted: readonly string[], why: string, posture: PostureFacts, texts?: typeof good]

const rowsOf = (rows: readonly Row[]) =>
  rows.map(([wanted, why, posture, texts = good]) => [wanted, why, posture, texts] as const)

const swapped = (path: string, from: RegExp, to: string) => {
  const text = good[path] ?? ''
  if (!from.test(text)) throw new Error(`${path} does not hold ${from}`)
  return { ...good, [path]: text.replace(from, () => to) }
}

const wrong: readonly Row[] = [
  [['DOC-101 error', 'DOC-111 warning'], 'the status is not required', goodPosture({}, { rules: instead('statuses') })],
  [
    ['DOC-101 error', 'DOC-111 warning'],
    'another status is required',
    goodPosture({}, { rules: instead('statuses', statuses(gateApp, { statuses: [{ context: 'ci', app: null }] })) }),
  ],
  [
    ['DOC-101 error', 'DOC-111 warning'],
    'the status of another branch is required',
    goodPosture(
      {},
      { rules: instead('statuses', statuses(0, { statuses: [{ context: 'countersign/gate (next)', app: 1 }] })) },
    ),
  ],
  [
    ['DOC-101 error', 'DOC-108 error', 'DOC-109 error'],
    'branch protection does not bind administrators',
    goodPosture({}, { rules: [], protection: { ...protection, bindsAdministrators: false } }),
  ],
  [
    ['DOC-101 error', 'DOC-108 error', 'DOC-109 error'],
    'administrators are on the bypass list',
    goodPosture({}, { bypass: [bypass({ kind: 'role', id: 5 })] }),
  ],
  [
    ['DOC-101 error', 'DOC-108 error', 'DOC-109 error'],
    'owners of the organisation are, by a pull request',
    goodPosture({}, { bypass: [bypass({ kind: 'organisation-admin', id: 1, mode: 'pull-request' })] }),
  ],
  [
    ['DOC-102 error'],
    'the evidence branch can be force-pushed',
    goodPosture({
      branches: goodPosture().branches.map((branch) =>
        branch.name === 'compliance-evidence'
          ? { ...branch, rules: known([{ kind: 'deletion', ruleset: 2, source: 'acme/shop' }]) }
          : branch,
      ),
    }),
  ],
  [
    ['DOC-102 error'],
    'the documents branch can be deleted',
    goodPosture({
      branches: goodPosture().branches.map((branch) =>
        branch.name === 'compliance-docs'
          ? { ...branch, rules: known([{ kind: 'force-push', ruleset: 2, source: 'acme/shop' }]) }
          : branch,
      ),
    }),
  ],
  [
    ['DOC-102 error'],
    'a key may rewrite the evidence all the same',
    goodPosture({
      rulesets: known([ruleset(1), ruleset(2, { bypass: known([bypass({ kind: 'deploy-key', id: null })]) })]),
    }),
  ],
  [['DOC-103 error'], 'there is no environment for the key', goodPosture({ environments: known([environment()]) })],
  [
    ['DOC-103 error'],
    'any branch may use the key',
    goodPosture({ environments: known([keyEnvironment({ branches: known('any') })]) }),
  ],
  [
    ['DOC-103 error'],
    'every protected branch may use the key',
    goodPosture({ environments: known([keyEnvironment({ branches: known('protected') })]) }),
  ],
  [
    ['DOC-103 error'],
    'more branches may use the key',
    goodPosture({
      environments: known([
        keyEnvironment({
          branches: known([
            { pattern: 'main', of: 'branch' },
            { pattern: 'ma*', of: 'branch' },
          ]),
        }),
      ]),
    }),
  ],
  [
    ['DOC-103 error'],
    'a tag of the name of the branch may use the key',
    goodPosture({ environments: known([keyEnvironment({ branches: known([{ pattern: 'main', of: 'tag' }]) })]) }),
  ],
  [
    ['DOC-103 error'],
    'the key is somewhere else',
    goodPosture({ environments: known([keyEnvironment({ secrets: known(['OTHER']) })]) }),
  ],
  [
    ['DOC-104 warning'],
    'code owners are not asked',
    goodPosture({}, { rules: instead('pull-request', reviews({ codeOwners: false })) }),
  ],
  [['DOC-104 warning'], 'there are no code owners', goodPosture({ codeOwnersFaults: known(null) })],
  [
    ['DOC-104 warning'],
    'a code owner is not there',
    goodPosture({ codeOwnersFaults: known([{ line: 3, path: '.github/CODEOWNERS', kind: 'Unknown owner' }]) }),
  ],
  [['DOC-105 error'], 'tokens may write', goodPosture({ workflowToken: known({ mayWrite: true, mayApprove: false }) })],
  [
    ['DOC-105 error'],
    'workflows may approve',
    goodPosture({ workflowToken: known({ mayWrite: false, mayApprove: true }) }),
  ],
  [['DOC-106 error'], 'any source', goodPosture({}, { rules: instead('statuses', statuses(null)) })],
  [['DOC-106 error'], 'GitHub Actions', goodPosture({}, { rules: instead('statuses', statuses(15_368)) })],
  [
    ['DOC-106 error'],
    'Actions of a server of their own',
    goodPosture({ actionsApp: known(3) }, { rules: instead('statuses', statuses(3)) }),
  ],
  [['DOC-107 error', 'DOC-108 error'], 'a team may bypass', goodPosture({}, { bypass: [bypass()] })],
  [
    ['DOC-107 error', 'DOC-108 error'],
    'an App is exempt',
    goodPosture({}, { bypass: [bypass({ kind: 'app', id: 99, mode: 'exempt' })] }),
  ],
  [['DOC-108 error'], 'main can be force-pushed', goodPosture({}, { rules: instead('force-push') })],
  [
    ['DOC-108 error', 'DOC-108 error'],
    'branch protection allows both',
    goodPosture({}, { rules: [], protection: { ...protection, deletions: true, forcePushes: true } }),
  ],
  [
    ['DOC-104 warning', 'DOC-109 error', 'DOC-110 warning', 'DOC-110 warning'],
    'pushes go straight to main',
    goodPosture({}, { rules: instead('pull-request') }),
  ],
  [
    ['DOC-109 error'],
    'somebody may push past',
    goodPosture({}, { rules: [], protection: { ...protection, pushPast: ['release-bot'] } }),
  ],
  [
    ['DOC-110 warning'],
    'stale approvals stay',
    goodPosture({}, { rules: instead('pull-request', reviews({ dismissesStale: false })) }),
  ],
  [
    ['DOC-110 warning'],
    'the last push needs no other person',
    goodPosture({}, { rules: instead('pull-request', reviews({ lastPush: false })) }),
  ],
  [
    ['DOC-111 warning'],
    'the base may be old',
    goodPosture({}, { rules: instead('statuses', statuses(gateApp, { strict: false })) }),
  ],
  [
    ['DOC-112 warning'],
    'actions by tag',
    goodPosture({ actions: known({ enabled: true, allowed: 'local', fullCommitIds: false }) }),
  ],
  [
    ['DOC-113 warning'],
    'all actions',
    goodPosture({ actions: known({ enabled: true, allowed: 'all', fullCommitIds: true }) }),
  ],
  [
    ['DOC-113 error'],
    'Actions are off',
    goodPosture({ actions: known({ enabled: false, allowed: null, fullCommitIds: null }) }),
  ],
  ...(['first-time', 'new-to-forge'] as const).map(
    (approval): Row => [
      ['DOC-114 warning'],
      `forks wait only when ${approval}`,
      goodPosture({
        repository: known({ ...shop, isPrivate: false, forking: true }),
        forkWorkflows: known({ of: 'public', approval }),
      }),
    ],
  ),
  ...(
    [
      ['DOC-114 error', { writeTokens: true }],
      ['DOC-114 error', { secrets: true }],
      ['DOC-114 warning', { approval: false }],
    ] as const
  ).map(
    ([wanted, over]): Row => [
      [wanted],
      `forks of a private repository: ${JSON.stringify(over)}`,
      goodPosture({
        repository: known({ ...shop, forking: true }),
        forkWorkflows: known({ of: 'private', run: true, writeTokens: false, secrets: false, approval: true, ...over }),
      }),
    ],
  ),
  [
    ['DOC-115 warning'],
    'who deploys lets it in',
    goodPosture({ environments: known([environment({ refusesSelfReview: false }), keyEnvironment()]) }),
  ],
  [
    ['DOC-116 warning'],
    'administrators need nobody',
    goodPosture({ environments: known([environment({ administratorsBypass: true }), keyEnvironment()]) }),
  ],
  [
    ['DOC-117 warning'],
    'any branch may be deployed',
    goodPosture({ environments: known([environment({ branches: known('any') }), keyEnvironment()]) }),
  ],
  [
    ['DOC-025 error', 'DOC-118 error'],
    'a queue that no gate answers',
    goodPosture({}, { rules: [...mainRules, queue] }),
    swapped(gate, / {2}merge_group:\n/, ''),
  ],
  [
    ['DOC-119 warning'],
    'a ruleset that is only evaluated',
    goodPosture({
      rulesets: known([ruleset(1), ruleset(2), ruleset(3, { enforcement: 'evaluate', rules: known([statusRule]) })]),
    }),
  ],
  [
    ['DOC-119 warning'],
    'a ruleset that is off',
    goodPosture({
      rulesets: known([
        ruleset(1),
        ruleset(2),
        ruleset(3, { enforcement: 'disabled', rules: known([{ kind: 'force-push' }]) }),
      ]),
    }),
  ],
  [
    ['DOC-120 warning'],
    'a ruleset for other branches',
    goodPosture({ rulesets: known([ruleset(1), ruleset(2), ruleset(3, { rules: known([statusRule]) })]) }),
  ],
  [
    ['DOC-121 warning'],
    'two ways to merge',
    goodPosture(
      { repository: known({ ...shop, mergeMethods: ['merge', 'squash'] }) },
      { rules: instead('pull-request', { ...pullRequestRule, methods: null } as RuleContent) },
    ),
  ],
  [
    ['DOC-121 warning'],
    'no way to merge',
    goodPosture({ repository: known({ ...shop, mergeMethods: ['merge', 'rebase'] }) }),
  ],
  [
    ['DOC-121 warning'],
    'a linear history of merge commits',
    goodPosture(
      { repository: known({ ...shop, mergeMethods: ['merge'] }) },
      { rules: [], protection: { ...protection, linear: true } },
    ),
  ],
  [
    ['DOC-121 warning'],
    'a queue that merges in another way',
    goodPosture({}, { rules: [...mainRules, { ...queue, method: 'rebase' } as RuleContent] }),
  ],
  [
    ['DOC-122 warning'],
    'an outside administrator',
    goodPosture({ administrators: known([{ login: 'eve', isBot: false, isOutside: true }]) }),
  ],
  [
    ['DOC-122 warning'],
    'a machine that administers',
    goodPosture({ administrators: known([{ login: 'x[bot]', isBot: true, isOutside: false }]) }),
  ],
  [['DOC-123 error'], 'the key for everybody', goodPosture({ secrets: known(['countersign_log_key']) })],
]

describe('what is set wrong is found', () => {
  test.each(rowsOf(wrong))('%j: %s', async (wanted, _why, posture, texts) => {
    const report = await judge(posture, texts)
    expect(found(report)).toEqual(wanted)
    expect(report.notDetermined).toEqual([])
  })

  test('every check has such a case', () => {
    const covered = new Set(wrong.flatMap(([wanted]) => wanted.map((item) => item.split(' ')[0])))
    expect(remoteChecks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([])
  })
})

/** What could not be read leaves exactly these open, and nothing is found. */
const open: readonly (readonly [wanted: readonly string[], why: string, posture: PostureFacts, texts?: typeof good])[] =
  [
    [['DOC-106'], 'which App Actions are', goodPosture({ actionsApp: unread('x') })],
    [['DOC-122'], 'administrators', goodPosture({ administrators: unread('x') })],
    [['DOC-123'], 'secrets', goodPosture({ secrets: unread('x') })],
    [['DOC-104'], 'faults of CODEOWNERS', goodPosture({ codeOwnersFaults: unread('x') })],
    [['DOC-105'], 'the token of workflows', goodPosture({ workflowToken: unread('x') })],
    [['DOC-112', 'DOC-113'], 'Actions', goodPosture({ actions: unread('x') })],
    [
      ['DOC-112', 'DOC-113'],
      'Actions of an older server',
      goodPosture({ actions: known({ enabled: true, allowed: null, fullCommitIds: null }) }),
    ],
    [['DOC-114'], 'forks', goodPosture({ repository: known({ ...shop, forking: true }), forkWorkflows: unread('x') })],
    [
      ['DOC-114'],
      'a policy of forks that is not known',
      goodPosture({
        repository: known({ ...shop, isPrivate: false, forking: true }),
        forkWorkflows: known({ of: 'public', approval: 'unknown' }),
      }),
    ],
    [['DOC-103', 'DOC-115', 'DOC-116', 'DOC-117'], 'environments', goodPosture({ environments: unread('x') })],
    [
      ['DOC-103'],
      'the secrets of the environment',
      goodPosture({ environments: known([keyEnvironment({ secrets: unread('x') })]) }),
    ],
    [
      ['DOC-103'],
      'the branches of the environment',
      goodPosture({ environments: known([keyEnvironment({ branches: unread('x') })]) }),
    ],
    [
      ['DOC-103'],
      'an environment whose name is computed',
      goodPosture(),
      swapped(record, /environment: compliance/, ['environment: $', '{{ vars.E }}'].join('')),
    ],
    [
      ['DOC-116'],
      'whether administrators bypass it',
      goodPosture({ environments: known([environment({ administratorsBypass: null }), keyEnvironment()]) }),
    ],
    [['DOC-121'], 'merge methods', goodPosture({ repository: known({ ...shop, mergeMethods: null }) })],
    [
      ['DOC-101', 'DOC-102', 'DOC-107', 'DOC-108', 'DOC-109', 'DOC-119', 'DOC-120'],
      'rulesets, and so who may bypass them',
      goodPosture({ rulesets: unread('x') }),
    ],
    [
      ['DOC-101', 'DOC-107', 'DOC-108', 'DOC-109'],
      'who may bypass the ruleset',
      goodPosture({ rulesets: known([ruleset(1, { rules: known(mainRules), bypass: unread('x') }), ruleset(2)]) }),
    ],
    [
      ['DOC-119'],
      'the rules of a ruleset that is not in force',
      goodPosture({
        rulesets: known([ruleset(1), ruleset(2), ruleset(3, { enforcement: 'unknown', rules: unread('x') })]),
      }),
    ],
    [
      ['DOC-120'],
      'the rules of a ruleset in force elsewhere',
      goodPosture({ rulesets: known([ruleset(1), ruleset(2), ruleset(3, { rules: unread('x') })]) }),
    ],
    [
      ['DOC-101', 'DOC-104', 'DOC-106', 'DOC-107', 'DOC-108', 'DOC-109', 'DOC-110', 'DOC-111', 'DOC-118', 'DOC-120'],
      'the rules of main, without branch protection',
      goodPosture({
        branches: goodPosture().branches.map((branch) =>
          branch.name === 'main' ? { ...branch, rules: unread('x') } : branch,
        ),
      }),
    ],
    [
      ['DOC-101', 'DOC-104', 'DOC-106', 'DOC-107', 'DOC-108', 'DOC-109', 'DOC-110', 'DOC-111', 'DOC-118'],
      'branch protection, without rules',
      goodPosture(
        {
          branches: goodPosture({}, { rules: [] }).branches.map((branch) =>
            branch.name === 'main' ? { ...branch, protection: unread('x') } : branch,
          ),
        },
        { rules: [] },
      ),
    ],
    [
      ['DOC-101', 'DOC-107', 'DOC-108', 'DOC-109', 'DOC-118'],
      'branch protection, which might bind those who bypass the ruleset',
      goodPosture({
        ...(() => {
          const posture = goodPosture({}, { bypass: [bypass(), bypass({ kind: 'role', id: 5 })] })
          return {
            rulesets: posture.rulesets,
            branches: posture.branches.map((branch) =>
              branch.name === 'main' ? { ...branch, protection: unread('x') } : branch,
            ),
          }
        })(),
      }),
    ],
  ]

describe('what could not be read is open, never fine', () => {
  test.each(rowsOf(open))('%j: %s', async (wanted, _why, posture, texts) => {
    const report = await judge(posture, texts)
    expect(report.notDetermined.map(({ check }) => check)).toEqual(wanted)
    expect(report.items).toEqual([])
  })

  test('nothing is read: everything is open', async () => {
    const report = await judge(unreadPosture())
    expect(report).toMatchObject({ verdict: 'not-determined', items: [] })
    expect(report.notDetermined.map(({ check }) => check)).toEqual(remoteChecks.map(({ id }) => id))
  })

  test('a warning that is open counts where everything is required to be known', async () => {
    const posture = goodPosture({ administrators: unread('x') })
    expect((await examine(good, { posture })).report.verdict).toBe('satisfied')
    expect((await examine(good, { posture, remoteRequired: true })).report.verdict).toBe('not-determined')
    expect((await examine(good, { posture: goodPosture(), remoteRequired: true })).report.verdict).toBe('satisfied')
  })
})

describe('no false alarm', () => {
  test.each<readonly [string, string, PostureFacts]>([
    [
      'DOC-101',
      'a name in other letters, which is the same to GitHub',
      goodPosture(
        {},
        { rules: instead('statuses', statuses(1, { statuses: [{ context: 'Countersign/Gate (main)', app: 1 }] })) },
      ),
    ],
    [
      'DOC-107',
      'a bypass of one of two sources that require the same',
      goodPosture({}, { bypass: [bypass()], protection }),
    ],
    [
      'DOC-106',
      'one of two sources names the App',
      goodPosture({}, { rules: instead('statuses', statuses(null)), protection }),
    ],
    [
      'DOC-109',
      'a ruleset stops whoever may push past branch protection',
      goodPosture({}, { protection: { ...protection, pushPast: ['release-bot'] } }),
    ],
    [
      'DOC-111',
      'a merge queue',
      goodPosture({}, { rules: [...instead('statuses', statuses(gateApp, { strict: false })), queue] }),
    ],
    [
      'DOC-114',
      'forks of a public repository wait',
      goodPosture({
        repository: known({ ...shop, isPrivate: false, forking: true }),
        forkWorkflows: known({ of: 'public', approval: 'everybody' }),
      }),
    ],
    ['DOC-118', 'a queue whose groups are judged', goodPosture({}, { rules: [...mainRules, queue] })],
    [
      'DOC-119',
      'a ruleset without a guard that is off',
      goodPosture({
        rulesets: known([
          ruleset(1),
          ruleset(2),
          ruleset(3, { enforcement: 'disabled', rules: known([{ kind: 'other', name: 'creation' }]) }),
        ]),
      }),
    ],
  ])('%s: %s', async (id, _why, posture) => {
    const report = await judge(posture)
    expect(outcomeOf(report, id)).toBe('pass')
  })
})

test('a report says where to click, by which criteria, and cannot be coloured by a name', async () => {
  const esc = '\u001b'
  const posture = goodPosture({
    rulesets: known([
      ruleset(1),
      ruleset(2),
      ruleset(3, { name: `${esc}[31m\u202e`, enforcement: 'disabled', rules: known([statusRule]) }),
    ]),
  })
  const report = await judge(posture)
  const text = printDoctorReport(report, 'pretty', { colours: false, textOf: () => undefined })
  expect(text).toContain('warning DOC-119: The ruleset "\\u001b[31m\\u202e" of acme/shop is switched off\n')
  expect(text).toContain('  Where: https://github.com/acme/shop/settings/rules\n  Criteria: CC8.1, CC5.2\n')
  expect(text).not.toContain('Not looked at')
  const parsed: unknown = JSON.parse(printDoctorReport(report, 'json', { colours: false, textOf: () => undefined }))
  expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
})

test('criteria are those that there are', () => {
  for (const { id, criteria: named } of remoteChecks) {
    expect([id, named.length > 0 && named.every((criterion) => criteria.has(criterion))]).toEqual([id, true])
  }
})
