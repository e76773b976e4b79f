import { people } from './demo-people.ts'
import { digestOf, type Edit, program, record } from './demo-steps.ts'

const { dee } = people

/** What the people who keep the inventory found when they compared it with what there is. */
export const inventoryReviewed: Edit = {
  path: `${program}/data/INV-MAIN.yaml`,
  replace: [
    ['owner: security_lead\nreviewEvery: P1Y', 'owner: security_lead\nlastReviewed: 2026-04-15\nreviewEvery: P1Y'],
    [
      'description: To be written by the technical lead. What customers use, with its database and its jobs.',
      'description: What customers use, with its database and its jobs.\n    vendor: VEN-HOSTING\n    repositories: [example/shop]',
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
