import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import { flag, list, listEach, number, type Of, object, plain, text } from './json-shape.ts'
import { parseMoment } from './parse-moment.ts'
import { readJson } from './read-json.ts'
import { type ScanFinding, type ScanReading, type Severity, Span } from './reading.ts'
import { remember } from './remember.ts'
import { toCheckId, toScanText, toToolText } from './scan-text.ts'

const severity = object({ 'security-severity': plain })
const rule = object({ id: text, defaultConfiguration: object({ level: text }), properties: severity })
const component = object({ name: text, version: text, semanticVersion: text, rules: list(rule) })
const artifactPlace = object({ uri: text, index: number })
const notifications = list(object({ level: text }))

const resultShape = object({
  ruleId: text,
  ruleIndex: number,
  rule: object({ id: text, index: number, toolComponent: object({ index: number }) }),
  kind: text,
  level: text,
  baselineState: text,
  suppressions: list(object({ status: text })),
  locations: list(
    object({ physicalLocation: object({ artifactLocation: artifactPlace, region: object({ startLine: number }) }) }),
  ),
  properties: severity,
})

const runShape = (take: (result: Of<typeof resultShape>) => void) =>
  object({
    tool: object({ driver: component, extensions: list(component) }),
    results: listEach(resultShape, take),
    artifacts: list(object({ location: artifactPlace, roles: list(text) })),
    invocations: list(
      object({
        executionSuccessful: flag,
        startTimeUtc: text,
        endTimeUtc: text,
        toolExecutionNotifications: notifications,
        toolConfigurationNotifications: notifications,
      }),
    ),
    automationDetails: object({ id: text }),
    versionControlProvenance: list(object({ repositoryUri: text, revisionId: text })),
    externalPropertyFileReferences: object({ results: list(object({})) }),
  })

type Result = Of<typeof resultShape>
type Run = Of<ReturnType<typeof runShape>>

/** What a result is, short: the tool may only be told after all of its results. */
interface Brief {
  readonly ruleId: string | undefined
  readonly ruleIndex: number | undefined
  readonly component: number | undefined
  readonly kind: string
  readonly level: string | undefined
  readonly score: number | undefined
  readonly isSuppressed: boolean
  readonly uri: string | undefined
  readonly artifact: number | undefined
  readonly line: number | undefined
}

/**
 * What the tools of a SARIF file found, one reading for each tool. A run without results, one that did not end well, and one
 * whose results lie elsewhere are doubts: nothing found there means nothing. Messages, snippets and command lines are never
 * kept: they hold code and sometimes the secret that was found.
 *
 * @param salt for pseudonyms of e-mail addresses
 * @throws ImportRefused
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export async function readSarif(bytes: Bytes, salt: string): Promise<readonly ScanReading[]> {
  let briefs: Brief[] = []
  let kept = 0
  const readings = new Map<string, ScanReading>()
  const take = (result: Result): void => {
    kept += 1
    if (kept > importLimits.rows)
      throw new ImportRefused(`There are more than ${importLimits.rows} results`, 'Split it.')
    // Results that an earlier scan had and this one does not have any more.
    if (result.baselineState !== 'absent') briefs.push(toBrief(result))
  }
  const endRun = (run: Run): void => {
    const reading = toReading(run, briefs, salt)
    const name = JSON.stringify([reading.tool, reading.toolVersion])
    const known = readings.get(name)
    readings.set(name, known === undefined ? reading : joined(known, reading))
    briefs = []
  }
  const file = await readJson(bytes, object({ version: text, runs: listEach(runShape(take), endRun) }))
  if (file.version !== '2.1.0' || file.runs === undefined) {
    throw new ImportRefused('This is no SARIF 2.1.0', 'It is JSON with `version: "2.1.0"` and a list `runs`.')
  }
  return readings.size > 0 ? [...readings.values()] : [nothing]
}

const nothing: ScanReading = {
  ...{ tool: 'unknown', toolVersion: null, scope: '', resources: null, findings: [], checks: [], provider: null },
  ...{ doubts: ['the file has no run'], from: null, to: null },
}

function toBrief(result: Result): Brief {
  const { ruleId, ruleIndex, rule: by, kind = 'fail', level, locations, suppressions = [], properties } = result
  const place = locations?.[0]?.physicalLocation
  return {
    ruleId: ruleId ?? by?.id,
    ruleIndex: ruleIndex ?? by?.index,
    component: by?.toolComponent?.index,
    kind,
    level,
    score: toScore(properties),
    // One that is under review or was rejected silences nothing.
    isSuppressed: suppressions.length > 0 && suppressions.every(({ status = 'accepted' }) => status === 'accepted'),
    uri: place?.artifactLocation?.uri,
    artifact: place?.artifactLocation?.index,
    line: place?.region?.startLine,
  }
}

function toScore(properties: Of<typeof severity> | undefined): number | undefined {
  const value = properties?.['security-severity']
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof score === 'number' && score >= 0 && score <= 10 ? score : undefined
}

function toReading(run: Run, briefs: readonly Brief[], salt: string): ScanReading {
  const { driver, extensions = [] } = run.tool ?? {}
  const said = { check: remember(toCheckId), place: remember((uri) => toScanText(uri, salt, 480)) }
  const span = new Span()
  for (const { startTimeUtc, endTimeUtc } of run.invocations ?? []) {
    for (const moment of [startTimeUtc, endTimeUtc]) {
      const reading = parseMoment(moment ?? '')
      if (reading.ok && !reading.isDay) span.add(reading.moment)
    }
  }
  const targets = (run.artifacts ?? []).filter(({ roles = [] }) => roles.includes('analysisTarget')).length
  const version = driver?.semanticVersion ?? driver?.version ?? ''
  return {
    tool: toToolText(driver?.name ?? '') || 'unknown',
    toolVersion: toToolText(version) || null,
    scope: toScanText(scopeOf(run), salt, 300),
    resources: targets === 0 ? null : targets,
    findings: briefs.map((brief) => toFinding(brief, run, said)),
    checks: [driver, ...extensions]
      .flatMap((one) => one?.rules ?? [])
      .flatMap(({ id }) => (id === undefined ? [] : toCheckId(id))),
    provider: null,
    doubts: doubtsOf(run),
    from: span.from,
    to: span.to,
  }
}

function scopeOf({ automationDetails, versionControlProvenance = [] }: Run): string {
  const versions = versionControlProvenance.map(({ repositoryUri = '', revisionId = '' }) => {
    // An address may hold the token it was cloned with.
    return `${repositoryUri.replace(/\/\/[^/@]*@/, '//')}@${revisionId}`
  })
  return [...(automationDetails?.id === undefined ? [] : [automationDetails.id]), ...versions].join(' ')
}

function doubtsOf(run: Run): string[] {
  const { invocations = [], results, externalPropertyFileReferences: elsewhere } = run
  const hasError = invocations.some(
    ({ toolExecutionNotifications: ran = [], toolConfigurationNotifications: set = [] }) =>
      [...ran, ...set].some(({ level }) => level === 'error'),
  )
  return [
    ...(results === undefined ? ['a run has no results: it did not scan'] : []),
    ...(invocations.some(({ executionSuccessful }) => executionSuccessful === false)
      ? ['the tool says that it failed']
      : []),
    ...(hasError ? ['the tool met an error'] : []),
    ...((elsewhere?.results?.length ?? 0) > 0 ? ['results of a run lie in another file'] : []),
  ]
}

const statusOfKind: Readonly<Record<string, ScanFinding['status']>> = {
  fail: 'failed',
  pass: 'passed',
  informational: 'passed',
}

/** What is kept of the texts of a run. */
interface Said {
  check(id: string): string
  place(uri: string): string
}

