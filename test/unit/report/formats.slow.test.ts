import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { printJunit } from '../../../src/report/print-junit.ts'
import { printSarif } from '../../../src/report/print-sarif.ts'
import { checkReport, fullReport, hostileReport } from '../../support/check-reports.ts'
import { countsIn, readXml } from '../../support/read-xml.ts'

/**
 * Reports against what others say of their formats: the official schema of SARIF and two of JUnit, which are no part of this
 * project, and parsers that we did not write.
 */
const outside = process.env['COUNTERSIGN_OUTSIDE_SCHEMAS'] ?? ''
const schemasAreThere = ['sarif-2.1.0.json', 'junit-windyroad.xsd', 'junit-10-jenkins.xsd'].every(
  (name) => outside !== '' && existsSync(join(outside, name)),
)
const runs = (command: string) => spawnSync(command, ['--version']).error === undefined
const hasXmllint = runs('xmllint')
const hasPython = runs('python3')
/** Path of `sarif-multitool`, or of the program that it installs. */
const multitool = process.env['COUNTERSIGN_SARIF_MULTITOOL'] ?? ''

const missing = [
  ...(schemasAreThere ? [] : ['COUNTERSIGN_OUTSIDE_SCHEMAS names no folder with the schemas of SARIF and JUnit']),
  ...(hasXmllint ? [] : ['there is no xmllint (Debian: libxml2-utils)']),
  ...(hasPython ? [] : ['there is no python3']),
  ...(multitool === '' ? ['COUNTERSIGN_SARIF_MULTITOOL names no program (npm: @microsoft/sarif-multitool)'] : []),
]
if (missing.length > 0) process.stderr.write(`\nNOT CHECKED: formats of reports: ${missing.join('; ')}\n\n`)

const folder = mkdtempSync(join(tmpdir(), 'formats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const plain = { colours: false, textOf: () => 'id: CTL-A\npolicies: [POL-ACESS]\n' }
const hostile = fc.sample(hostileReport, { numRuns: 60, seed: 7 })
const reports = [fullReport(), checkReport([]), ...hostile]

describe('sarif', () => {
  test.skipIf(!schemasAreThere)('is what the official schema says (needs COUNTERSIGN_OUTSIDE_SCHEMAS)', () => {
    const schema = JSON.parse(readFileSync(join(outside, 'sarif-2.1.0.json'), 'utf8')) as object
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
    ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
    const validate = ajv.compile(schema)
    for (const report of reports) {
      validate(JSON.parse(printSarif(report, plain)))
      expect(validate.errors ?? []).toEqual([])
    }
    const broken = JSON.parse(printSarif(fullReport(), plain)) as { runs: { results: { level: string }[] }[] }
    for (const result of broken.runs[0]?.results ?? []) result.level = 'fatal'
    expect(validate(broken)).toBe(false)
  })

  /** Errors that the validator finds in a file, by its rules for SARIF and for GitHub. */
  function multitoolErrors(name: string, text: string): readonly string[] {
    const [file, answer] = [write(name, text), join(folder, `${name}.answer`)]
    const options = ['--rule-kind', 'Sarif;Ghas', '--output', answer, '--log', 'ForceOverwrite']
    spawnSync(multitool, ['validate', file, ...options], {
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    })
    const { runs } = JSON.parse(readFileSync(answer, 'utf8').replace(/^\ufeff/, '')) as {
      runs: { results?: { ruleId: string; level?: string }[] }[]
    }
    return runs.flatMap(({ results = [] }) => results.flatMap((one) => (one.level === 'error' ? [one.ruleId] : [])))
  }

  test.skipIf(multitool === '')('is accepted by the validator of Microsoft (needs COUNTERSIGN_SARIF_MULTITOOL)', () => {
    for (const [index, report] of [fullReport(), checkReport([]), ...hostile.slice(0, 3)].entries())
      expect(multitoolErrors(`${index}.sarif`, printSarif(report, plain))).toEqual([])
    const broken = printSarif(fullReport(), plain).replace('"ruleIndex": 1', '"ruleIndex": 99')
    expect(multitoolErrors('broken.sarif', broken)).toEqual(['SARIF1009'])
  })
})

describe('junit', () => {
  test.skipIf(!schemasAreThere || !hasXmllint).each(['junit-windyroad.xsd', 'junit-10-jenkins.xsd'])(
    'is what %s says (needs COUNTERSIGN_OUTSIDE_SCHEMAS and xmllint)',
    (schema) => {
      const files = reports.map((report, index) => write(`${index}.xml`, printJunit(report, plain)))
      const lint = (...names: string[]) =>
        spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(outside, schema), ...names], { encoding: 'utf8' })
      const { status, stderr } = lint(...files)
      expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([])
      expect(status).toBe(0)
      const broken = printJunit(fullReport(), plain)
        .replaceAll('<failure ', '<fail ')
        .replaceAll('</failure>', '</fail>')
      expect(lint(write('broken.xml', broken)).status).not.toBe(0)
    },
  )

  test.skipIf(!hasPython)('is read by another parser as by the strict reader of the tests (needs python3)', () => {
    const files = hostile.map((report, index) => write(`${index}.xml`, printJunit(report, plain)))
    const program = `import sys, json, xml.etree.ElementTree as tree
roots = [tree.parse(name).getroot() for name in sys.argv[1:]]
print(json.dumps([{k: sum(int(s.get(k)) for s in r) for k in ("failures", "errors")} for r in roots]))`
    const counts = JSON.parse(execFileSync('python3', ['-c', program, ...files], { encoding: 'utf8' })) as unknown
    expect(counts).toEqual(files.map((file) => countsIn(readXml(readFileSync(file, 'utf8')))))
  })
})
