import { people } from './demo-people.ts'
import { digestOf, type Edit, program, record } from './demo-steps.ts'

const { ana, hana } = people

/** Those whose services the shop is built on, as they were first written down. */
export const vendorRegister: readonly Edit[] = [
  record(
    'vendors',
    'Vendor',
    `
id: VEN-HOSTING
title: Example Cloud
status: active
owner: vendor_owner
tier: critical
services: [Virtual machines, Managed database, Object storage]
website: https://cloud.example.com/
dataClasses: [customer-data, logs]
locations: [eu-west]
subprocessor: true
subservice: carve-out
reports:
  - type: soc2-type2
    title: Report of the provider for the year to May 2025
    periodStart: 2024-06-01
    periodEnd: 2025-05-31
    opinion: unqualified
    exceptions: []
    cuecCount: 2
    reviewedBy: ${hana.id}
    reviewedAt: 2026-04-10
    digest: ${digestOf('report of the provider, 2025')}
cuecs:
  - reference: "1"
    statement: Users require a second factor for accounts that administer resources.
    controls: [CTL-ACC-MFA]
  - reference: "2"
    statement: Users erase the disks of machines that they own before handing them on.
    notRelevant: We own no machines in the data centres of the provider.
dpa:
  signedAt: 2025-08-20
  breachNotice: PT48H
contract:
  start: 2025-08-20
  end: 2027-08-19
  renews: true
  noticePeriod: P3M
lastReviewed: 2026-04-10
reviewedBy: ${hana.id}
exit:
  plan: Images and database dumps can be moved to another provider; the trial of November 2025 took four days.
`,
  ),
  record(
    'vendors',
    'Vendor',
    `
id: VEN-IDENTITY
title: Example Identity
status: active
owner: security_lead
tier: high
services: [Sign-in of staff with a second factor]
website: https://identity.example.com/
dataClasses: [staff-data]
subservice: none
subserviceReason: Customers never sign in there, and our own accounts are reviewed each quarter on a list that we draw.
reports:
  - type: iso27001
    periodStart: 2025-03-01
    periodEnd: 2028-02-29
    reviewedBy: ${ana.id}
    reviewedAt: 2026-04-11
dpa:
  signedAt: 2025-08-28
  breachNotice: PT72H
lastReviewed: 2026-04-11
reviewedBy: ${ana.id}
`,
  ),
  record(
    'vendors',
    'Vendor',
    `
id: VEN-HELPDESK
title: Example Helpdesk
status: active
owner: vendor_owner
tier: high
services: [Tickets of customers]
website: https://helpdesk.example.com/
dataClasses: [customer-data]
locations: [eu-central]
subprocessor: true
reports:
  - type: questionnaire
    reviewedBy: ${hana.id}
    reviewedAt: 2025-07-21
    conclusion: Answers are plausible; nobody outside has tested them.
dpa:
  signedAt: 2025-07-24
  breachNotice: PT72H
lastReviewed: 2025-07-21
reviewedBy: ${hana.id}
`,
  ),
  record(
    'vendors',
    'Vendor',
    `
id: VEN-NEWSLETTER
title: Example Newsletter
status: ended
owner: vendor_owner
tier: medium
services: [Mail to customers about new features]
dataClasses: [customer-data]
dpa:
  signedAt: 2025-07-24
contract:
  start: 2025-07-24
  end: 2026-02-28
lastReviewed: 2025-07-22
reviewedBy: ${hana.id}
exit:
  endedAt: 2026-02-28
  dataReturned: deleted
  accessRemovedAt: 2026-03-02
`,
  ),
  record(
    'complementary-controls',
    'ComplementaryControl',
    `
id: CCO-HOSTING-BUILDINGS
title: The hosting provider guards its buildings and destroys its disks
complement: csoc
vendor: VEN-HOSTING
statement: >-
  The provider lets only people it has checked into its data centres, records who enters, and destroys storage that it
  takes out of use.
criteria: [CC6.4, CC6.5]
neededBy: [CTL-PHY-ACCESS]
monitoredBy: [CTL-VEN-REVIEW]
lastReviewed: 2026-04-10
`,
  ),
  {
    path: `${program}/complementary-controls/CCO-CUSTOMER-ACCOUNTS.yaml`,
    replace: [
      [
        'communicated: To be written by the technical lead. The page on which administrators of customers read this.',
        'communicated: The guide for administrators, section Accounts, and the order form.',
      ],
    ],
  },
]

/** In summer the new report of the critical vendor is read, with its letter for the months since. */
export const newReport: Edit = {
  path: `${program}/vendors/VEN-HOSTING.yaml`,
  replace: [
    [
      'cuecs:\n',
      `  - type: soc2-type2
    title: Report of the provider for the year to May 2026
    periodStart: 2025-06-01
    periodEnd: 2026-05-31
    opinion: qualified
    exceptions:
      - statement: Accounts of two of twenty-five people who left were closed three days late.
        response: Our data is encrypted with keys that staff of the provider cannot use; the accounts reached no storage.
        controls: [CTL-DAT-ENCRYPT]
    cuecCount: 2
    subservices: [Example Colocation]
    reviewedBy: ${hana.id}
    reviewedAt: 2026-07-14
    conclusion: Sufficient for what we rely on; look at leavers again next year.
    digest: ${digestOf('report of the provider, 2026')}
bridgeLetter:
  from: 2026-06-01
  to: 2026-08-31
  reviewedBy: ${hana.id}
  reviewedAt: 2026-07-14
  url: https://cloud.example.com/trust/bridge-letter-2026
cuecs:
`,
    ],
    ['lastReviewed: 2026-04-10', 'lastReviewed: 2026-07-14'],
  ],
}
