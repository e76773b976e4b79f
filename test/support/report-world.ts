import { assessProgram } from '../../src/assess/assess-program.ts'
import { checkpointText } from '../../src/evidence/checkpoint.ts'
import type { LogRecord } from '../../src/model/log-record.ts'
import type { ProgramModel } from '../../src/model/program-model.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { type HistoricFile, type RevisionCommit, recordHistory } from '../../src/read/record-history.ts'
import { renderDocuments } from '../../src/render/render-documents.ts'
import type { RenderInput } from '../../src/render/render-input.ts'
import { audit, logCreated, logOf, merged, sha, type Unplaced, unreviewed } from './log-builder.ts'

/** Text of people that would like to break out of a page; it stands in a quoted scalar of YAML. */
export const hostileLine = '| <script> @everyone #1 $x$ </details> ``` [x](javascript:a) ![i](http://i) <!--'

const head = (kind: string, id: string, title: string): string =>
  `apiVersion: countersign/v1\nkind: ${kind}\nid: ${id}\ntitle: ${JSON.stringify(title)}\n`

/** A YAML record. @param rest its other fields, as YAML */
export const record = (kind: string, id: string, title: string, rest: string): string =>
  `${head(kind, id, title)}${rest}`

export const programRecord = (over: string): string =>
  record(
    'Program',
    'PRG-MAIN',
    'SOC 2 program',
    `status: operating
organisation: {name: Example Ltd, securityLead: ana}
${over}`,
  )

export const typeTwo = programRecord(`system:
  name: Shop
  description: Customers sell things on it and see what was paid.
  boundary: The repository example/shop and the production account.
categories: [CC, A]
reportType: type2
period: {start: 2026-01-01, end: 2026-06-30}`)

export const typeOne = programRecord(`system: {name: Shop, description: Customers sell things on it.}
categories: [CC]
reportType: type1
asOf: 2026-06-30`)

export const peopleRecord = `apiVersion: countersign/v1
kind: People
people:
  - {id: ana, name: Ana Example, accounts: [{login: ana, id: 1}], type: employee, start: 2020-01-01}
  - {id: ben, name: Ben Example, accounts: [{login: ben, id: 2}], type: employee, start: 2020-01-01}
  - {id: cy, name: Cy Example, accounts: [{login: cy, id: 3}], type: contractor, start: 2020-01-01}
teams:
  - {id: platform, title: Platform, members: [ben, cy]}
`

/** A key control over every merge, with a test procedure. */
export const reviewControl = (over = ''): string =>
  record(
    'Control',
    'CTL-REVIEW',
    'Changes are reviewed',
    `statement: Two people who did not write a change approve it before it is merged.
type: preventive
nature: automated
frequency: per-event
owner: ana
operator: The gate
keyControl: true
status: operating
criteria: [{id: CC8.1, coverage: full}]
evidence:
  - id: EVR-MERGED
    title: Every merge was approved
    records: {kind: change.merged}
    expect: every
    satisfying: {verdict: approved}
    frequency: per-event
    window: P1Y
test:
  - {method: inspection, steps: Draw merges and look who approved them.}
${over}`,
  )

/** A control that a person attests each quarter. */
export const accessControl = record(
  'Control',
  'CTL-ACCESS',
  'Access is looked at',
  `statement: Each quarter the owner of a system looks at everybody who can get in.
type: detective
nature: manual
frequency: quarterly
owner: ben
status: operating
criteria: [{id: CC6.2, coverage: partial, rationale: accounts of people}]
manualEvidence:
  - {id: EVR-ACCESS, title: The review of the quarter, frequency: quarterly, window: P3M}
test:
  - {method: inquiry, steps: Ask who did the review and see the list.}`,
)

export const plannedControl = record(
  'Control',
  'CTL-PLANNED',
  'Backups are tried',
  `statement: A backup is restored each quarter.
type: detective
nature: manual
frequency: quarterly
status: planned
criteria: [{id: A1.3, coverage: full}]`,
)

