import { people } from './demo-people.ts'
import type { DemoPerson } from './demo-repository.ts'
import type { Step } from './demo-steps.ts'

const { ana, ben, hana, gus, kim } = people

/** What the scanner of dependencies says of the shop on a day. */
function scan(day: string, high: number): Step {
  const at = `${day}T04:00:00Z`
  const results = Array.from({ length: high }, (_, index) => ({
    ruleId: 'outdated-library',
    message: { text: 'A newer release repairs a weakness.' },
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'app/libraries.txt' }, region: { startLine: index + 1 } } },
    ],
  }))
  const driver = {
    name: 'Example Scanner',
    semanticVersion: '4.2.0',
    rules: [{ id: 'outdated-library', properties: { 'security-severity': '7.5' } }],
  }
  const invocations = [{ executionSuccessful: true, startTimeUtc: `${day}T03:50:00Z`, endTimeUtc: at }]
  return {
    kind: 'import',
    source: { format: 'sarif', system: 'service' },
    file: `scan-${day}.sarif`,
    text: JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver }, invocations, results }] }, null, 2),
    query: 'example-scanner --format sarif app',
    saysWhen: true,
    at: `${day}T05:00:00Z`,
  }
}

/** A run of the tests on the protected branch, with the lines that it reached. */
function testRun(day: string, tests: number, reached: number): readonly Step[] {
  const at = `${day}T15:20:00Z`
  const cases = Array.from({ length: tests }, (_, index) => `  <testcase classname="shop" name="case ${index + 1}"/>`)
  const lines = Array.from({ length: 100 }, (_, index) => `DA:${index + 1},${index < reached ? 1 : 0}`)
  const run = { kind: 'import', query: 'npm test', at } as const
  return [
    {
      ...run,
      source: { format: 'junit', system: 'service' },
      file: `tests-${day}.xml`,
      text: [`<testsuite name="shop" tests="${tests}" failures="0" errors="0">`, ...cases, '</testsuite>', ''].join(
        '\n',
      ),
    },
    {
      ...run,
      source: { format: 'lcov', system: 'service' },
      file: `coverage-${day}.info`,
      text: ['TN:', `SF:app/shop-${day}.ts`, ...lines, 'LF:100', `LH:${reached}`, 'end_of_record', ''].join('\n'),
    },
  ]
}

const states = (
  at: string,
  requirement: string,
  by: DemoPerson,
  [from, to]: readonly [string, string],
  statement: string,
  isProven = true,
): Step => ({ kind: 'statement', requirement, statement, by, isProven, from, to, at: `${at}T10:00:00Z` })

const autumn = ['2025-09-01', '2025-11-30'] as const
const winter = ['2025-12-01', '2026-02-28'] as const
const spring = ['2026-03-01', '2026-05-31'] as const

/** What people state over the year; each started a run of the workflow, but for the one that somebody else typed. */
const statements: readonly Step[] = [
  states('2025-12-04', 'EVR-RSK-ASSESS', ana, autumn, 'The registers were gone through with the technical leads.'),
  states('2026-03-05', 'EVR-RSK-ASSESS', ana, winter, 'The registers were gone through; the outage of January is in.'),
  states('2026-06-04', 'EVR-RSK-ASSESS', ana, spring, 'The registers were gone through.'),
  states('2026-08-27', 'EVR-RSK-ASSESS', ana, ['2026-06-01', '2026-08-26'], 'The registers were gone through.'),
  states('2025-11-27', 'EVR-ACC-REVIEW', ana, ['2025-10-01', '2025-11-26'], 'All lines were decided within a week.'),
  states('2026-05-06', 'EVR-ACC-REVIEW', ana, winter, 'All lines were decided, four of them five weeks late.'),
  states('2026-06-25', 'EVR-ACC-REVIEW', ana, spring, 'All lines were decided; one account is to be closed.'),
  states('2025-12-11', 'EVR-GOV-OVERSIGHT', gus, autumn, 'The body met on 10 December; its minutes are kept.'),
  // Typed for somebody else, and nothing shows that he agreed: a claim, which counts for nothing.
  states('2026-03-12', 'EVR-GOV-OVERSIGHT', gus, winter, 'The body met on 11 March; its minutes are kept.', false),
  states('2026-06-11', 'EVR-GOV-OVERSIGHT', gus, spring, 'The body met on 10 June; its minutes are kept.'),
  states('2026-04-23', 'EVR-BCP-RESTORE', ben, ['2026-02-01', '2026-04-22'], 'The store of files was restored.'),
  states(
    '2026-07-16',
    'EVR-VEN-REVIEW',
    hana,
    ['2026-04-18', '2026-07-15'],
    'Two reports and a bridge letter were read.',
  ),
  states(
    '2026-02-03',
    'EVR-INC-REVIEW',
    hana,
    ['2025-11-17', '2026-02-02'],
    'The outage of January was looked back at.',
  ),
  states('2026-07-06', 'EVR-CHG-TEST', hana, ['2025-09-25', '2026-07-05'], 'A failed test blocked two merges.'),
  states(
    '2026-04-14',
    'EVR-OPS-VULN',
    hana,
    ['2026-03-04', '2026-04-13'],
    'Two findings are open and within their limits.',
  ),
  states('2026-05-12', 'EVR-OPS-VULN', hana, ['2026-04-14', '2026-05-11'], 'One finding is open and within its limit.'),
  states('2026-08-27', 'EVR-PPL-TRAINING', ana, ['2025-10-01', '2026-08-26'], 'Ten of ten people completed it.'),
]

/** Who left, from the list of staff. */
const leavers: Step = {
  kind: 'import',
  source: 'SRC-LEAVERS',
  file: 'leavers-2026-05.csv',
  text: ['Employee id,Name,Department,Last day,Accounts', `E-10,${kim.name},Support,2026-05-15,${kim.login}`, ''].join(
    '\n',
  ),
  query: 'All who left in May 2026',
  at: '2026-06-01T08:00:00Z',
}

/** Evidence that other tools and people give. Scans come each month of spring; after May there is none. */
export const evidenceOfYear: readonly Step[] = [
  scan('2026-03-09', 3),
  scan('2026-04-13', 2),
  scan('2026-05-11', 1),
  ...testRun('2025-10-08', 41, 82),
  ...testRun('2026-01-22', 44, 83),
  ...testRun('2026-03-18', 47, 84),
  ...testRun('2026-04-01', 49, 84),
  ...testRun('2026-07-03', 52, 86),
  ...statements,
  leavers,
]
