import { people } from './demo-people.ts'
import type { DemoPerson } from './demo-repository.ts'
import { digestOf, type Edit, program, record } from './demo-steps.ts'

const { ana, ben, hana, dee, gus, lou } = people

/** From autumn on two bodies meet. */
export const bodiesMeet: Edit = {
  path: `${program}/governance.yaml`,
  replace: [
    ['frequency: quarterly\n    chair: ceo', 'frequency: quarterly\n    since: 2025-10-01\n    chair: ceo'],
    [
      'frequency: quarterly\n    chair: security_lead',
      'frequency: quarterly\n    since: 2025-10-01\n    chair: security_lead',
    ],
  ],
}

function meeting(
  id: string,
  title: string,
  [body, heldOn, attendees]: readonly [string, string, readonly DemoPerson[]],
  rest: string,
): Edit {
  return record(
    'meetings',
    'Meeting',
    `
id: ${id}
title: ${title}
body: ${body}
heldOn: ${heldOn}
attendees: [${attendees.map((one) => one.id).join(', ')}]
${rest.trim()}
minutes:
  location: The folder of the group
  digest: ${digestOf(id)}
minutedBy: ${hana.id}
`,
  )
}

const steering = [ana, ben, hana]

export const autumnMeetings: readonly Edit[] = [
  meeting(
    'MTG-2025-Q4-OVERSIGHT',
    'Oversight body, fourth quarter of 2025',
    ['BDY-OVERSIGHT', '2025-12-10', [gus, lou]],
    `
agenda:
  - State of the criteria
  - Risks above appetite
papers: [Score of November, List of risks]
reviewed: [RGR-MAIN]
decisions:
  - decision: The change controls come first, then access.
    reason: Most of what customers ask about is there.
`,
  ),
  meeting(
    'MTG-2025-Q4-SECURITY',
    'Security steering group, fourth quarter of 2025',
    ['BDY-SECURITY', '2025-12-02', steering],
    `
agenda: [The risk register, Results of the first restore]
reviewed: [RGR-MAIN, CTL-BCP-RESTORE]
actions:
  - action: Write down how the store of files is restored
    owner: ${ben.id}
    due: 2026-01-30
    done: 2026-01-28
`,
  ),
]

export const springMeetings: readonly Edit[] = [
  meeting(
    'MTG-2026-Q1-OVERSIGHT',
    'Oversight body, first quarter of 2026',
    ['BDY-OVERSIGHT', '2026-03-11', [gus, lou]],
    `
agenda:
  - Incidents of high severity
  - Exceptions that end soon
reviewed: [INC-2026-001, EXC-LEGACY-EXPORT]
decisions:
  - decision: The export jobs are replaced in spring; the exception is not renewed.
`,
  ),
  meeting(
    'MTG-2026-Q1-SECURITY',
    'Security steering group, first quarter of 2026',
    ['BDY-SECURITY', '2026-03-03', steering],
    `
agenda: [The risk register, Lessons of the outage of January]
reviewed: [RGR-MAIN, INC-2026-001]
`,
  ),
]

export const summerMeetings: readonly Edit[] = [
  meeting(
    'MTG-2026-Q2-OVERSIGHT',
    'Oversight body, second quarter of 2026',
    ['BDY-OVERSIGHT', '2026-06-10', [gus, lou]],
    `
agenda:
  - State of the criteria and what became worse
  - The access review that was late
reviewed: [DEF-2026-001, RGR-MAIN]
decisions:
  - decision: Somebody stands in for the security lead in every quarterly task.
    reason: One absence made one review five weeks late.
`,
  ),
  meeting(
    'MTG-2026-Q2-SECURITY',
    'Security steering group, second quarter of 2026',
    ['BDY-SECURITY', '2026-06-02', [...steering, dee]],
    `
agenda: [The risk register, New vendors, The next restore]
reviewed: [RGR-MAIN, VEN-HOSTING]
actions:
  - action: Ask the helpdesk vendor for a report that somebody outside made
    owner: ${hana.id}
    due: 2026-09-30
`,
  ),
]

/** The security training is given, and its completions are stated. */
export const trainingInUse: Edit = {
  path: `${program}/training/TRN-SECURITY.yaml`,
  replace: [['status: planned', 'status: in-use']],
}

/** Channels that are set up and read. */
export const channelsInUse: Edit = {
  path: `${program}/communications/COM-MAIN.yaml`,
  replace: [
    ['status: planned\n    reach: internal', 'status: in-use\n    reach: internal'],
    ['status: planned\n    reach: external', 'status: in-use\n    reach: external'],
    ['owner: compliance_owner\nchannels:', 'owner: compliance_owner\nlastReviewed: 2025-11-12\nchannels:'],
  ],
}

