import { autumnReviews, offboarding, springReviews, summerReviews } from './demo-access.ts'
import { shopChanges } from './demo-changes.ts'
import { inventoryReviewed, laterTests, subjectRequests } from './demo-data.ts'
import { auditorRequests, decisions, ratings, secondTemplate } from './demo-decisions.ts'
import { adopt, agreeToTemplate, app, auditMonthly, operate, restored, reviewRisks, scanMonthly } from './demo-edits.ts'
import { evidenceOfYear } from './demo-evidence.ts'
import {
  firstException,
  lateReview,
  outage,
  pushDeficiency,
  scanDeficiency,
  secondException,
  tokensInLog,
} from './demo-incidents.ts'
import { autumnMeetings, bodiesMeet, springMeetings, summerMeetings } from './demo-meetings.ts'
import { acknowledge, assignments, developers, everybody, kimLeaves, people, peopleFile } from './demo-people.ts'
import { channelsInUse, playbookWalked, promises, trainingInUse } from './demo-promises.ts'
import { answersToAuditors, publicTexts } from './demo-public.ts'
import { type Edit, inOrder, program, pull, type Step } from './demo-steps.ts'
import { newReport, vendorRegister } from './demo-vendors.ts'

const { ana, ben, hana, eli, ivo, cy, gus } = people

/** What the first commit holds beside the starter program. */
export const firstEdits: readonly Edit[] = [
  peopleFile,
  assignments('2025-09-01', '2025-11-29'),
  {
    path: `${program}/program.yaml`,
    replace: [
      [
        'To be written by the security lead: what the system does for customers, and the services, data and people it takes.',
        'A shop on the web in which customers write invoices and keep them. It takes the machines, database and storage of one\n    provider, the invoices and accounts of customers, and the people who build and run it.',
      ],
      ['Security engineering\n      size: 0', 'Security engineering\n      size: 2'],
      ['Security operations\n      size: 0', 'Security operations\n      size: 1'],
      ['Compliance\n      size: 0', 'Compliance\n      size: 1'],
      [
        'To be written by the security lead: the repositories, cloud accounts and networks inside the report, and what is\n    left out because a customer or a subservice organisation runs it.',
        'The repository example/shop, the production account it is deployed to and the people who run both. Data centres are\n    left out: the cloud provider runs them.',
      ],
    ],
  },
  { path: 'app/invoices.txt', text: 'List of invoices\n' },
]

/** The change request of the emergency, by the number that its pull request gets. */
const emergency = 'CHG-2025-0014'

