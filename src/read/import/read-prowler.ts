import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'
import { list, listEach, type Of, object, plain, text } from './json-shape.ts'
import { parseMoment } from './parse-moment.ts'
import { readJson, readJsonLine } from './read-json.ts'
import { readLines } from './read-lines.ts'
import { type ScanFinding, type ScanReading, type Severity, Span } from './reading.ts'
import { remember } from './remember.ts'
import { toCheckId, toScanText, toToolText } from './scan-text.ts'

const findingShape = object({
  metadata: object({ event_code: text, product: object({ name: text, version: text }) }),
  status: text,
  status_code: text,
  severity: text,
  time: plain,
  resources: list(object({ uid: text, region: text, namespace: text })),
  cloud: object({ account: object({ uid: plain }), provider: text, region: text }),
  unmapped: object({ provider: text, provider_uid: plain }),
})

type Finding = Of<typeof findingShape>

/**
 * What Prowler found, from its OCSF output: a JSON array, or one finding a line. `MANUAL` and whatever is neither `PASS` nor
 * `FAIL` was not evaluated; what was muted is suppressed. Messages, names and tags of resources are not kept.
 *
 * @param salt for pseudonyms of e-mail addresses
 * @throws ImportRefused
 * @see https://github.com/prowler-cloud/prowler/blob/master/prowler/lib/outputs/ocsf/ocsf.py
 */
export async function readProwler(bytes: Bytes, salt: string): Promise<ScanReading> {
  const findings: ScanFinding[] = []
  const resources = new Set<string>()
  const versions = new Set<string>()
  const providers = new Set<string>()
  const accounts = new Set<string>()
  const regions = new Set<string>()
  const span = new Span()
  const said = { check: remember(toCheckId), resource: remember((uid) => toScanText(uid, salt)) }
  const take = (finding: Finding): void => {
    if (findings.length >= importLimits.rows) {
      throw new ImportRefused(`There are more than ${importLimits.rows} findings`, 'Split the file.')
    }
    const { metadata, cloud, unmapped } = finding
    const [resource] = finding.resources ?? []
    const check = metadata?.event_code
    if (metadata?.product?.name !== 'Prowler' || check === undefined) {
      throw new ImportRefused('This is no finding of Prowler', 'Let it write `--output-formats json-ocsf`.')
    }
    const account = String(cloud?.account?.uid ?? unmapped?.provider_uid ?? '')
    versions.add(metadata.product.version ?? '')
    providers.add((cloud?.provider ?? unmapped?.provider ?? '').toLowerCase())
    accounts.add(account)
    regions.add(cloud?.region ?? resource?.region ?? '')
    const moment = momentOf(finding.time)
    if (moment !== undefined) span.add(moment)
    const uid = resource?.uid ?? account
    resources.add(uid)
    findings.push({
      check: said.check(check),
      resource: uid === '' ? null : said.resource(uid),
      severity: severityOf(finding.severity),
      status: statusOf(finding),
      openedAt: null,
      closedAt: null,
    })
  }
  await readEach(bytes, take)
  const [provider = ''] = providers
  return {
    tool: 'Prowler',
    toolVersion: toToolText(named(versions).join(' ')) || null,
    scope: toScanText(scopeOf(providers, accounts, regions), salt, 400),
    resources: resources.size,
    findings,
    checks: [],
    provider: providers.size === 1 && provider !== '' ? provider : null,
    doubts: findings.length === 0 ? ['the file has no finding'] : [],
    from: span.from,
    to: span.to,
  }
}

/** One array, or an object on each line; the first byte that is no space tells which. */
async function readEach(bytes: Bytes, take: (finding: Finding) => void): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first = await iterator.next()
  const rest = (async function* () {
    if (first.done !== true) yield first.value
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  })()
  const begins = first.done === true ? '' : Buffer.from(first.value).toString('latin1').trimStart()
  if (!begins.startsWith('{')) {
    await readJson(rest, listEach(findingShape, take))
    return
  }
  for await (const line of readLines(rest)) {
    if (line.bytes.every((byte) => byte === 0x20 || byte === 0x09)) continue
    const finding = readJsonLine(line.bytes, findingShape, line.number)
    try {
      take(finding)
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error
      throw new ImportRefused(error.what, error.remedy, { line: line.number }, { cause: error })
    }
  }
}

/** `time` counts from 1970 wherever it ran; `time_dt` beside it is the local time of that machine, without its zone. */
function momentOf(time: string | number | boolean | undefined): string | undefined {
  const written = String(time ?? '')
  const reading = parseMoment(written, written.length === 13 ? 'unix-ms' : 'unix')
  return reading.ok ? reading.moment : undefined
}

const named = (found: ReadonlySet<string>): string[] => [...found].filter((one) => one !== '').sort()

function scopeOf(providers: ReadonlySet<string>, accounts: ReadonlySet<string>, regions: ReadonlySet<string>): string {
  const say = (word: string, found: ReadonlySet<string>) =>
    named(found).length === 0 ? [] : [`${word} ${named(found).join(', ')}`]
  return [...say('provider', providers), ...say('account', accounts), ...say('region', regions)].join('; ')
}

function statusOf({ status, status_code: code }: Finding): ScanFinding['status'] {
  // What is muted says so beside what it would be; older versions have it instead.
  if (status?.toLowerCase() === 'suppressed' || code?.toUpperCase() === 'MUTED') return 'suppressed'
  if (code?.toUpperCase() === 'PASS') return 'passed'
  return code?.toUpperCase() === 'FAIL' ? 'failed' : 'not-evaluated'
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational']

const severityOf = (word: string | undefined): Severity =>
  severities.find((severity) => severity === word?.toLowerCase()) ?? 'unrated'
