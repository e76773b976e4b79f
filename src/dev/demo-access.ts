import { people } from './demo-people.ts'
import type { DemoPerson } from './demo-repository.ts'
import { digestOf, type Edit, record } from './demo-steps.ts'

const { ana, ben, hana, cy, dee, fay, gus, kim, eli, ivo } = people

interface Line {
  readonly who: DemoPerson
  readonly role: string
  readonly by: DemoPerson
  readonly at: string
  /** What else the line says; left out: it is kept. */
  readonly decision?: string
}

function accessReview(
  id: string,
  title: string,
  system: string,
  takenAt: string,
  completedAt: string,
  lines: readonly Line[],
): Edit {
  return record(
    'access-reviews',
    'AccessReview',
    `
id: ${id}
title: ${title}
systems: [${system}]
reviewer: ${ana.id}
population:
  source: The users page of ${system}
  query: All users in every state, with their groups, exported as CSV
  count: ${lines.length}
  digest: ${digestOf(id)}
  takenAt: ${takenAt}
entries:
${lines
  .map(
    ({ who, role, by, at, decision = 'decision: keep' }) =>
      `  - {account: ${who.login}, person: ${who.id}, role: ${role}, by: ${by.id}, at: ${at}, ${decision}}`,
  )
  .join('\n')}
completedAt: ${completedAt}
`,
  )
}

const identityLines = (at: string, gone: string): readonly Line[] => [
  ...[ben, hana, cy, eli, ivo, fay, gus].map((who) => ({ who, role: 'staff', by: ana, at })),
  { who: ana, role: 'administrators', by: ben, at },
  { who: dee, role: 'staff', by: hana, at },
  { who: kim, role: 'staff', by: hana, at, decision: gone },
]

/** The campaign of autumn: in time, and what was taken away is gone. */
export const autumnReviews: readonly Edit[] = [
  accessReview(
    'ARV-2025-Q4-IDENTITY',
    'Accounts of the identity provider, fourth quarter of 2025',
    'identity',
    '2025-11-17T09:00:00Z',
    '2025-11-24',
    identityLines(
      '2025-11-24',
      'decision: modify, reason: No export any more, removedAt: 2025-11-26, removalEvidence: List of 26 November',
    ),
  ),
]

/** The campaign of spring: it was decided far too late. */
export const springReviews: readonly Edit[] = [
  accessReview(
    'ARV-2026-Q1-SERVICE',
    'Accounts of the service, first quarter of 2026',
    'service',
    '2026-03-16T09:00:00Z',
    '2026-05-05',
    [
      { who: ben, role: 'viewer', by: ana, at: '2026-03-24' },
      { who: dee, role: 'deployer', by: hana, at: '2026-03-24' },
      { who: cy, role: 'viewer', by: hana, at: '2026-05-05' },
      { who: fay, role: 'ops', by: ana, at: '2026-05-05' },
      { who: ana, role: 'admin', by: ben, at: '2026-05-05' },
      { who: kim, role: 'support', by: hana, at: '2026-05-05' },
    ],
  ),
]

/** The campaign of summer: in time, but one account that was to be closed is still there. */
export const summerReviews: readonly Edit[] = [
  accessReview(
    'ARV-2026-Q2-SERVICE',
    'Accounts of the service, second quarter of 2026',
    'service',
    '2026-06-15T09:00:00Z',
    '2026-06-24',
    [
      { who: ben, role: 'viewer', by: ana, at: '2026-06-22' },
      { who: dee, role: 'deployer', by: hana, at: '2026-06-22' },
      { who: cy, role: 'viewer', by: hana, at: '2026-06-24' },
      {
        who: fay,
        role: 'ops',
        by: ana,
        at: '2026-06-24',
        decision: 'decision: revoke, reason: The on-call manager acts through deployers',
      },
      { who: ana, role: 'admin', by: ben, at: '2026-06-24' },
    ],
  ),
]

/** Who left in spring was out of every system by the end of the last day. */
export const offboarding: Edit = record(
  'offboardings',
  'Offboarding',
  `
id: OFB-2026-001
title: Leaving of a support agent
person: ${kim.id}
lastDay: 2026-05-15
handledBy: ${ben.id}
systems:
  - {system: identity, how: disabled, removedAt: 2026-05-15T16:05:00Z, evidence: List of accounts of 18 May}
  - {system: service, how: single-sign-on, removedAt: 2026-05-15T16:05:00Z}
  - {system: source-code, how: no-account}
  - {system: delivery, how: no-account}
sharedSecrets:
  - {what: Code of the office door, due: 2026-05-20, replaced: 2026-05-18}
equipment: Laptop returned and erased on 18 May.
`,
)