/** What is promised to customers from the winter on, and by what it is measured. */
export const promises: readonly Edit[] = [
  {
    path: `${program}/commitments/CMT-UPTIME.yaml`,
    replace: [
      [
        'status: planned',
        'status: in-force\nsince: 2025-12-01\nsource:\n  title: Terms of service, section 6\n  url: https://shop.example.com/terms\n  version: "3"\nlastReviewed: 2025-12-01\nreviewBy: 2026-11-30',
      ],
    ],
  },
  {
    path: `${program}/commitments/CMT-BREACH-NOTICE.yaml`,
    replace: [
      [
        'status: planned',
        'status: in-force\nsince: 2025-12-01\nsource:\n  title: Data processing agreement, section 9\n  version: "2"',
      ],
    ],
  },
  record(
    'commitments',
    'Commitment',
    `
id: CMT-OUTAGE-NOTICE
title: Notice of an outage on the status page
type: notice
status: in-force
statement: Customers read on the status page within an hour that an outage is known.
audience: customers
owner: on_call_manager
source:
  title: Terms of service, section 7
  version: "3"
since: 2025-12-01
notice:
  of: outage
  within: PT1H
  countedFrom: detection
  channel: status-page
controls: [CTL-INC-RESPONSE]
criteria: [CC2.3, A1.2]
`,
  ),
  {
    path: `${program}/service-levels/SLA-MAIN.yaml`,
    replace: [
      ['status: planned', 'status: in-force'],
      [
        'locations: [us-east, eu-west, asia-southeast]',
        'locations: [us-east, eu-west, asia-southeast]\nstatusPage:\n  url: https://status.example.com/\n  channel: status-page',
      ],
    ],
  },
  {
    path: `${program}/monitoring/MON-MAIN.yaml`,
    replace: [
      [
        'title: The service answers\n    type: http\n    status: planned',
        'title: The service answers\n    type: http\n    status: active',
      ],
    ],
  },
]

/** A playbook that people walked through. */
export const playbookWalked: Edit = {
  path: `${program}/playbooks.yaml`,
  replace: [
    [
      'severity: high\n    owner: technical_lead\n    steps:',
      'severity: high\n    owner: technical_lead\n    lastExercised: 2025-12-04\n    steps:',
    ],
  ],
}

/** Criteria that are decided on instead of being served by a control of our own. */
export const decisions: readonly Edit[] = [
  record(
    'decisions',
    'CriterionDecision',
    `
id: DEC-BUILDINGS
criterion: CC6.4
applicability: inherited
method: manual
justification: >-
  All machines are in data centres of VEN-HOSTING, which is carved out. Its report is read each year.
approvedBy: ${ana.id}
reviewBy: 2027-04-30
`,
  ),
  record(
    'decisions',
    'CriterionDecision',
    `
id: DEC-MEDIA
criterion: CC6.5
applicability: not-applicable
method: manual
justification: >-
  No storage medium of ours ever held data of customers; laptops hold none, and discs of machines belong to the provider.
approvedBy: ${ana.id}
reviewBy: 2027-04-30
`,
  ),
]

/** A request by a person about their data. */
export const subjectRequests: readonly Edit[] = [
  record(
    'data-subject-requests',
    'DataSubjectRequest',
    `
id: DSR-2026-001
title: Deletion of an account and all its data
reference: HELP-4711
type: deletion
receivedOn: 2026-03-05
due: 2026-04-05
basis:
  within: P1M
  law: GDPR, Article 12(3)
owner: compliance_owner
status: answered
identityChecked: 2026-03-06
systems: [service]
completedOn: 2026-03-19
outcome: fulfilled
recipientsTold: true
`,
  ),
  record(
    'data-subject-requests',
    'DataSubjectRequest',
    `
id: DSR-2026-002
title: Copy of all data of a former user
reference: HELP-5190
type: access
receivedOn: 2026-08-20
due: 2026-09-20
basis:
  within: P1M
  law: GDPR, Article 12(3)
owner: compliance_owner
status: verifying
systems: [service]
`,
  ),
]