/** Four merges, of which one was refused, and a commit around review; audits covered the time. */
export const someRecords: readonly Unplaced[] = [
  logCreated({ at: '2026-01-01T08:00:00Z' }),
  merged(1, { at: '2026-02-01T10:00:00Z' }),
  merged(2, { at: '2026-03-01T10:00:00Z' }),
  merged(3, { at: '2026-04-01T10:00:00Z' }, { verdict: 'refused', reasons: ['one approval is missing'] }),
  merged(4, { at: '2026-05-01T10:00:00Z' }),
  unreviewed(sha('pushed'), { at: '2026-05-02T10:00:00Z' }),
  audit(sha('baseline'), sha('tip'), { at: '2026-06-30T03:00:00Z' }, { commits: 5, matched: 3, deviations: 2 }),
]

const text = (value: string): string => JSON.stringify(value)

/**
 * Records about everything that the pages of the report speak of.
 * @param says what people wrote, wherever they write prose
 */
export const richRecords = (says = 'It is so.'): readonly string[] => [
  ...someProgram,
  record(
    'Commitment',
    'CMT-UPTIME',
    'Uptime',
    `type: sla
status: in-force
statement: ${text(says)}
audience: public
since: 2026-01-01
criteria: [A1.1]
controls: [CTL-REVIEW]
uptime: {percent: 99.9, window: P1M}`,
  ),
  record(
    'Commitment',
    'CMT-LATER',
    'Later',
    `type: notice\nstatus: planned\nstatement: ${text(says)}\naudience: public`,
  ),
  record(
    'Commitment',
    'CMT-REQUIRED',
    'Encrypted connections',
    `type: requirement\nstatus: in-force\nstatement: ${text(says)}\naudience: customers\ncriteria: [CC6.7]`,
  ),
  record(
    'ServiceLevels',
    'SLA-MAIN',
    'Service levels',
    `status: in-force
availability: {target: 99.9, window: P1M}
latency: {p95Ms: 2000}
responseTargets: {critical: {acknowledge: PT15M}}`,
  ),
  record(
    'DataInventory',
    'INV-MAIN',
    'Systems and data',
    `systems:
  - id: shop
    title: Shop
    description: ${text(says)}
    owner: ana
    criticality: critical
    environments: [production]
    repositories: [example/shop]
    vendor: VEN-CLOUD
    accessPaths: [web]
dataClasses:
  - {id: orders, title: Orders, classification: confidential, personal: true}
  - {id: logs, title: Logs, classification: internal}
assets:
  - {id: orders-db, title: Database of orders, system: shop, dataClass: orders, owner: ana}
retention:
  - {dataClass: orders, keep: P30D, countedFrom: contract-end, disposal: delete}`,
  ),
  record(
    'Vendor',
    'VEN-CLOUD',
    'Cloud Example',
    `status: active
owner: ana
tier: critical
services: [Computers and storage]
subprocessor: true
subservice: carve-out
dataClasses: [orders]
reports:
  - {type: soc2-type2, periodStart: 2025-07-01, periodEnd: 2026-06-30, opinion: unqualified, reviewedBy: ana, reviewedAt: 2026-06-29}`,
  ),
  record('Vendor', 'VEN-MAIL', 'Mail Example', 'status: active\nowner: ana\ntier: critical\nservices: [Mail]'),
  record(
    'ComplementaryControl',
    'CCO-ACCOUNTS',
    'Customers look after accounts',
    `complement: cuec
statement: ${text(says)}
criteria: [CC6.1]
neededBy: [CTL-ACCESS]
communicated: The guide for administrators`,
  ),
  record(
    'ComplementaryControl',
    'CCO-ROOMS',
    'The cloud guards its rooms',
    `complement: csoc\nvendor: VEN-CLOUD\nstatement: ${text(says)}\ncriteria: [CC6.4]\nmonitoredBy: [CTL-ACCESS]`,
  ),
  record(
    'Incident',
    'INC-2026-01',
    'Nobody could pay',
    `severity: high
category: availability
owner: ana
detectedAt: 2026-03-03T10:00:00Z
resolvedAt: 2026-03-03T12:00:00Z
impact: ${text(says)}
rootCause: ${text(says)}`,
  ),
  record(
    'Incident',
    'INC-2026-02',
    'A slow hour',
    `severity: low\ncategory: availability\nowner: ana\ndetectedAt: 2026-03-04T10:00:00Z\nimpact: ${text(says)}`,
  ),
]

