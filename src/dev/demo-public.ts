import { type Edit, program, record } from './demo-steps.ts'

const disclosure = 'POL-DISCLOSURE'

/** What everybody may read: a policy about reports of weaknesses, and the promise that is made in it. */
export const publicTexts: readonly Edit[] = [
  record(
    'policies',
    'Policy',
    `
id: ${disclosure}
title: Reports of weaknesses
version: "1.0.0"
status: effective
effectiveFrom: 2025-12-19
lastReviewed: 2025-12-19
owner: security_lead
body: ${disclosure}.md
summary: How anybody may tell us of a weakness in the shop, and what we do about it.
reviewEvery: P1Y
classification: public
`,
  ),
  {
    path: `${program}/policies/${disclosure}.md`,
    text: [
      '# Reports of weaknesses',
      '',
      '## Scope',
      '',
      'Anybody may look for weaknesses in the shop and tell us. This policy covers everything under shop.example.com. It does not',
      'cover the machines of our suppliers, who have ways of their own to be told.',
      '',
      '## What we ask',
      '',
      '1. Write to security@example.com, with what you did and what you saw.',
      '2. Use an account of your own. Stop where you see data of somebody else, and delete what you have of it.',
      '3. Do not slow down or break the service, and do not try to deceive people who work for us.',
      '4. Give us 90 days before you tell others.',
      '',
      '## What we do',
      '',
      '1. The security lead must answer every report within three business days.',
      '2. Each report is rated like a finding of our own scans and must be fixed in the same time.',
      '3. We tell you when it is fixed, and name you where we write about it, if you want that.',
      '4. We take no legal steps against anybody who keeps to what we ask above.',
      '',
    ].join('\n'),
  },
  {
    path: `${program}/controls/CTL-COM-EXTERNAL.yaml`,
    replace: [
      [
        'policies: [POL-INFOSEC, POL-VENDOR, POL-INCIDENT]',
        'policies: [POL-INFOSEC, POL-VENDOR, POL-INCIDENT, POL-DISCLOSURE]',
      ],
    ],
  },
  record(
    'commitments',
    'Commitment',
    `
id: CMT-DISCLOSURE
title: Answer to reports of weaknesses
type: security
status: in-force
statement: Who reports a weakness of the shop in good faith has an answer within three business days.
audience: public
owner: security_lead
source:
  title: Reports of weaknesses
  url: https://shop.example.com/security
  version: "1.0.0"
since: 2025-12-19
lastReviewed: 2025-12-15
reviewBy: 2026-12-15
controls: [CTL-COM-EXTERNAL]
criteria: [CC2.3, CC7.4]
`,
  ),
  record(
    'commitments',
    'Commitment',
    `
id: CMT-REQ-BACKUP
title: Backups of invoices
type: requirement
status: in-force
statement: >-
  The database of invoices is backed up every day, and each backup is kept for 30 days in another region than the
  database.
audience: customers
owner: technical_lead
source:
  title: Requirements of the shop, section 4
  version: "2"
since: 2025-12-01
controls: [CTL-BCP-RESTORE]
criteria: [A1.2]
`,
  ),
]

/** What people wrote for questions that auditors ask every time; what they have evidence for is said beside it. */
export const answersToAuditors: readonly Edit[] = [
  answered('CTL-ACC-REVIEW', 'inspection', [
    [
      'access',
      'Access follows from a role, which two others approve in a pull request. Each quarter every account of the shop is decided on again from a frozen list.',
    ],
    [
      'privileged-users',
      'Privileged roles end by themselves after at most 90 days. Who needs one longer is approved again, in a pull request.',
    ],
  ]),
  answered('CTL-CHG-DETECT', 'reperformance', [
    [
      'tamper-protection',
      'The evidence log can only be appended to, and its checkpoint is signed. Each month an audit compares it with the branch.',
    ],
  ]),
]

/** @param method of the first test of the control: the answers are put before it */
function answered(id: string, method: string, answers: readonly (readonly [topic: string, answer: string])[]): Edit {
  const first = `test:\n  - method: ${method}`
  const lines = answers.flatMap(([topic, answer]) => [`  - topic: ${topic}`, `    answer: ${answer}`])
  return { path: `${program}/controls/${id}.yaml`, replace: [[first, ['answers:', ...lines, first].join('\n')]] }
}