/** The auditor has begun to ask. */
export const auditorRequests: readonly Edit[] = [
  record(
    'auditor-requests',
    'AuditorRequest',
    `
id: AUR-2026-001
title: All merges to the protected branch in the period
request: A list of all merges to the protected branch from September to June, with how it was drawn.
reference: "1"
requestedOn: 2026-07-06
due: 2026-07-17
owner: compliance_owner
status: answered
answeredOn: 2026-07-09
controls: [CTL-CHG-REVIEW]
population:
  what: Merges to the protected branch
  from: 2025-09-01
  to: 2026-06-30
  query: evidence query --kind change.merged
evidence: [EVR-CHG-REVIEWED, EVR-CHG-UNREVIEWED]
`,
  ),
  record(
    'auditor-requests',
    'AuditorRequest',
    `
id: AUR-2026-002
title: Access reviews of two quarters with the lists they were made on
request: For the first and the second quarter of 2026 the frozen list, the decisions and the list drawn afterwards.
reference: "7"
requestedOn: 2026-08-24
due: 2026-09-07
owner: compliance_owner
status: preparing
controls: [CTL-ACC-REVIEW]
criteria: [CC6.2, CC6.3]
`,
  ),
]

/** A way of changing help texts is written down, but not agreed to yet. */
export const secondTemplate: Edit = record(
  'change-templates',
  'ChangeTemplate',
  `
id: TPL-HELP
title: Correction of a help text
status: draft
description: Corrects the wording of a page of the help, and nothing that runs.
owner: technical_lead
paths: [app/help/**]
implementationPlan: Change the text in a branch and look at the page it makes.
testPlan: Read the page in staging on a wide and on a narrow screen.
rollbackPlan: Revert the merge commit.
`,
)

/** What the people who keep the inventory found when they compared it with what there is. */
export const inventoryReviewed: Edit = {
  path: `${program}/data/INV-MAIN.yaml`,
  replace: [
    ['owner: security_lead\nreviewEvery: P1Y', 'owner: security_lead\nlastReviewed: 2026-04-15\nreviewEvery: P1Y'],
    [
      'description: To be written by the technical lead. What customers use, with its database and its jobs.',
      'description: What customers use, with its database and its jobs.\n    vendor: VEN-HOSTING',
    ],
    [
      'title: Identity provider for staff\n    owner: security_lead',
      'title: Identity provider for staff\n    vendor: VEN-IDENTITY\n    owner: security_lead',
    ],
    [
      'dataClass: customer-data\n    owner: technical_lead\n  - id: service-logs',
      'dataClass: customer-data\n    owner: technical_lead\n    location: eu-west\n    encryption: {atRest: customer-managed, keys: Key service of the provider}\n    backup: {every: P1D, keep: P30D, location: eu-central, immutable: true}\n  - id: service-logs',
    ],
    [
      'retention:\n  - dataClass: customer-data',
      `disposals:
  - dataClass: customer-data
    asset: service-database
    method: delete
    scope: Everything of two customers whose contract ended in January
    disposedAt: 2026-02-26
    disposedBy: ${dee.id}
purposes:
  - id: running-the-shop
    title: Running the shop for customers
    dataClasses: [customer-data]
    dataSubjects: Users of customers
    legalBasis: contract
    minimised: Only what an invoice needs is asked for.
    recipients: [VEN-HOSTING, VEN-HELPDESK]
retention:
  - dataClass: customer-data`,
    ],
  ],
}

/** A restore and an exercise after the first one. */
export const laterTests: readonly Edit[] = [
  record(
    'recovery-tests',
    'RecoveryTest',
    `
id: RCT-2026-RESTORE
title: Restore of the store of files
status: done
exercise: restore
systems: [service]
scope: The store of files, from the copy in the other region, into an empty account.
ledBy: technical_lead
testedOn: 2026-04-22
objectives: {rto: PT8H, rpo: PT24H}
measured: {recoveryTime: PT6H30M, dataLoss: PT20H}
verification: Counts of files, and fifty of them by digest.
evidence:
  location: The folder of the technical leads
  digest: ${digestOf('restore of April 2026')}
`,
  ),
  record(
    'recovery-tests',
    'RecoveryTest',
    `
id: RCT-2026-TABLETOP
title: Walk through the loss of the region
status: planned
exercise: tabletop
systems: [service, identity]
scope: The region is gone for a day. Who decides what, and what do customers read?
ledBy: technical_lead
plannedFor: 2026-10-14
`,
  ),
]

/** Ratings follow what operates: reviewed changes make two risks less likely, and one is accepted for a time. */
export const ratings: Edit = {
  path: `${program}/risks/RGR-MAIN.yaml`,
  replace: [
    [
      'residual: {likelihood: likely, impact: moderate}\n    target: {likelihood: unlikely, impact: moderate}\n    treatment: mitigate\n    status: treating\n    controls: [CTL-CHG-DEPLOY, CTL-CHG-EMERGENCY, CTL-CHG-TEST]',
      'residual: {likelihood: possible, impact: moderate}\n    target: {likelihood: unlikely, impact: moderate}\n    treatment: mitigate\n    status: treating\n    controls: [CTL-CHG-DEPLOY, CTL-CHG-EMERGENCY, CTL-CHG-TEST]',
    ],
  ],
}
