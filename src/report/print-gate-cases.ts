import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { type Location, printLocation } from '../model/location.ts'
import { shortened } from '../model/markdown-text.ts'
import { printAnnotations } from './github-annotations.ts'
import { type JunitCase, junitXml } from './junit-xml.ts'
import { painter } from './painter.ts'
import { printable } from './printable.ts'

export const caseFormats = ['pretty', 'json', 'junit', 'github'] as const
export type CaseFormat = (typeof caseFormats)[number]

export interface CaseToPrint {
  readonly file: string
  readonly name: string
  readonly at: Location
  readonly outcome: 'passed' | 'failed' | 'unusable'
  readonly messages: readonly string[]
  readonly summary: string | undefined
}

/** Cases that mean nothing are bad usage; without any case nothing was tested. */
export function statusOfCases(results: readonly CaseToPrint[]): ExitStatus {
  if (results.some(({ outcome }) => outcome === 'unusable')) return exitStatus.usage
  if (results.some(({ outcome }) => outcome === 'failed')) return exitStatus.violated
  return results.length === 0 ? exitStatus.notDetermined : exitStatus.ok
}

/** The results as text that ends in a line break. @param day of the time stamps of JUnit */
export function printCases(results: readonly CaseToPrint[], format: CaseFormat, colours: boolean, day: string): string {
  switch (format) {
    case 'pretty':
      return pretty(results, colours)
    case 'json':
      return `${JSON.stringify(toResult(results), undefined, 2)}\n`
    case 'junit':
      return junit(results, day)
    case 'github':
      return github(results)
  }
}

const line = (text: string): string => printable(shortened(text.replace(/[\r\n\t]+/g, ' '), 1000))
const counts = (results: readonly CaseToPrint[]) => {
  const count = (outcome: CaseToPrint['outcome']) => results.filter((one) => one.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), unusable: count('unusable') }
}

function pretty(results: readonly CaseToPrint[], colours: boolean): string {
  const paint = painter(colours)
  const mark = { passed: paint('ok', '✓'), failed: paint('error', '✗'), unusable: paint('warning', '?') } as const
  const { passed, failed, unusable } = counts(results)
  const lines = results.flatMap((one) => {
    const head = `${mark[one.outcome]} ${line(one.name)}`
    if (one.outcome === 'passed') return [head]
    return [
      head,
      `    ${line(printLocation(one.at))}`,
      ...one.messages.map((message) => `    ${line(message)}`),
      ...(one.summary === undefined ? [] : [`    the gate says: ${line(one.summary)}`]),
    ]
  })
  const sum =
    results.length === 0
      ? 'Nothing was tested: there is no case.'
      : `${passed} passed, ${failed} failed${unusable === 0 ? '' : `, ${unusable} unusable`}.`
  return `${[...lines, ...(lines.length === 0 ? [] : ['']), sum].join('\n')}\n`
}

/** The contract is `schemas/gate-cases-report.json`. */
const toResult = (results: readonly CaseToPrint[]): object => ({
  schema: 'countersign/gate-cases-report/v1',
  counts: counts(results),
  cases: results.map(({ messages, summary, ...one }) => ({
    ...one,
    messages: messages.slice(0, 100).map((message) => shortened(message, 2000)),
    summary: summary === undefined ? undefined : shortened(summary, 2000),
  })),
})

function junit(results: readonly CaseToPrint[], day: string): string {
  const files = [...new Set(results.map(({ file }) => file))]
  const state = { passed: 'passed', failed: 'failure', unusable: 'error' } as const
  const suites = files.map((file) => ({
    id: file,
    title: 'cases of the gate',
    cases: results
      .filter((one) => one.file === file)
      .map(({ name, outcome, messages, summary, at }): JunitCase => {
        if (outcome === 'passed') return { name, state: 'passed' }
        const says = summary === undefined ? [] : [`the gate says: ${summary}`]
        return {
          name,
          state: state[outcome],
          message: messages[0] ?? '',
          lines: [printLocation(at), ...messages, ...says],
        }
      }),
  }))
  // Whoever reads the report alone must not take an empty one for a pass.
  const none = {
    id: 'cases',
    title: 'cases of the gate',
    cases: [{ name: 'there is a case', state: 'error', message: 'Nothing was tested' }],
  } as const
  return junitXml(suites.length === 0 ? [none] : suites, day)
}

function github(results: readonly CaseToPrint[]): string {
  const bad = results.filter(({ outcome }) => outcome !== 'passed')
  const found = bad.map(({ name, at, messages, summary, outcome }) => ({
    severity: 'error' as const,
    title: outcome === 'failed' ? 'Case of the gate failed' : 'Case of the gate cannot be used',
    at,
    message: [name, ...messages, ...(summary === undefined ? [] : [`The gate says: ${summary}`])].join('\n'),
  }))
  const none = { severity: 'error' as const, title: 'No case', message: 'Nothing was tested: there is no case.' }
  return printAnnotations(results.length === 0 ? [none] : found)
}