function toFinding(brief: Brief, run: Run, said: Said): ScanFinding {
  const { driver, extensions = [] } = run.tool ?? {}
  const rules = (brief.component === undefined ? driver : extensions[brief.component])?.rules ?? []
  const found = rules[brief.ruleIndex ?? -1] ?? ruleOf(run, brief.ruleId)
  const id = brief.ruleId ?? found?.id
  const status = statusOfKind[brief.kind] ?? 'not-evaluated'
  const level = brief.level ?? (brief.kind === 'fail' ? (found?.defaultConfiguration?.level ?? 'warning') : 'none')
  const uri = brief.uri ?? run.artifacts?.[brief.artifact ?? -1]?.location?.uri
  const at = brief.line === undefined ? '' : `:${brief.line}`
  return {
    check: id === undefined ? 'no-rule' : said.check(id),
    resource: uri === undefined ? null : `${said.place(uri)}${at}`,
    severity: severityOf(brief.score ?? toScore(found?.properties), level),
    status: brief.isSuppressed && status === 'failed' ? 'suppressed' : status,
    openedAt: null,
    closedAt: null,
  }
}

/** Rules by id, made once for a run: results seldom say where their rule is. */
const rulesOfRun = new WeakMap<Run, ReadonlyMap<string, Of<typeof rule>>>()

function ruleOf(run: Run, id: string | undefined): Of<typeof rule> | undefined {
  let rules = rulesOfRun.get(run)
  if (rules === undefined) {
    const { driver, extensions = [] } = run.tool ?? {}
    const all = [driver, ...extensions].flatMap((one) => one?.rules ?? [])
    rules = new Map(all.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])))
    rulesOfRun.set(run, rules)
  }
  // `CA1000/1` is a case of the rule `CA1000`.
  return id === undefined ? undefined : (rules.get(id) ?? rules.get(id.replace(/\/[^/]*$/, '')))
}

const severityOfLevel: Readonly<Record<string, Severity>> = {
  error: 'high',
  warning: 'medium',
  note: 'low',
  none: 'informational',
}

/**
 * A score counts as GitHub's code scanning has it: from 9.0 critical, from 7.0 high, from 4.0 medium, above 0 low. A tool
 * without scores has levels only.
 */
function severityOf(score: number | undefined, level: string): Severity {
  if (score === undefined) return severityOfLevel[level] ?? 'unrated'
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'informational'
}

/** Two runs of one tool: what is known of each is known of both. */
function joined(one: ScanReading, other: ScanReading): ScanReading {
  const span = new Span()
  for (const moment of [one.from, one.to, other.from, other.to]) if (moment !== null) span.add(moment)
  return {
    ...one,
    scope: [...new Set([one.scope, other.scope])]
      .filter((scope) => scope !== '')
      .join(' ')
      .slice(0, 400),
    resources: one.resources === null || other.resources === null ? null : one.resources + other.resources,
    findings: [...one.findings, ...other.findings],
    checks: [...new Set([...one.checks, ...other.checks])],
    doubts: [...new Set([...one.doubts, ...other.doubts])],
    ...{ from: span.from, to: span.to },
  }
}
