import type { DemoPerson } from './demo-repository.ts'

const person = (id: string, name: string, accountId: number): DemoPerson => ({
  id,
  name,
  login: `${id}-example`,
  accountId,
})

/** The people of the demo. None of them exists. */
export const people = {
  ana: person('ana', 'Ana Souza', 9001),
  ben: person('ben', 'Ben Okoro', 9002),
  hana: person('hana', 'Hana Sato', 9003),
  eli: person('eli', 'Eli Novak', 9004),
  ivo: person('ivo', 'Ivo Marin', 9005),
  cy: person('cy', 'Cy Jensen', 9006),
  dee: person('dee', 'Dee Walsh', 9007),
  fay: person('fay', 'Fay Adler', 9008),
  gus: person('gus', 'Gus Lind', 9009),
} as const

/** The day some days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

type Category = 'standard' | 'normal' | 'emergency'

/** How a step changes the files: a whole new text, or replacements that must each fit at least once. */
export type Edit =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly replace: readonly (readonly [from: string, to: string])[] }

export type Step =
  | {
      readonly kind: 'pull'
      readonly title: string
      readonly category: Category
      readonly author: DemoPerson
      /** Day of opening; it is reviewed on the next day and merged on the one after. */
      readonly day: string
      readonly approvers: readonly DemoPerson[]
      readonly mergedBy: DemoPerson
      readonly method: 'merge' | 'squash'
      readonly edits: readonly Edit[]
    }
  | {
      readonly kind: 'direct-push'
      readonly title: string
      readonly by: DemoPerson
      readonly at: string
      readonly edits: readonly Edit[]
    }
  | { readonly kind: 'deployment'; readonly environment: string; readonly by: DemoPerson; readonly at: string }
  | { readonly kind: 'audit'; readonly at: string }
  /** A file of another system, imported on that day. */
  | {
      readonly kind: 'import'
      /** Id of the EvidenceSource that says what it means. */
      readonly source: string
      readonly file: string
      readonly text: string
      readonly query: string
      /** What it speaks for; left out: the moment of the import. */
      readonly covers?: { readonly from: string; readonly to: string }
      readonly at: string
    }

const { ana, ben, hana, eli, ivo, cy, dee, fay, gus } = people
const program = 'compliance'

/** Who holds which role in a quarter; the privileged ones end after at most 90 days. */
function assignments(granted: string, expires: string): Edit {
  const lasting = [
    ['security_lead', ana],
    ['compliance_owner', ana],
    ['technical_lead', ben],
    ['technical_lead', hana],
    ['developer', cy],
    ['developer', dee],
    ['ceo', gus],
  ] as const
  const privileged = [
    ['security_reviewer', eli, ana],
    ['security_reviewer', ivo, ana],
    ['devops', dee, ben],
    ['on_call_manager', fay, ana],
  ] as const
  return {
    path: `${program}/assignments.yaml`,
    text: [
      '# yaml-language-server: $schema=.schemas/v1/roles.json',
      'apiVersion: countersign/v1',
      'kind: Roles',
      'roles: []',
      'assignments:',
      ...lasting.map(([role, who]) => `  - {role: ${role}, person: ${who.id}, grantedAt: 2025-09-01}`),
      ...privileged.map(
        ([role, who, by]) =>
          `  - {role: ${role}, person: ${who.id}, approvedBy: ${by.id}, grantedAt: ${granted}, expires: ${expires}}`,
      ),
      '',
    ].join('\n'),
  }
}

/** What the first commit holds beside the starter program. */
export const firstEdits: readonly Edit[] = [
  {
    path: `${program}/people.yaml`,
    text: [
      '# yaml-language-server: $schema=.schemas/v1/people.json',
      'apiVersion: countersign/v1',
      'kind: People',
      'people:',
      ...Object.values(people).flatMap(({ id, name, login, accountId }) => [
        `  - id: ${id}`,
        `    name: ${name}`,
        '    accounts:',
        `      - {login: ${login}, id: ${accountId}}`,
        '    type: employee',
        '    start: 2025-09-01',
      ]),
      'teams: []',
      '',
    ].join('\n'),
  },
  assignments('2025-09-01', '2025-11-29'),
  {
    path: `${program}/program.yaml`,
    replace: [
      [
        'To be written by the security lead: the repositories, cloud accounts and networks inside the report, and what is\n    left out because a customer or a subservice organisation runs it.',
        'The repository example/shop, the production account it is deployed to and the people who run both. Data centres are\n    left out: the cloud provider runs them.',
      ],
    ],
  },
  { path: 'app/invoices.txt', text: 'List of invoices\n' },
]

