import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'
import { parseMoment } from './parse-moment.ts'
import { type Attributes, readXml } from './read-xml.ts'
import { Span, type TestReading } from './reading.ts'
import { toScanText } from './scan-text.ts'

interface Counts {
  tests: number
  failed: number
  errors: number
  skipped: number
  /** Elements, of which one test may have several; some tools count these. */
  failureElements: number
  errorElements: number
}

interface Suite {
  readonly name: string
  readonly attributes: Attributes
  /** Of the tests that stand in it, not in a suite inside it. */
  readonly own: Counts
  readonly all: Counts
}

const none = (): Counts => ({ tests: 0, failed: 0, errors: 0, skipped: 0, failureElements: 0, errorElements: 0 })

/** Most sentences of doubt that are kept; one is enough. */
const MOST_DOUBTS = 5

/**
 * Counts the tests of a JUnit report: of Ant, Maven, Gradle, pytest, Jest, PHPUnit with suites inside suites, GoogleTest.
 * Each test counts once: as an error, else as a failure, else as skipped, else as passed. The totals that suites state are
 * compared and never taken over; where they differ, a part of the report is missing or was counted twice.
 *
 * @param salt for pseudonyms of e-mail addresses
 * @throws ImportRefused
 * @see https://github.com/windyroad/JUnit-Schema
 */
export async function readJunit(bytes: Bytes, salt: string): Promise<TestReading> {
  const whole = none()
  const doubts: string[] = []
  const span = new Span()
  const suites: Suite[] = []
  let test: { failures: number; errors: number; isSkipped: boolean; depth: number } | undefined
  let tool: string | null = null
  await readXml(bytes, {
    open(name, attributes, depth) {
      if (depth === 0) {
        if (name !== 'testsuites' && name !== 'testsuite') {
          throw new ImportRefused('This is no JUnit report', 'Its top element is `testsuites` or `testsuite`.')
        }
        tool = toScanText(attributes['name'] ?? '', salt, 100) || null
      }
      if (name === 'testsuites' || name === 'testsuite') {
        if (test !== undefined) throw new ImportRefused('A suite stands in a test', 'Is this a JUnit report?')
        suites.push({ name: attributes['name'] ?? '', attributes, own: none(), all: none() })
        const reading = parseMoment(attributes['timestamp'] ?? '')
        // Most tools write local time without a zone, which says nothing to anybody else.
        if (reading.ok && !reading.isDay) span.add(reading.moment)
      } else if (name === 'testcase') {
        if (test !== undefined) throw new ImportRefused('A test stands in a test', 'Is this a JUnit report?')
        test = { failures: 0, errors: 0, isSkipped: isNotRun(attributes), depth }
      } else if (test !== undefined && depth === test.depth + 1) {
        if (name === 'failure') test.failures += 1
        if (name === 'error') test.errors += 1
        if (name === 'skipped' || name === 'disabled') test.isSkipped = true
      }
    },
    close(name) {
      if (name === 'testcase' && test !== undefined) {
        const counts = countsOf(test)
        for (const into of [whole, suites.at(-1)?.own, ...suites.map(({ all }) => all)]) if (into) add(into, counts)
        test = undefined
      } else if (name === 'testsuites' || name === 'testsuite') {
        const suite = suites.pop()
        const doubt = suite === undefined ? undefined : doubtOf(suite, salt)
        if (doubt !== undefined && doubts.length < MOST_DOUBTS) doubts.push(doubt)
      }
    },
  })
  const { tests, failed, errors, skipped } = whole
  return { tool, tests, failed, errors, skipped, passed: tests - failed - errors - skipped, doubts, ...span }
}

/** GoogleTest says it in attributes. */
const isNotRun = ({ status = '', result = '' }: Attributes): boolean =>
  /^(?:notrun|skipped|disabled|pending)$/i.test(status) || /^(?:skipped|suppressed)$/i.test(result)

function countsOf({ failures, errors, isSkipped }: { failures: number; errors: number; isSkipped: boolean }): Counts {
  const failed = errors === 0 && failures > 0
  return {
    tests: 1,
    errors: errors > 0 ? 1 : 0,
    failed: failed ? 1 : 0,
    skipped: errors === 0 && failures === 0 && isSkipped ? 1 : 0,
    failureElements: failures,
    errorElements: errors,
  }
}

function add(into: Counts, counts: Counts): void {
  into.tests += counts.tests
  into.failed += counts.failed
  into.errors += counts.errors
  into.skipped += counts.skipped
  into.failureElements += counts.failureElements
  into.errorElements += counts.errorElements
}

/** Tools state totals with or without the suites inside, and count tests or elements: any of these will do. */
function doubtOf({ name, attributes, own, all }: Suite, salt: string): string | undefined {
  const stated = [
    { what: 'tests', counted: [own.tests, all.tests] },
    { what: 'failures', counted: [own.failed, all.failed, own.failureElements, all.failureElements] },
    { what: 'errors', counted: [own.errors, all.errors, own.errorElements, all.errorElements] },
    { what: 'skipped', counted: [own.skipped, all.skipped] },
  ]
  for (const { what, counted } of stated) {
    const text = attributes[what]?.trim() ?? ''
    const disabled = what === 'skipped' ? Number(attributes['disabled'] ?? 0) : 0
    if (text === '' || counted.includes(Number(text)) || counted.includes(Number(text) + disabled)) continue
    const said = /^\d{1,15}$/.test(text) ? text : 'no number'
    return `suite \`${toScanText(name, salt, 100)}\` states ${said} for ${what}, and there are ${all[countOf[what] ?? 'tests']}`
  }
  return undefined
}

const countOf: Readonly<Record<string, keyof Counts>> = {
  tests: 'tests',
  failures: 'failed',
  errors: 'errors',
  skipped: 'skipped',
}