export interface WorldCommit {
  readonly day: string
  readonly subject: string
  /** Whole text of files that it wrote, by path; undefined: it removed the file. */
  readonly files: Readonly<Record<string, string | undefined>>
}

export interface World {
  /** Records as YAML; the one of the program among them. */
  readonly records?: readonly string[]
  readonly log?: readonly LogRecord[]
  readonly asOf?: string
  readonly commits?: readonly WorldCommit[]
  readonly url?: string
  readonly over?: Partial<RenderInput>
}

/** The model of these records, read by the reader of the product. @throws Error for a record with a mistake */
export function modelOf(records: readonly string[]): ProgramModel {
  const { model, problems } = readProgram(
    records.map((text, index) => ({ path: `compliance/${index}.yaml`, bytes: Buffer.from(text) })),
  )
  if (problems[0] !== undefined) throw new Error(`a record of the test has a mistake: ${problems[0].message}`)
  return model
}

export const policyRecord = (version: string, over = 'classification: public'): string =>
  record(
    'Policy',
    'POL-CHANGE',
    'Change',
    `version: "${version}"
status: effective
owner: ana
body: POL-CHANGE.md
effectiveFrom: 2026-01-01
lastReviewed: 2026-01-01
reviewEvery: P1Y
${over}`,
  )

export const someProgram: readonly string[] = [
  typeTwo,
  peopleRecord,
  reviewControl(),
  accessControl,
  plannedControl,
  policyRecord('1.0.0'),
]

export function inputOf(world: World = {}): RenderInput {
  const log = world.log ?? logOf(...someRecords)
  const model = modelOf(world.records ?? someProgram)
  const commits = (world.commits ?? []).map(({ day, subject }, index): RevisionCommit => {
    return { sha: sha(`commit ${index}`), committedAt: `${day}T12:00:00Z`, subject }
  })
  const versions = (world.commits ?? []).flatMap(({ files }, index) =>
    Object.entries(files).map(([path, text]): HistoricFile => {
      const commit = commits[index]
      if (commit === undefined) throw new Error('a version without its commit')
      return { commit, path: `compliance/${path}`, bytes: text === undefined ? undefined : Buffer.from(text) }
    }),
  )
  const paths = [...new Set(versions.map(({ path }) => path))]
  return {
    model,
    history: recordHistory(
      commits,
      paths.map((path) => versions.filter((version) => version.path === path)),
    ),
    commits: new Map(commits.map(({ sha: id, subject }) => [id, { authorName: 'Cy Example', subject }])),
    log,
    assessment: assessProgram(model, log, world.asOf ?? '2026-06-30', { protectedBranch: 'main' }),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: sha('source'),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: world.url,
    ...world.over,
  }
}

export const pagesOf = (world: World = {}): ReadonlyMap<string, string> => renderDocuments(inputOf(world))

/** One page. @throws Error where it is not there: a test of a page that does not exist shows nothing */
export function pageOf(path: string, world: World = {}): string {
  const text = pagesOf(world).get(path)
  if (text === undefined) throw new Error(`there is no page ${path}`)
  return text
}

/** The rows of the tables of a page, cells trimmed, head and rule included. */
export const rowsOf = (page: string): readonly (readonly string[])[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )

/** The row whose first cell has a text. */
export const rowWith = (page: string, first: string): readonly string[] | undefined =>
  rowsOf(page).find(([cell]) => cell?.includes(first) === true)