/** Makes a draft policy effective. */
const adopt = (id: string, from: string): Edit => ({
  path: `${program}/policies/${id}.yaml`,
  replace: [
    ['version: "0.1.0"', 'version: "1.0.0"'],
    ['status: draft', `status: effective\neffectiveFrom: ${from}\nlastReviewed: ${from}`],
  ],
})

/** Agrees once to how libraries are updated, so that the standard changes which follow need no plan of their own. */
const agreeToTemplate: Edit = {
  path: `${program}/change-templates/TPL-DEPENDENCIES.yaml`,
  replace: [
    ['status: draft', `status: approved\napprovedBy: ${eli.id}\napprovedOn: 2025-09-23`],
    ['paths: [package.json, package-lock.json]', 'paths: [app/libraries.txt]'],
  ],
}

/** Whom a policy is for. */
const everybody = Object.values(people)
const developers = [cy, dee]

/** Those whom a policy is for confirm that they read it. */
const acknowledge = (policies: readonly (readonly [id: string, on: string, by: readonly DemoPerson[]])[]): Edit => ({
  path: `${program}/acknowledgements.yaml`,
  text: [
    '# yaml-language-server: $schema=.schemas/v1/acknowledgements.json',
    'apiVersion: countersign/v1',
    'kind: Acknowledgements',
    'acknowledgements:',
    ...policies.flatMap(([policy, on, by]) =>
      by.map(({ id }) => `  - {policy: ${policy}, version: "1.0.0", person: ${id}, at: ${on}}`),
    ),
    '',
  ].join('\n'),
})

/** Writes down the first restore of the year. */
const restored: Edit = {
  path: `${program}/recovery-tests/RCT-FIRST-RESTORE.yaml`,
  replace: [
    ['status: planned', 'status: done\ntestedOn: 2025-11-26'],
    [
      'To be written by the technical lead: which store, which backup, into which environment, and how counts and samples are\n  compared with the source.',
      'The database of invoices, from the backup of the night before, into an empty account.',
    ],
    [
      'ledBy: technical_lead',
      'systems: [service]\nobjectives: {rto: PT4H, rpo: P1D}\nmeasured: {recoveryTime: PT3H, dataLoss: PT9H}\nverification: Counts of invoices, and twenty of them by sight.\nledBy: technical_lead',
    ],
  ],
}

/** Puts a planned control into operation, which here is always after the period began. */
const operate = (id: string, since: string): Edit => ({
  path: `${program}/controls/${id}.yaml`,
  replace: [['status: planned', `status: operating\nimplementedSince: ${since}\npartOfPeriod: ${untilThen}`]],
})

const untilThen = 'The program began with the period; until then changes were reviewed, but nothing was recorded.'

/** The company audits its branch each month and not, as the starter proposes, each day; the control says so. */
const auditMonthly: Edit = {
  path: `${program}/controls/CTL-CHG-DETECT.yaml`,
  replace: [
    ['found within a day', 'found within a month'],
    ['Each day an audit', 'Each month an audit'],
    ['frequency: daily', 'frequency: monthly'],
    ['window: P1D\n    grace: P1D', 'window: P1M\n    grace: P5D'],
  ],
}

/** Reviews the risk register: every risk gets the day of the review and of the next, and its plan a new date. */
const reviewRisks = (
  last: string,
  next: string,
  before: string,
  beforeNext: string,
  plans: readonly (readonly [due: string, moved: string])[] = [],
): Edit => ({
  path: `${program}/risks/RGR-MAIN.yaml`,
  replace: [
    [`lastReviewed: ${before}`, `lastReviewed: ${last}`],
    [`reviewBy: ${beforeNext}`, `reviewBy: ${next}`],
    ...plans.map(([due, moved]) => [`due: ${due}`, `due: ${moved}`] as const),
  ],
})

