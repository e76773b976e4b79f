import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { cli, compare, isQuick, report, work } from '../measure.mjs'

const here = import.meta.dirname
const megabytes = isQuick ? 10 : 100

/** What it costs to import a large file of a scanner: all of it, from reading it to comparing with the log. */
export async function importing() {
  const maker = join(work, 'make-log.mjs')
  const bundle = await rolldown({ input: join(here, '..', 'make-log.ts'), platform: 'node', logLevel: 'silent' })
  await bundle.write({ file: maker, format: 'esm', codeSplitting: false })
  await bundle.close()
  const folder = join(work, 'import-log')
  execFileSync(process.execPath, [maker, folder, join(work, 'import-lines'), '10'])
  const files = { sarif: join(work, 'large.sarif'), junit: join(work, 'large.xml') }
  writeLarge(files.sarif, '{"version":"2.1.0","runs":[{"results":[\n', sarifResult, `\n],${sarifEnd}}]}\n`, ',\n')
  writeLarge(files.junit, '<testsuites>\n', junitSuite, '</testsuites>\n', '')
  const pairs = isQuick ? 2 : 3
  for (const [format, file] of Object.entries(files)) {
    const at = format === 'junit' ? ['--at', '2026-03-02T10:00:00Z'] : []
    const options = ['--format', format, '--system', 'bench', '--cwd', folder, ...at]
    // The first run records it, the others find that it is there: they read all of it as well.
    const product = { args: [cli, 'evidence', 'import', ...options, file], ok: [0] }
    const peer = { args: [join(here, '..', 'parse-whole.mjs'), file] }
    const { cpu, peakMiB, used } = compare(pairs, product, peer)
    const what = `\`evidence import\` of ${megabytes} MB of ${format === 'sarif' ? 'SARIF' : 'JUnit XML'}`
    const against =
      format === 'sarif' ? 'reading and JSON.parse of the same bytes' : 'reading and decoding the same bytes'
    report('I1', `${what}, CPU`, against, cpu, format === 'sarif' ? 5 : undefined, used)
    report('I2', `${what}, peak MiB`, '', Math.round(peakMiB), 300)
  }
}

const sarifEnd = `"tool":{"driver":{"name":"Bench","rules":[{"id":"r1"},{"id":"r2"}]}},"invocations":[{"executionSuccessful":true,"endTimeUtc":"2026-03-02T10:00:00Z"}]`

const sarifResult = (/** @type {number} */ index) =>
  JSON.stringify(
    {
      ruleId: `rule-${index % 200}`,
      level: index % 3 === 0 ? 'error' : 'warning',
      message: { text: `Value ${index} flows here from a parameter of the request without being checked on the way.` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: `src/part-${index % 500}/module-${index % 8}.ts`, uriBaseId: '%SRCROOT%' },
            region: { startLine: (index % 2000) + 1, startColumn: 5, endColumn: 31 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${(index * 2654435761) % 4294967296}:1` },
      relatedLocations: [{ id: 1, message: { text: 'the parameter' }, physicalLocation: { region: { startLine: 7 } } }],
    },
    null,
    1,
  )

const junitSuite = (/** @type {number} */ index) =>
  `<testsuite name="suite ${index}" tests="2" failures="0" errors="0" skipped="0"><testcase name="does ${index}" classname="a.b.C${index}" time="0.01"/><testcase name="more" classname="a.b.C" time="0.2"><system-out>${'printed '.repeat(20)}</system-out></testcase></testsuite>\n`

/**
 * @param {string} path @param {string} start @param {(index: number) => string} part @param {string} end
 * @param {string} between
 */
function writeLarge(path, start, part, end, between) {
  const handle = openSync(path, 'w')
  let written = writeSync(handle, start)
  for (let index = 0; written < megabytes * 1_000_000; ) {
    let text = ''
    for (const until = index + 500; index < until; index += 1) text += `${index === 0 ? '' : between}${part(index)}`
    written += writeSync(handle, text)
  }
  writeSync(handle, end)
  closeSync(handle)
}
