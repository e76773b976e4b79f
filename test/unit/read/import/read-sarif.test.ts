import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSarif } from '../../../../src/read/import/read-sarif.ts'
import { checked } from '../../../support/byte-chunks.ts'

const rules = [
  { id: 'sql', properties: { 'security-severity': '9.8' } },
  { id: 'style', defaultConfiguration: { level: 'note' } },
  { id: 'plain' },
]
const place = (uri: string, startLine: number) => [
  { physicalLocation: { artifactLocation: { uri }, region: { startLine } } },
]
const results = [
  { ruleId: 'sql', message: { text: 'AKIAIOSFODNN7EXAMPLE' }, locations: place('src/a.ts', 3) },
  { ruleId: 'style', locations: place('src/b.ts', 9) },
  { ruleIndex: 2, level: 'error' },
  { ruleId: 'plain', suppressions: [{ kind: 'inSource' }] },
  { ruleId: 'plain', suppressions: [{ kind: 'external', status: 'rejected' }, { kind: 'inSource' }] },
  { ruleId: 'plain', baselineState: 'absent' },
  { ruleId: 'plain', kind: 'pass' },
  { ruleId: 'plain', kind: 'review' },
]
const invocation = {
  executionSuccessful: true,
  startTimeUtc: '2026-03-02T10:00:00.5Z',
  endTimeUtc: '2026-03-02T10:05:00Z',
}
const run = { results, invocations: [invocation], tool: { driver: { name: 'Scan', semanticVersion: '1.2.3', rules } } }
const file = (...runs: unknown[]) => JSON.stringify({ version: '2.1.0', $schema: 'https://x', runs })
const read = (text: string, size?: number) => readSarif(checked(text, size), 'salt')

describe('a SARIF file', () => {
  test('is read, with rules that stand after the results, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        const [scan, ...others] = await read(file(run), size)
        expect(others).toEqual([])
        expect(scan).toMatchObject({
          tool: 'Scan',
          toolVersion: '1.2.3',
          from: '2026-03-02T10:00:00Z',
          to: '2026-03-02T10:05:00Z',
          checks: ['sql', 'style', 'plain'],
          doubts: [],
        })
        expect(
          scan?.findings.map(({ check, resource, severity, status }) => [check, resource, severity, status]),
        ).toEqual([
          ['sql', 'src/a.ts:3', 'critical', 'failed'],
          ['style', 'src/b.ts:9', 'low', 'failed'],
          ['plain', null, 'high', 'failed'],
          ['plain', null, 'medium', 'suppressed'],
          ['plain', null, 'medium', 'failed'],
          ['plain', null, 'informational', 'passed'],
          ['plain', null, 'informational', 'not-evaluated'],
        ])
      }),
      { numRuns: 10 },
    )
  })

  test('keeps no message and no secret', async () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`
    const leaks = {
      ruleId: 'leak',
      message: { text: secret },
      locations: place(`src/${secret}.ts`, 1),
      fingerprints: { x: secret },
    }
    const text = JSON.stringify(await read(file({ ...run, results: [leaks], automationDetails: { id: secret } })))
    expect(text).not.toContain(secret)
    expect(JSON.stringify(await read(file(run)))).not.toContain('AKIA')
  })

  test.each([
    ['9.0', 'critical'],
    [8.9, 'high'],
    ['7', 'high'],
    [4, 'medium'],
    ['0.1', 'low'],
    [0, 'informational'],
    ['high', 'medium'],
    [11, 'medium'],
    ['', 'medium'],
  ])('with a score of %s rates %s', async (score, severity) => {
    const rated = [{ id: 'x', properties: { 'security-severity': score } }]
    const [scan] = await read(file({ tool: { driver: { name: 'S', rules: rated } }, results: [{ ruleId: 'x/1' }] }))
    expect(scan?.findings[0]?.severity).toBe(severity)
  })

  test('finds rules of extensions, and places by their index', async () => {
    const tool = {
      driver: { name: 'CodeQL' },
      extensions: [{ name: 'q', rules: [{ id: 'js/x', properties: { 'security-severity': '7.5' } }] }],
    }
    const result = {
      rule: { id: 'js/x', index: 0, toolComponent: { index: 0 } },
      locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }],
    }
    const artifacts = [{ location: { uri: 'src/x.js' }, roles: ['analysisTarget'] }]
    const [scan] = await read(file({ tool, results: [result], artifacts }))
    expect(scan?.findings[0]).toMatchObject({ check: 'js/x', severity: 'high', resource: 'src/x.js' })
    expect(scan?.resources).toBe(1)
  })

  test.each([
    ['no run', file(), /no run/],
    ['a run without results', file({ tool: run.tool }), /it did not scan/],
    ['results that are null', file({ tool: run.tool, results: null }), /it did not scan/],
    ['a run that failed', file({ ...run, invocations: [{ executionSuccessful: false }] }), /says that it failed/],
    [
      'an error on the way',
      file({ ...run, invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'error' }] }] }),
      /met an error/,
    ],
    ['results elsewhere', file({ ...run, externalPropertyFileReferences: { results: [{}] } }), /in another file/],
    ['one of two runs without results', file(run, { tool: run.tool }), /it did not scan/],
  ])('with %s is in doubt', async (_what, text, doubt) => {
    const scans = await read(text)
    expect(scans.flatMap(({ doubts }) => doubts)).toEqual([expect.stringMatching(doubt)])
  })

  test('of two tools is two readings, of one tool in two runs is one', async () => {
    const other = { ...run, tool: { driver: { name: 'Other' } } }
    expect((await read(file(run, other, run))).map(({ tool, findings }) => [tool, findings.length])).toEqual([
      ['Scan', 14],
      ['Other', 7],
    ])
  })

  test('keeps no token that a repository was cloned with', async () => {
    const versionControlProvenance = [{ repositoryUri: 'https://me:pw@example.com/acme/shop', revisionId: 'abc' }]
    const [scan] = await read(file({ ...run, versionControlProvenance }))
    expect(scan?.scope).toBe('https://example.com/acme/shop@abc')
  })

  test.each([
    ['another version', '{"version":"2.0.0","runs":[]}', /This is no SARIF 2\.1\.0/],
    ['other JSON', '{"issues":[]}', /This is no SARIF 2\.1\.0/],
    ['a list', '[]', /Here belongs an object/],
    ['runs that are no list', '{"version":"2.1.0","runs":{}}', /runs: Here belongs a list/],
    [
      'a level that is no text',
      file({ results: [{ level: 3 }] }),
      /runs\[0\]\.results\[0\]\.level: Here belongs a text/,
    ],
    ['one that is cut', file(run).slice(0, -30), /The JSON ends in the middle/],
    ['XML', '<testsuites/>', /not JSON/],
  ])('that is %s is refused', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})