const app = (file: string, text: string): Edit => ({ path: `app/${file}.txt`, text: `${text}\n` })

type PullStep = Extract<Step, { kind: 'pull' }>

const pull = (
  day: string,
  title: string,
  author: DemoPerson,
  approvers: readonly DemoPerson[],
  edits: readonly Edit[],
  more: { category?: Category; mergedBy?: DemoPerson; method?: 'merge' | 'squash' } = {},
): PullStep => ({
  kind: 'pull',
  day,
  title,
  author,
  approvers,
  edits,
  category: 'normal',
  mergedBy: author,
  method: 'squash',
  ...more,
})

/** What the example company does. The first pull request, which names the key of the log, is made by the demo itself. */
const steps: readonly Step[] = [
  pull('2025-09-08', 'Adopt the change management policy', hana, [ben, eli], [adopt('POL-CHANGE', '2025-09-15')], {
    method: 'merge',
  }),
  pull('2025-09-15', 'Adopt the access control policy', ana, [ben, ivo], [adopt('POL-ACCESS', '2025-09-22')]),
  pull(
    '2025-09-22',
    'Put the change controls into operation',
    hana,
    [ben, eli],
    [
      operate('CTL-CHG-REVIEW', '2025-09-25'),
      operate('CTL-CHG-SEPARATION', '2025-09-25'),
      operate('CTL-CHG-DEPLOY', '2025-09-25'),
      auditMonthly,
      operate('CTL-CHG-DETECT', '2025-09-25'),
      agreeToTemplate,
    ],
  ),
  pull('2025-10-06', 'Show invoices by month', cy, [ben, eli], [app('invoices', 'List of invoices by month')], {
    mergedBy: dee,
  }),
  pull('2025-10-13', 'Update the libraries of October', dee, [ben, hana], [app('libraries', 'October 2025')], {
    category: 'standard',
  }),
  { kind: 'deployment', environment: 'production', by: dee, at: '2025-10-16T09:00:00Z' },
  pull(
    '2025-10-27',
    'Adopt the logging and monitoring policy',
    hana,
    [ben, eli],
    [
      adopt('POL-LOGGING', '2025-11-03'),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
      ]),
    ],
  ),
  pull('2025-11-10', 'Adopt the incident response policy', ana, [hana, eli], [adopt('POL-INCIDENT', '2025-11-17')]),
  pull(
    '2025-11-20',
    'Renew the privileged roles for the winter',
    ana,
    [ben, eli],
    [assignments('2025-11-23', '2026-02-20')],
  ),
  pull(
    '2025-12-01',
    'Review the risks of the third quarter',
    ana,
    [hana, ivo],
    [
      reviewRisks('2025-12-01', '2026-03-01', '2025-09-01', '2025-11-30', [
        ['2025-10-01', '2026-06-30'],
        ['2025-11-30', '2026-06-30'],
        ['2026-02-28', '2026-06-30'],
      ]),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
        ['POL-LOGGING', '2025-11-24', developers],
        ['POL-INCIDENT', '2025-11-24', everybody],
      ]),
    ],
  ),
  pull(
    '2025-12-11',
    'Stop writing session tokens to the request log',
    cy,
    [fay],
    [app('logging', 'Session tokens are left out')],
    { category: 'emergency', mergedBy: dee },
  ),
  pull(
    '2026-01-12',
    'Adopt the backup and recovery policy',
    ana,
    [ben, ivo],
    [adopt('POL-BACKUP', '2026-01-19'), restored],
  ),
  pull(
    '2026-01-20',
    'End idle sessions after 15 minutes',
    cy,
    [hana, eli],
    [app('sessions', 'Idle limit: 15 minutes')],
    { mergedBy: dee, method: 'merge' },
  ),
  pull(
    '2026-02-10',
    'Renew the privileged roles for the spring',
    ana,
    [ben, eli],
    [assignments('2026-02-12', '2026-05-12')],
  ),
  pull(
    '2026-02-17',
    'Clarify who may call a change an emergency',
    hana,
    [ben, ivo],
    [
      {
        path: `${program}/policies/POL-CHANGE.yaml`,
        replace: [
          ['version: "1.0.0"', 'version: "1.1.0"'],
          ['effectiveFrom: 2025-09-15', 'effectiveFrom: 2026-02-19'],
          ['lastReviewed: 2025-09-15', 'lastReviewed: 2026-02-19'],
        ],
      },
    ],
  ),
  pull(
    '2026-03-02',
    'Review the risks of the fourth quarter',
    ana,
    [hana, ivo],
    [
      reviewRisks('2026-03-01', '2026-05-30', '2025-12-01', '2026-03-01'),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
        ['POL-LOGGING', '2025-11-24', developers],
        ['POL-INCIDENT', '2025-11-24', everybody],
        ['POL-BACKUP', '2026-02-09', developers],
      ]),
    ],
  ),
  pull(
    '2026-03-16',
    'Escape | pipes, <b>tags</b>, @team and #1 in exports for $5$',
    cy,
    [ben, eli],
    [app('export', 'Exports escape what people typed')],
    { mergedBy: dee },
  ),
  pull(
    '2026-03-30',
    'Show the total of an invoice first',
    cy,
    [hana, ivo],
    [app('invoices', 'Total, then the list of invoices by month')],
    {
      mergedBy: dee,
      method: 'merge',
    },
  ),
  pull('2026-04-07', 'Adopt the vendor management policy', ana, [ben, ivo], [adopt('POL-VENDOR', '2026-04-14')]),
  pull(
    '2026-05-05',
    'Renew the privileged roles for the summer',
    ana,
    [ben, eli],
    [assignments('2026-05-08', '2026-08-05')],
  ),
  pull('2026-05-18', 'Update the libraries of May', dee, [ben, hana], [app('libraries', 'May 2026')], {
    category: 'standard',
  }),
  { kind: 'deployment', environment: 'production', by: dee, at: '2026-05-21T09:00:00Z' },
  pull(
    '2026-06-01',
    'Review the risks of the first quarter',
    ana,
    [hana, ivo],
    [reviewRisks('2026-05-30', '2026-08-28', '2026-03-01', '2026-05-30', [['2026-06-30', '2026-12-31']])],
  ),
  {
    kind: 'direct-push',
    title: 'Raise the checkout timeout',
    by: dee,
    at: '2026-06-18T21:40:00Z',
    edits: [app('checkout', 'Timeout: 30 seconds')],
  },
  pull(
    '2026-07-01',
    'Review the timeout that was pushed on 18 June and lower it',
    cy,
    [hana, eli],
    [app('checkout', 'Timeout: 20 seconds')],
    { mergedBy: dee },
  ),
  pull(
    '2026-07-28',
    'Renew the privileged roles for the autumn',
    ana,
    [ben, eli],
    [assignments('2026-08-01', '2026-10-29')],
  ),
  pull(
    '2026-08-24',
    'Review the risks of the second quarter',
    ana,
    [hana, ivo],
    [reviewRisks('2026-08-26', '2026-11-24', '2026-05-30', '2026-08-28')],
  ),
]

/** The audit of the branch runs at the end of each month. */
const audits: readonly Step[] = [
  ...['2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28'],
  ...['2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31'],
].map((day) => ({ kind: 'audit', at: `${day}T03:17:00Z` }))

/** When a step is done: a pull request is merged two days after it was opened. */
const momentOf = (step: Step): string => ('at' in step ? step.at : `${dayAfter(step.day, 2)}T15:00:00Z`)

/** Steps of several stories in the order of time. */
export function inOrder(...stories: readonly (readonly Step[])[]): readonly Step[] {
  return stories.flat().sort((a, b) => (momentOf(a) < momentOf(b) ? -1 : 1))
}

/** The whole year in the order of time. */
export const story: readonly Step[] = inOrder(steps, audits)

/** The pull request that is open at the end: it has one of the approvals it needs. */
export const openPull = pull(
  '2026-08-28',
  'Export the audit trail as CSV',
  cy,
  [ben],
  [app('audit-trail', 'Export as CSV')],
)

/** The day on which the demo ends. */
export const lastDay = '2026-08-31'
