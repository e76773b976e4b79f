import { type Edit, program, record } from './demo-steps.ts'

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

/** The security training is given, and its completions are stated. */
export const trainingInUse: Edit = {
  path: `${program}/training/TRN-SECURITY.yaml`,
  replace: [['status: planned', 'status: in-use']],
}
