import { people } from './demo-people.ts'
import { type Edit, pushedCommit, record } from './demo-steps.ts'

const { ana, ben, hana, eli, fay, cy, dee } = people

/** An outage of winter, from the first alert to the last action. */
export const outage: readonly Edit[] = [
  record(
    'incidents',
    'Incident',
    `
id: INC-2026-001
title: Nobody could sign in for forty minutes
severity: high
category: availability
owner: ${ben.id}
startedAt: 2026-01-27T09:52:00Z
detectedAt: 2026-01-27T09:55:00Z
confirmedAt: 2026-01-27T10:01:00Z
acknowledgedAt: 2026-01-27T10:02:00Z
containedAt: 2026-01-27T10:20:00Z
resolvedAt: 2026-01-27T10:35:00Z
impact: New sessions were refused for everybody; open ones worked.
systems: [service]
customers: 41
playbook: PLB-OUTAGE
timeline:
  - at: 2026-01-27T10:02:00Z
    what: Took it on; Ben leads, Kim tells customers
    by: ${fay.id}
  - at: 2026-01-27T10:20:00Z
    what: Turned the release of the day before back
    by: ${dee.id}
  - at: 2026-01-27T10:35:00Z
    what: Sign-in works from three places
    by: ${ben.id}
notices:
  - audience: customers
    commitment: CMT-OUTAGE-NOTICE
    channel: Status page
    sentAt: 2026-01-27T10:25:00Z
rootCause: The release could not read sessions that an older one had written, and no test had one.
review:
  by: ${hana.id}
  at: 2026-02-02
  summary: Alert and roll-back worked. The sessions in the test data were too new to show the fault.
actions:
  - action: Keep sessions of the last three releases in the test data
    owner: ${cy.id}
    due: 2026-02-27
    done: 2026-02-20
  - action: Try the roll-back once in each quarter
    owner: ${ben.id}
    due: 2026-04-30
    done: 2026-04-22
risks: [RSK-FAILED-CHANGE, RSK-OUTAGE]
`,
  ),
]

/** Tokens were in a log, which the emergency change of December ended. */
export const tokensInLog = (change: string): Edit =>
  record(
    'incidents',
    'Incident',
    `
id: INC-2025-001
title: Session tokens could be read in the request log
severity: medium
category: security
owner: ${fay.id}
startedAt: 2025-12-09T07:00:00Z
detectedAt: 2025-12-11T08:10:00Z
acknowledgedAt: 2025-12-11T08:40:00Z
containedAt: 2025-12-13T15:00:00Z
resolvedAt: 2025-12-15T12:00:00Z
impact: Four people of ours could have read tokens of live sessions. All sessions were ended; no misuse was found.
systems: [service]
dataInvolved:
  description: Tokens of sessions, no content of customers
  dataClasses: [credentials]
  personal: false
  records: 1870
playbook: PLB-SECRET
timeline:
  - at: 2025-12-11T08:40:00Z
    what: Took it on and closed the log to everybody but two people
    by: ${fay.id}
  - at: 2025-12-13T15:00:00Z
    what: Tokens are no longer written
    by: ${dee.id}
  - at: 2025-12-15T12:00:00Z
    what: The old log is deleted
    by: ${dee.id}
rootCause: >-
  A library that was updated in October writes headers in full. The change of December was read again on 7 January: it
  does what it says.
changes: [${change}]
risks: [RSK-SECRETS]
`,
  )

/** Why the access review of spring was late; closed once the next one had shown that it is mended. */
export const lateReview = (status: 'open' | 'closed'): Edit =>
  record(
    'deficiencies',
    'Deficiency',
    `
id: DEF-2026-001
title: The access review of the first quarter of 2026 was decided five weeks late
description: >-
  The list was drawn on 16 March. Four of its lines were decided on 5 May, and the review may take 14 days.
source: self
type: operating
severity: medium
status: ${status}
control: CTL-ACC-REVIEW
opened: 2026-05-06
due: 2026-06-05
owner: ${ana.id}
${status === 'open' ? '' : closing}managementResponse: We agree. No line that was decided late was to be taken away.
about: [ARV-2026-Q1-SERVICE]
`,
  )

const closing = `remediation:
  description: The calendar of the security lead has the day, and somebody stands in.
  fixed: 2026-05-29
retest:
  by: ${eli.id}
  at: 2026-07-01
  result: passed
  evidence: ARV-2026-Q2-SERVICE, decided within nine days
`

/** What the push past review showed; it is still open at the end. */
export const pushDeficiency: Edit = record(
  'deficiencies',
  'Deficiency',
  `
id: DEF-2026-002
title: Deployers can push to the protected branch
description: >-
  On 18 June a commit reached main without a pull request. It was read and corrected in July; the branch rule still lets
  deployers through.
source: self
type: design
severity: high
status: remediating
control: CTL-CHG-DETECT
criteria: [CC8.1]
deviations: ["${pushedCommit}"]
opened: 2026-06-30
owner: ${ben.id}
remediation:
  description: Take the bypass for deployers out of the branch rule once deployments no longer need it.
managementResponse: We agree. The commit was read again by two people; it did no harm.
`,
)

/** The scans have stopped; it was noticed in summer. */
export const scanDeficiency: Edit = record(
  'deficiencies',
  'Deficiency',
  `
id: DEF-2026-003
title: No scan of dependencies since May
description: The account of the scanner ran out on 31 May, and nobody noticed that results no longer came.
source: assessment
type: operating
severity: medium
status: open
control: CTL-OPS-VULN
opened: 2026-08-10
due: 2026-09-09
owner: ${dee.id}
actions:
  - action: Renew the account and let its end raise an alert
    owner: ${dee.id}
    due: 2026-09-04
`,
)

/** Departures that somebody with authority tolerates for a time: the first one ends in winter. */
export const firstException: Edit = record(
  'exceptions',
  'Exception',
  `
id: EXC-LEGACY-EXPORT
title: Export jobs run without the second reviewer until they are replaced
control: CTL-CHG-REVIEW
resources: [export-jobs]
reason: One engineer knows the export jobs, which were to be replaced by the end of January.
severity: medium
compensatingControls: [CTL-CHG-DETECT]
requestedBy: ${ben.id}
approvedBy: ${ana.id}
start: 2025-11-10
expires: 2026-02-06
`,
)

export const secondException: Edit = record(
  'exceptions',
  'Exception',
  `
id: EXC-SCAN-STAGING
title: Staging is left out of the scan until its network is rebuilt
control: CTL-OPS-VULN
resources: [staging]
reason: The scanner cannot reach staging before its network is rebuilt in autumn. No data of customers is there.
severity: medium
risk: RSK-DEPENDENCY
compensatingControls: [CTL-CHG-REVIEW, CTL-CHG-TEST]
requestedBy: ${ben.id}
approvedBy: ${ana.id}
start: 2026-05-20
expires: 2026-10-30
`,
)
