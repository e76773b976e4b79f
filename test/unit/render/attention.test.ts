import { describe, expect, test } from 'vitest'
import { attestation, audit, logCreated, logOf, merged, scan, sha, unreviewed } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  programRecord,
  record,
  reviewControl,
  rowWith,
  type World,
} from '../../support/report-world.ts'

const typeTwo = programRecord(`system: {name: Shop}
categories: [CC]
reportType: type2
period: {start: 2026-01-01, end: 2026-06-30}`)

const control = (id: string, title: string, rest: string): string =>
  record(
    'Control',
    id,
    title,
    `statement: It is done as it says.
type: detective
nature: manual
owner: ben
operator: ben
status: operating
test: [{method: inspection, steps: Look at it.}]
${rest}`,
  )

const accessReview = control(
  'CTL-ACCESS',
  'Access is reviewed each quarter',
  `frequency: quarterly
criteria: [{id: CC6.2, coverage: full}]
manualEvidence: [{id: EVR-ACCESS, title: Review of the quarter, frequency: quarterly, window: P3M}]`,
)
const scanned = control(
  'CTL-SCAN',
  'Systems are scanned',
  `frequency: quarterly
criteria: [{id: CC7.1, coverage: full}]
evidence:
  - {id: EVR-SCAN, title: A clean scan, records: {kind: scan.result}, expect: some, atMost: {failed: 0}, frequency: quarterly, window: P6M}`,
)
const policy = record(
  'Policy',
  'POL-CHANGE',
  'Change',
  `version: "1.0.0"
status: effective
owner: ana
body: POL-CHANGE.md
effectiveFrom: 2026-01-01
lastReviewed: 2026-01-01
reviewEvery: P1Y
classification: internal
approvedBy: [ben]`,
)
const lateReview = record(
  'AccessReview',
  'ARV-2026-Q1',
  'Shop in the first quarter',
  `systems: [shop]
reviewer: ana
population: {source: users, query: all of them, count: 1, digest: "sha256:${'0'.repeat(64)}", takenAt: 2026-03-01T10:00:00Z}
entries: [{account: cy, person: cy, decision: keep, by: ana, at: 2026-04-30}]
due: 2026-03-15
completedAt: 2026-04-30`,
)

const records = [
  typeTwo,
  peopleRecord,
  reviewControl('policies: [POL-CHANGE]'),
  accessReview,
  scanned,
  policy,
  lateReview,
]
const commits = [{ day: '2026-01-05', subject: 'Rules about changes', files: { 'policies/POL-CHANGE.yaml': policy } }]

const log = (approvers: 'ana and ben' | 'ana') =>
  logOf(
    logCreated({ at: '2026-01-01T08:00:00Z' }),
    merged(
      1,
      { at: '2026-01-05T12:00:00Z' },
      {
        landed: [sha('commit 0')],
        mergeSha: sha('commit 0'),
        ...(approvers === 'ana'
          ? {
              counted: [
                { id: '1', login: 'ana', reviewId: '11', commit: sha('head 1'), submittedAt: '2026-01-05T11:00:00Z' },
              ],
            }
          : {}),
      },
    ),
    scan('old', { at: '2026-01-20T10:00:00Z' }),
    // What was done for the first quarter was written down only in June.
    attestation('EVR-ACCESS', ['2026-03-31', '2026-03-31'], { at: '2026-06-01T10:00:00Z' }),
    unreviewed(sha('pushed'), { at: '2026-05-02T10:00:00Z' }),
    audit(sha('baseline'), sha('tip'), { at: '2026-06-30T03:00:00Z' }, { commits: 2, matched: 1, deviations: 1 }),
  )