/** What the example company does with its program. The first pull request, which names the key of the log, is made by the demo itself. */
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
      operate('CTL-CHG-TEST', '2025-09-25'),
      agreeToTemplate,
    ],
  ),
  pull(
    '2025-09-29',
    'Adopt three policies, let the bodies meet, give the training and review access',
    ana,
    [ben, ivo],
    [
      adopt('POL-INFOSEC', '2025-10-06'),
      adopt('POL-RISK', '2025-10-06'),
      adopt('POL-PEOPLE', '2025-10-06'),
      bodiesMeet,
      trainingInUse,
      operate('CTL-GOV-OVERSIGHT', '2025-10-01'),
      operate('CTL-RSK-ASSESS', '2025-10-01'),
      operate('CTL-ACC-REVIEW', '2025-10-01'),
      operate('CTL-PPL-TRAINING', '2025-10-01'),
    ],
  ),
  pull(
    '2025-10-27',
    'Adopt the policies on logging and secure development',
    hana,
    [ben, eli],
    [
      adopt('POL-LOGGING', '2025-11-03'),
      adopt('POL-SECDEV', '2025-11-03'),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
        ['POL-INFOSEC', '2025-10-20', everybody],
      ]),
    ],
  ),
  pull(
    '2025-11-10',
    'Adopt the incident response policy',
    ana,
    [hana, eli],
    [adopt('POL-INCIDENT', '2025-11-17'), operate('CTL-INC-REVIEW', '2025-11-17')],
  ),
  pull(
    '2025-11-13',
    'Tolerate one reviewer on the export jobs until February',
    ben,
    [hana, eli, ana],
    [firstException],
  ),
  pull(
    '2025-11-20',
    'Renew the privileged roles for the winter',
    ana,
    [ben, eli],
    [assignments('2025-11-23', '2026-02-20')],
  ),
  pull('2025-11-26', 'Decide on the accounts of autumn', ben, [hana, eli, ana], autumnReviews),
  pull(
    '2025-12-01',
    'Review the risks of the third quarter',
    ana,
    [hana, ivo],
    [
      ...reviewRisks('2025-12-01', '2026-03-01', '2025-09-01', '2025-11-30', { from: 'starter', to: '2026-06-30' }),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
        ['POL-INFOSEC', '2025-10-20', everybody],
        ['POL-SECDEV', '2025-11-24', developers],
        ['POL-LOGGING', '2025-11-24', developers],
        ['POL-INCIDENT', '2025-11-24', everybody],
      ]),
    ],
  ),
  pull(
    '2025-12-15',
    'Write down what we promise customers, and the meetings of autumn',
    ana,
    [hana, ivo],
    [...promises, ...publicTexts, channelsInUse, playbookWalked, ...autumnMeetings],
  ),
  pull(
    '2026-01-06',
    'Write up the emergency of December',
    hana,
    [ben, eli],
    [tokensInLog(emergency)],
    // Naming the change again makes this its review, which comes three weeks after it was due.
    { names: [emergency] },
  ),
  pull(
    '2026-01-12',
    'Adopt the backup and recovery policy',
    ana,
    [ben, ivo],
    [adopt('POL-BACKUP', '2026-01-19'), restored, operate('CTL-BCP-RESTORE', '2026-01-14')],
  ),
  pull('2026-02-03', 'Look back at the outage of January', ben, [hana, eli], outage),
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
      ...reviewRisks('2026-03-01', '2026-05-30', '2025-12-01', '2026-03-01'),
      ratings,
      scanMonthly,
      operate('CTL-OPS-VULN', '2026-03-04'),
      acknowledge([
        ['POL-CHANGE', '2025-10-02', developers],
        ['POL-ACCESS', '2025-10-02', everybody],
        ['POL-INFOSEC', '2025-10-20', everybody],
        ['POL-SECDEV', '2025-11-24', developers],
        ['POL-LOGGING', '2025-11-24', developers],
        ['POL-INCIDENT', '2025-11-24', everybody],
        ['POL-BACKUP', '2026-02-09', developers],
      ]),
    ],
  ),
  pull('2026-03-23', 'Keep the minutes of spring', ana, [hana, ivo], springMeetings),
  // The record names somebody who approved it; the log shows two others, and him not.
  pull(
    '2026-04-07',
    'Adopt the vendor management policy',
    ana,
    [ben, ivo],
    [adopt('POL-VENDOR', '2026-04-14', `\napprovedBy: [${gus.id}]`)],
  ),
  pull(
    '2026-04-16',
    'Write down the vendors, the data and two decisions',
    ben,
    [hana, eli, ana],
    [...vendorRegister, inventoryReviewed, ...decisions, operate('CTL-VEN-REVIEW', '2026-04-18')],
  ),
  pull('2026-04-24', 'Record the restore of April', ben, [hana, ivo], laterTests),
  pull(
    '2026-05-05',
    'Renew the privileged roles for the summer',
    ana,
    [ben, eli],
    [assignments('2026-05-08', '2026-08-05')],
  ),
  pull(
    '2026-05-11',
    'Decide on the accounts of spring, late',
    ben,
    [hana, ivo, ana],
    [...springReviews, lateReview('open')],
  ),
  pull(
    '2026-05-20',
    'Record who left, and leave staging out of the scan',
    ben,
    [hana, eli, ana],
    [kimLeaves, offboarding, secondException],
  ),
  pull(
    '2026-06-01',
    'Review the risks of the first quarter',
    ana,
    [hana, ivo],
    [...reviewRisks('2026-05-30', '2026-08-28', '2026-03-01', '2026-05-30', { from: '2026-06-30', to: '2026-12-31' })],
  ),
  pull(
    '2026-06-26',
    'Decide on the accounts of summer, and keep the minutes',
    ben,
    [hana, eli, ana],
    [...summerReviews, ...summerMeetings],
  ),
  pull(
    '2026-07-15',
    'Follow up the late review and the push of June, and read the report of the provider',
    ana,
    [hana, eli],
    [lateReview('closed'), pushDeficiency, newReport],
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
    [
      ...reviewRisks('2026-08-26', '2026-11-24', '2026-05-30', '2026-08-28'),
      scanDeficiency,
      secondTemplate,
      ...auditorRequests,
      ...answersToAuditors,
      ...subjectRequests,
    ],
  ),
]

/** The audit of the branch runs at the end of each month. */
const audits: readonly Step[] = [
  ...['2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28'],
  ...['2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31'],
].map((day) => ({ kind: 'audit', at: `${day}T03:17:00Z` }))

/** The whole year in the order of time. */
export const story: readonly Step[] = inOrder(steps, shopChanges, evidenceOfYear, audits)

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
