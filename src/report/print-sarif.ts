import type { Location } from '../model/location.ts'
import { version } from '../model/version.ts'
import type { CheckPrinter } from './check-printer.ts'
import type { CheckReport, ReportItem } from './check-report.ts'
import { fingerprintItems, type NamedItem } from './fingerprints.ts'
import { printable } from './printable.ts'
import { ruleTextOf } from './rule-text.ts'

/** GitHub refuses a file with more results than this, and one with more locations in a result. */
const mostResults = 25_000
const mostRelated = 100

/**
 * The report as SARIF 2.1.0. Findings that an exception waives or a baseline lists are in it,
 * suppressed. What could not be looked
 * at is a notification, and where it leaves the verdict open the invocation was not successful.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const printSarif: CheckPrinter = (report, { textOf }) => {
  const worstFirst = [...report.items].sort((a, b) => rank(a) - rank(b))
  const found = fingerprintItems([...worstFirst, ...report.waived, ...report.baselined], textOf)
  const shown = found.slice(0, mostResults)
  const codes = [...new Set([...report.rules.map(({ id }) => id), ...shown.map(({ item }) => item.code)])].sort()
  const indexOf = new Map(codes.map((code, index) => [code, index]))
  const severityOf = new Map(report.rules.map(({ id, severity }) => [id, severity]))
  const run = {
    tool: {
      driver: {
        name: 'Countersign',
        semanticVersion: version,
        rules: codes.map((code) => descriptorOf(code, severityOf.get(code))),
      },
    },
    invocations: [invocationOf(report, found.length - shown.length)],
    automationDetails: { id: 'countersign/check/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    results: shown.map((one) => resultOf(one, indexOf.get(one.item.code) ?? -1)),
    properties: { verdict: report.verdict, asOf: report.asOf, counts: report.counts },
  }
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, undefined, 2)}\n`
}

const rank = ({ severity }: ReportItem): number => (severity === 'error' ? 0 : 1)

function descriptorOf(code: string, configured: 'error' | 'warning' | 'off' | undefined): object {
  const text = ruleTextOf(code)
  if (text === undefined) return { id: code }
  const { name, title, rationale, remedy, criteria, severity } = text
  const level = configured ?? severity
  return {
    id: code,
    name: name.replace(/(?:^|-)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: rationale },
    help: {
      text: `${rationale} ${remedy}`,
      markdown: [
        `**${title}**`,
        rationale,
        `**To do:** ${remedy}`,
        ...(criteria.length === 0 ? [] : [`Trust Services Criteria: ${criteria.join(', ')}`]),
        `\`countersign explain ${code}\` says more.`,
      ].join('\n\n'),
    },
    defaultConfiguration: level === 'off' ? { enabled: false } : { level },
    properties: { tags: ['compliance', 'soc2', ...criteria].slice(0, 20) },
  }
}

type Suppressible = ReportItem & { readonly exception?: string; readonly untilDay?: string }

function resultOf({ item, place, fingerprint }: NamedItem<Suppressible>, ruleIndex: number): object {
  const { code, severity, message, hint, remedy, at, related, resource, notSilenced, exception, untilDay } = item
  const said = [
    `${message}.`,
    ...(hint === undefined ? [] : [`(${hint})`]),
    remedy,
    ...(notSilenced === undefined ? [] : [`${notSilenced}.`]),
  ]
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: plain(said.join(' ')) },
    locations: [
      {
        physicalLocation: physicalOf(at),
        ...(place === undefined || place.record === ''
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: printable([place.record, ...place.path].join('/')) }] }),
      },
    ],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.slice(0, mostRelated).map((one, index) => ({
            id: index + 1,
            physicalLocation: physicalOf(one.at),
            message: { text: plain(one.message) },
          })),
        }),
    partialFingerprints: { 'countersign/v1': fingerprint },
    ...(untilDay === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: plain(`${exception ?? 'In the baseline'}, until ${untilDay}`),
            },
          ],
        }),
    ...(resource === undefined ? {} : { properties: { resource: printable(resource) } }),
  }
}

const physicalOf = ({ file, line, column, endLine, endColumn }: Location) => ({
  artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
  region: { startLine: line, startColumn: column, endLine, endColumn },
})

/** A relative reference; the halves of a character that a name may hold cannot be encoded. */
const uriOf = (file: string): string =>
  file
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/')

/** Text for a message, in which `[text](target)` would be a link and `{0}` a place to fill in. */
const plain = (text: string): string =>
  printable(text)
    .replaceAll('](', '] (')
    .replace(/\{(?=\d)/g, '{ ')

function invocationOf({ verdict, notDetermined, notRun }: CheckReport, left: number): object {
  const decides = verdict === 'not-determined' || verdict === 'nothing-checked'
  const notes = [
    ...(left === 0 ? [] : [{ level: 'error', message: { text: `${left} more results are left out of this file.` } }]),
    ...(verdict === 'nothing-checked'
      ? [{ level: 'error', message: { text: 'Nothing was checked: there is no record.' } }]
      : []),
    ...notDetermined.map(({ rule, resource, why }) => ({
      level: 'warning',
      associatedRule: { id: rule },
      message: { text: plain(`${rule} on ${resource} could not be determined: ${why}.`) },
    })),
  ]
  return {
    executionSuccessful: !decides && left === 0,
    ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes }),
    ...(notRun.length === 0
      ? {}
      : {
          toolConfigurationNotifications: notRun.map(({ rule, needs, required }) => ({
            level: required ? 'error' : 'note',
            associatedRule: { id: rule },
            message: { text: `${rule} was not run: it needs the ${needs}.` },
          })),
        }),
  }
}
