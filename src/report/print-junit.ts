import { printLocation } from '../model/location.ts'
import type { CheckPrinter, PrintOptions } from './check-printer.ts'
import type { CheckReport, ReportItem } from './check-report.ts'
import { codeFrame } from './code-frame.ts'
import { junitXml, type JunitSuite as Suite, type JunitCase as TestCase } from './junit-xml.ts'
import { ruleTextOf } from './rule-text.ts'

/**
 * The report as JUnit XML: a suite for each rule, and in it a test for each finding, or one that passed. A finding that
 * counts is a failure; what had to be determined and could not be is an error; warnings, what an
 * exception or a baseline tolerates, and rules that were not run are skipped tests with a reason. So something failed if and only if the check is not satisfied.
 *
 * There is no one standard: it is what the schemas of Apache Ant and of Jenkins both take. The time stamp is the day on which
 * dates were judged, since the same files have to give the same report.
 *
 * @see https://github.com/windyroad/JUnit-Schema
 */
export const printJunit: CheckPrinter = (report, options) => {
  const cases = new Map<string, TestCase[]>()
  for (const item of report.items) append(cases, item.code, caseOf(item, options))
  for (const item of report.waived) append(cases, item.code, toleratedCase(item, `Waived by ${item.exception}`))
  for (const item of report.baselined) append(cases, item.code, toleratedCase(item, 'In the baseline'))
  for (const { rule, resource, why } of report.notDetermined) {
    const counts = report.rules.some(({ id, severity }) => id === rule && severity === 'error')
    const state = counts && report.verdict !== 'satisfied' ? 'error' : 'skipped'
    append(cases, rule, { name: resource, state, message: `Not determined: ${why}` })
  }
  const ofRules = new Set(report.rules.map(({ id }) => id))
  const ofReader = [...cases.keys()].filter((code) => !ofRules.has(code)).sort()
  const suites = [
    ...(ofReader.length === 0 ? [readable] : ofReader.map((code) => suiteOf(code, cases.get(code) ?? []))),
    ...report.rules.map((rule) => suiteOf(rule.id, [...(cases.get(rule.id) ?? []), ...remarkOn(rule, cases, report)])),
  ]
  const isOpen = report.verdict !== 'satisfied' && !suites.some((suite) => suite.cases.some(countsAgainst))
  const all = isOpen ? [openVerdict(report.verdict), ...suites] : suites
  return junitXml(all, report.asOf)
}

const countsAgainst = ({ state }: TestCase): boolean => state === 'failure' || state === 'error'

const suiteOf = (id: string, cases: readonly TestCase[]): Suite => ({ id, title: ruleTextOf(id)?.title ?? id, cases })

const readableTitle = 'Every file can be read and is well formed'
const readable: Suite = { id: 'reader', title: readableTitle, cases: [{ name: readableTitle, state: 'passed' }] }

const openVerdict = (verdict: string): Suite => ({
  id: 'verdict',
  title: 'The check has a verdict',
  cases: [{ name: verdict, state: 'error', message: `The verdict is ${verdict}` }],
})

/** What there is to say of a rule that found nothing. */
function remarkOn(
  { id, state }: CheckReport['rules'][number],
  cases: ReadonlyMap<string, readonly TestCase[]>,
  { notRun }: CheckReport,
): readonly TestCase[] {
  const name = ruleTextOf(id)?.title ?? id
  if (state === 'off') return [{ name, state: 'skipped', message: 'The settings switch it off' }]
  if (state === 'not-run') {
    const missing = notRun.find(({ rule }) => rule === id)
    const message = `Not run: it needs the ${missing?.needs ?? 'base'}`
    return [{ name, state: missing?.required === true ? 'error' : 'skipped', message }]
  }
  return cases.has(id) ? [] : [{ name, state: 'passed' }]
}

function caseOf(item: ReportItem, { textOf }: PrintOptions): TestCase {
  const { severity, at, message, hint, remedy, related, resource, notSilenced } = item
  const text = textOf(at.file)
  return {
    name: `${resource ?? ''} ${printLocation(at)}`.trim(),
    state: severity === 'error' ? 'failure' : 'skipped',
    message: severity === 'error' ? message : `Warning: ${message}`,
    lines: [
      printLocation(at),
      ...((text === undefined ? undefined : codeFrame(text, at)) ?? []),
      ...(hint === undefined ? [] : [hint]),
      ...related.map((one) => `${printLocation(one.at)}: ${one.message}`),
      `To do: ${remedy}`,
      ...(notSilenced === undefined ? [] : [notSilenced]),
    ],
  }
}

type Tolerated = CheckReport['waived' | 'baselined'][number]

const toleratedCase = ({ at, message, resource, untilDay }: Tolerated, why: string): TestCase => ({
  name: `${resource ?? ''} ${printLocation(at)}`.trim(),
  state: 'skipped',
  message: `${why} until ${untilDay}: ${message}`,
})

function append(cases: Map<string, TestCase[]>, key: string, one: TestCase): void {
  const list = cases.get(key)
  if (list === undefined) cases.set(key, [one])
  else list.push(one)
}
