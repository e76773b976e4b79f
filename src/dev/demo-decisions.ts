import { people } from './demo-people.ts'
import { digestOf, type Edit, program, record } from './demo-steps.ts'

const { ana } = people

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
  query: countersign evidence query --kind change.merged --from 2025-09-01 --to 2026-06-30
  count: 34
  digest: ${digestOf('merges-2025-09-to-2026-06.csv')}
evidence: [EVR-CHG-REVIEWED, EVR-CHG-UNREVIEWED]
answer: >-
  34 pull requests were merged. One commit, of 18 June, came without one: the audit of June recorded it, and it is not in the list.
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
