import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printJunit } from '../../../src/report/print-junit.ts'
import { checkReport, fullReport, hostileReport, reportItem } from '../../support/check-reports.ts'
import { countsIn, readXml } from '../../support/read-xml.ts'

const plain = { colours: false, textOf: () => undefined }

describe('junit', () => {
  test('has a suite for every rule and for what the reader found, each with a test', () => {
    const root = readXml(printJunit(fullReport(), plain))
    const suites = root.children.map(({ attributes, children }) => [
      attributes['name']?.split(':')[0],
      ...children
        .filter(({ name }) => name === 'testcase')
        .map(
          (test) => test.children.map(({ name, attributes: { message } }) => `${name} ${message}`).join() || 'passed',
        ),
    ])
    expect(suites).toEqual([
      ['YML-004', 'failure CTL-A names the policy POL-ACESS, which does not exist'],
      ['REF-002', 'failure CTL-A names the policy POL-ACESS, which does not exist'],
      ['SCP-005', 'skipped Warning: CTL-A names the policy POL-ACESS, which does not exist'],
      [
        'RSK-006',
        'skipped Waived by EXC-A until 2026-07-01: CTL-A names the policy POL-ACESS, which does not exist',
        'skipped In the baseline until 2026-08-01: CTL-A names the policy POL-ACESS, which does not exist',
        'error Not determined: its method cannot be read',
      ],
      ['RSK-011', 'skipped The settings switch it off'],
      ['POL-003', 'skipped Not run: it needs the base'],
    ])
  })

  test('a failure shows the place, the line and what to do', () => {
    const textOf = () => 'id: CTL-A\npolicies: [POL-ACESS]\n'
    const printed = printJunit(checkReport([reportItem()]), { colours: false, textOf })
    expect(printed).toContain(
      'c/a.yaml:2:11\n1 | id: CTL-A\n2 | policies: [POL-ACESS]\n  |           ^^^^^^^^^\ndid you mean POL-ACCESS?',
    )
  })

  test('a rule that had to run and did not is an error', () => {
    const notRun = [{ rule: 'POL-003', needs: 'base', required: true }]
    const printed = printJunit(checkReport([], { verdict: 'not-determined', notRun }), plain)
    expect(printed).toContain('<error message="Not run: it needs the base"')
    expect(countsIn(readXml(printed))).toMatchObject({ failures: 0, errors: 1 })
  })

  test('whatever people write it is well-formed, counts right, and is red if and only if the check is not satisfied', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const root = readXml(printJunit(report, { colours: false, textOf: () => report.programFolder }))
        for (const suite of root.children) {
          const cases = suite.children.filter(({ name }) => name === 'testcase')
          const with_ = (name: string) =>
            cases.filter(({ children }) => children.some((one) => one.name === name)).length
          expect(suite.attributes).toMatchObject({
            tests: String(cases.length),
            failures: String(with_('failure')),
            errors: String(with_('error')),
            skipped: String(with_('skipped')),
          })
          expect(cases.length).toBeGreaterThan(0)
        }
        const { failures, errors } = countsIn(root)
        expect(failures + errors > 0).toBe(report.verdict !== 'satisfied')
      }),
    )
  })
})