const world: World = { records, commits, log: log('ana') }
const section = (page: string, heading: string): string =>
  page.split(/^(?=#{1,3} )/m).find((part) => part.startsWith(heading)) ?? ''

describe('what needs attention', () => {
  const index = pageOf('README.md', world)

  test('a review of access that was late: by its evidence and by its own days', () => {
    const deviation = 'late: 62d, recorded only on 2026-06-01'
    expect(section(index, '### Deviations')).toContain(deviation)
    expect(pageOf('controls/CTL-ACCESS.md', world)).toContain(deviation)
    expect(pageOf('criteria/CC6.2.md', world)).toContain(deviation)
    expect(section(index, '### Late or not done')).toMatch(/\*\*late or not done\*\*: .*cy was decided on 2026-04-30/)
    for (const path of ['controls/CTL-ACCESS.md', 'criteria/CC6.2.md', 'criteria/CC6.3.md'])
      expect([path, section(pageOf(path, world), '## What needs attention')]).toEqual([
        path,
        expect.stringContaining('cy was decided on 2026-04-30, after 2026-03-15'),
      ])
  })

  test('evidence that is out of date', () => {
    const words = '**stale**: the newest evidence speaks for 2026-01-20, out of date since 2026-05-06'
    expect(section(index, '### Evidence out of date')).toContain(words)
    expect(section(pageOf('controls/CTL-SCAN.md', world), '## What needs attention')).toContain(words)
    expect(section(pageOf('criteria/CC7.1.md', world), '## What needs attention')).toContain(words)
    const again = logOf(...log('ana'), scan('new', { at: '2026-06-20T10:00:00Z' }))
    const fresh = { ...world, log: again }
    expect(pageOf('README.md', fresh)).not.toContain('Evidence out of date')
    expect(pageOf('controls/CTL-SCAN.md', fresh)).not.toContain('**stale**')
  })

  test('a commit that came around review, although no control looks at it', () => {
    const words = 'came on main without a pull request that the log knows'
    expect(section(index, '### Deviations')).toContain(words)
    expect(section(pageOf('criteria/CC8.1.md', world), '## Deviations')).toContain(words)
    expect(pageOf('priorities.md', world)).toContain('No control looks at it: commit')
  })

  test('an approval that was typed in, until the log shows it', () => {
    const words = '**claimed only**: `approvedBy` names Ben Example'
    expect(section(index, '### Claimed only')).toContain(words)
    for (const path of ['controls/CTL-REVIEW.md', 'criteria/CC8.1.md'])
      expect(section(pageOf(path, world), '## What needs attention')).toContain(words)
    const shown = { ...world, log: log('ana and ben') }
    for (const path of ['README.md', 'controls/CTL-REVIEW.md', 'criteria/CC8.1.md'])
      expect(pageOf(path, shown)).not.toContain('`approvedBy` names Ben')
    expect(rowWith(pageOf('policies/README.md', world), 'POL-CHANGE')?.[3]).toBe(
      'effective; approval by Ben Example **claimed only**',
    )
    expect(rowWith(pageOf('policies/README.md', shown), 'POL-CHANGE')?.[3]).toBe('effective')
  })

  test('a review of access that was late and is followed up, which the check is content with', () => {
    const followed = record(
      'Deficiency',
      'DEF-1',
      'The review was late',
      'control: CTL-ACCESS\ndescription: Decided after its day.\ntype: operating\nseverity: low\nsource: self\nopened: 2026-05-01\nowner: ana\nstatus: open\ndue: 2026-09-01\nabout: [ARV-2026-Q1]',
    )
    const words = 'was completed on 2026-04-30, 46 days late (due by 2026-03-15)'
    const again = { ...world, records: [...records, followed] }
    for (const [path, heading] of [
      ['README.md', '### Late or not done'],
      ['controls/CTL-ACCESS.md', '## What needs attention'],
    ] as const) {
      expect(section(pageOf(path, world), heading)).toContain(words)
      expect(section(pageOf(path, again), heading)).toContain(words)
      expect(section(pageOf(path, again), heading)).not.toContain('cy was decided')
    }
  })

  test('a statement that nothing proves, on every page that speaks of it', () => {
    const claim = attestation(
      'EVR-ACCESS',
      ['2026-01-01', '2026-03-31'],
      { at: '2026-04-02T10:00:00Z' },
      { standing: 'claimed', proof: 'none', person: 'ben' },
    )
    const claimed = { ...world, log: logOf(...log('ana').filter(({ kind }) => kind !== 'attestation'), claim) }
    const words =
      /\*\*claimed only\*\*: nothing proves the statement of Ben Example for 2026-01-01 to 2026-03-31, \[record \d+\]/
    expect(section(pageOf('README.md', claimed), '### Claimed only')).toMatch(words)
    expect(section(pageOf('controls/CTL-ACCESS.md', claimed), '## What needs attention')).toMatch(words)
    expect(pageOf('evidence/2026-04.md', claimed)).toContain(
      'statement of Ben Example for 2026-01-01 to 2026-03-31, about `EVR-ACCESS`; **claimed only**: nothing proves that this person stated it',
    )
    expect(pageOf('evidence/2026-06.md', world)).toContain('about `EVR-ACCESS`; proven to be theirs')
    expect(index).not.toContain('claimed statement')
  })

  test('says at the top how much there is', () => {
    expect(index).toMatch(
      /> 2 deviations, \d+ late or missing deeds?, \d+ stale evidence requirements?, \d+ claimed approvals?: see/,
    )
  })
})

describe('a control whose failure is excepted', () => {
  const exception = record(
    'Exception',
    'EXC-1',
    'One reviewer',
    `control: CTL-REVIEW
resources: [shop]
reason: ${JSON.stringify(hostileLine)}
severity: low
requestedBy: cy
approvedBy: ana
compensatingControls: [CTL-ACCESS]
start: 2026-06-01
expires: 2026-07-31`,
  )
  const page = pageOf('controls/CTL-REVIEW.md', { ...world, records: [...records, exception] })

  test('keeps its failure, and shows what compensates with its own state', () => {
    const rows = rowWith(section(page, '### Compensating controls'), 'CTL-ACCESS')
    expect(rows?.[1]).toBe('**Not met**')
    expect(rows?.[2]).toBe('**it does not work either**')
    expect(page).toContain('Exception in force: EXC-1 until 2026-07-31. What fails stays visible')
  })

  test('says whether its approval is shown', () => {
    expect(rowWith(section(page, '## Exceptions'), 'EXC-1')?.at(-1)).toMatch(/^Ana Example \(\*\*claimed only\*\*/)
  })
})

describe('a criterion that is taken out', () => {
  const decision = record('CriterionDecision', 'DEC-1', 'x', '')
    .replace(/^title: .*\n/m, '')
    .concat(
      'criterion: CC6.4\napplicability: not-applicable\njustification: No rooms.\napprovedBy: ben\nreviewBy: 2026-12-31\n',
    )
  const decided = { ...world, records: [...records, decision] }

  test('names who approved it as a claim, and the day of its review', () => {
    const page = pageOf('criteria/CC6.4.md', decided)
    expect(rowWith(page, 'Decision')?.[1]).toMatch(
      /^DEC-1, approved by Ben Example \(\*\*claimed only\*\*.*2026-12-31$/,
    )
    expect(rowWith(section(pageOf('criteria/README.md', decided), '## Not applicable'), 'CC6.4')?.[3]).toContain(
      'claimed only',
    )
  })

  test('is shown by the log where the change that brought it was reviewed by that person', () => {
    const shown: World = {
      ...decided,
      commits: [{ day: '2026-01-05', subject: 'No rooms', files: { 'decisions/DEC-1.yaml': decision } }],
      log: log('ana and ben'),
    }
    expect(rowWith(pageOf('criteria/CC6.4.md', shown), 'Decision')?.[1]).toContain('shown by a counted review')
  })
})

test('a deficiency tells on the page of its control how far it is mended', () => {
  const deficiency = record(
    'Deficiency',
    'DEF-1',
    'Scans stopped',
    `description: ${JSON.stringify(hostileLine)}
source: assessment
type: operating
severity: medium
status: closed
control: CTL-SCAN
opened: 2026-04-01
owner: ana
remediation: {description: It runs again., pullRequest: "https://github.com/example/shop/pull/1"}`,
  )
  const page = pageOf('controls/CTL-SCAN.md', { ...world, records: [...records, deficiency] })
  expect(section(page, '## Deficiencies')).toContain('**Closed without a test after the mending**')
  expect(section(page, '## Deficiencies')).toContain(
    '| 2026-04-01 | became known: Scans stopped | written down by people |',
  )
})

test('the pages are whole, whatever people wrote', () => {
  const hostile = records.map((text) => text.replace(/^title: .*$/m, `title: ${JSON.stringify(hostileLine)}`))
  const pages = pagesOf({ ...world, records: hostile })
  const paths = new Set(pages.keys())
  const faults = [...pages]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) => structureFaults(path, text, paths))
  expect(faults).toEqual([])
})

test('the work list is whole on its own page, and the front page has its first ten', () => {
  const whole = pageOf('priorities.md', world).match(/^\| \d+ \|/gm) ?? []
  const front = section(pageOf('README.md', world), '## What to fix first').match(/^\| \d+ \|/gm) ?? []
  expect(front).toEqual(whole.slice(0, 10))
  expect(whole.length).toBeGreaterThan(10)
  expect(pageOf('README.md', world)).toContain(`${whole.length - 10} more stand in [what to fix first](priorities.md)`)
})
