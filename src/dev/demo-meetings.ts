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
