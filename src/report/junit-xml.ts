import { xmlText } from './xml-text.ts'

type JunitState = 'passed' | 'failure' | 'error' | 'skipped'

export interface JunitCase {
  readonly name: string
  readonly state: JunitState
  /** Why it did not pass. */
  readonly message?: string
  readonly lines?: readonly string[]
}

export interface JunitSuite {
  readonly id: string
  readonly title: string
  readonly cases: readonly JunitCase[]
}

/**
 * JUnit XML as the schemas of Apache Ant and of Jenkins both take it.
 * @param day of the time stamps: the same input has to give the same report
 * @see https://github.com/windyroad/JUnit-Schema
 */
export function junitXml(suites: readonly JunitSuite[], day: string): string {
  const elements = suites.map((suite, index) => suiteElement(suite, index, day)).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${elements}</testsuites>\n`
}

function suiteElement({ id, title, cases }: JunitSuite, index: number, day: string): string {
  const count = (state: JunitState) => cases.filter((one) => one.state === state).length
  const name = xmlText(`${id}: ${title}`)
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
  return [
    `  <testsuite name="${name}" package="countersign" id="${index}" ${counts} time="0" timestamp="${xmlText(day)}T00:00:00" hostname="localhost">`,
    '    <properties/>',
    ...cases.map((one) => caseElement(one, id)),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>\n',
  ].join('\n')
}

function caseElement({ name, state, message, lines = [] }: JunitCase, id: string): string {
  const start = `    <testcase name="${xmlText(name)}" classname="${xmlText(id)}" time="0"`
  if (state === 'passed') return `${start}/>`
  const type = state === 'skipped' ? '' : ` type="${xmlText(id)}"`
  const inside = lines.map(xmlText).join('\n')
  return `${start}><${state} message="${xmlText(message ?? '')}"${type}>${inside}</${state}></testcase>`
}
