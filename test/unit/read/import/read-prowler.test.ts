import { describe, expect, test } from 'vitest'
import { criteriaOfCheck } from '../../../../src/evidence/scan-criteria.ts'
import { criteria } from '../../../../src/model/criteria.ts'
import { githubChecks } from '../../../../src/model/prowler-github.ts'
import prowler from '../../../../src/model/prowler-soc2.json' with { type: 'json' }
import { readProwler } from '../../../../src/read/import/read-prowler.ts'
import { checked } from '../../../support/byte-chunks.ts'

const finding = (over: object = {}) => ({
  message: 'User ann@example.com has a key AKIAIOSFODNN7EXAMPLE',
  metadata: { event_code: 'iam_user_mfa', product: { name: 'Prowler', uid: 'prowler', version: '5.40.0' } },
  severity: 'High',
  status: 'New',
  status_code: 'FAIL',
  time: 1_772_446_530,
  time_dt: '2026-03-02T11:15:30',
  resources: [{ uid: 'arn:aws:iam::123456789012:user/ann@example.com', region: 'eu-central-1', name: 'Ann' }],
  cloud: { account: { uid: '123456789012', name: 'Ann Ltd' }, provider: 'aws', region: 'eu-central-1' },
  unmapped: { compliance: { SOC2: ['cc_6_1'] } },
  ...over,
})
const findings = [
  finding(),
  finding({ status_code: 'PASS', time: 1_772_446_600 }),
  finding({ status_code: 'MANUAL' }),
  finding({ status_code: 'ERROR' }),
  finding({ status: 'Suppressed' }),
  finding({ status_code: 'MUTED' }),
  finding({ severity: 'Unknown', resources: [] }),
]
const read = (text: string, size?: number) => readProwler(checked(text, size), 'salt')

describe('OCSF of Prowler', () => {
  test.each([
    ['an array', JSON.stringify(findings, null, 4)],
    ['lines', findings.map((one) => JSON.stringify(one)).join('\n')],
  ])('is read from %s', async (_what, text) => {
    for (const size of [3, 65_536]) {
      const scan = await read(text, size)
      expect(scan.findings.map(({ status }) => status)).toEqual([
        ...['failed', 'passed', 'not-evaluated', 'not-evaluated', 'suppressed', 'suppressed', 'failed'],
      ])
      expect(scan).toMatchObject({
        tool: 'Prowler',
        toolVersion: '5.40.0',
        scope: 'provider aws; account 123456789012; region eu-central-1',
        resources: 2,
        provider: 'aws',
        doubts: [],
        // The moment, not the local time beside it.
        from: '2026-03-02T10:15:30Z',
        to: '2026-03-02T10:16:40Z',
      })
      expect(scan.findings[6]).toMatchObject({ severity: 'unrated', resource: '123456789012' })
      expect(JSON.stringify(scan)).not.toMatch(/ann@|Ann|AKIA/)
    }
  })

  test('without a finding says nothing', async () => {
    expect(await read('[]')).toMatchObject({ findings: [], resources: 0, doubts: ['the file has no finding'] })
  })

  test.each([
    [
      'findings of another tool',
      JSON.stringify([finding({ metadata: { event_code: 'x', product: { name: 'Trivy' } } })]),
      /\[0\]: This is no finding of Prowler/,
    ],
    [
      'findings without a check',
      JSON.stringify([finding({ metadata: { product: { name: 'Prowler' } } })]),
      /no finding of Prowler/,
    ],
    ['lines that are cut', `${JSON.stringify(finding())}\n{"metadata"`, /line 2: The JSON ends in the middle/],
    ['an array that is cut', JSON.stringify(findings).slice(0, -9), /ends in the middle/],
    ['SARIF', '{"version":"2.1.0","runs":[]}', /line 1: This is no finding of Prowler/],
    ['a number', '3', /Here belongs a list/],
  ])('that is %s is refused', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})

describe('criteria of checks', () => {
  test('are official ones', () => {
    const named = [
      ...Object.values(prowler.criteria).flatMap((byCriterion) => Object.keys(byCriterion)),
      ...Object.values(githubChecks).flatMap((check) => check.criteria),
    ]
    expect(named.filter((id) => !criteria.has(id))).toEqual([])
    expect(Object.values(githubChecks).filter(({ why }) => !/^[A-Z].*\.$/.test(why))).toEqual([])
  })

  test('are known for the providers of Prowler and for GitHub', () => {
    expect(criteriaOfCheck('aws', 'iam_user_accesskey_unused')).toContain('CC1.3')
    expect(criteriaOfCheck('github', 'organization_members_mfa_required')).toEqual(['CC6.1'])
    expect(criteriaOfCheck('github', 'constructor')).toEqual([])
    expect(criteriaOfCheck('constructor', 'x')).toEqual([])
    expect(criteriaOfCheck('aws', 'no_such_check')).toEqual([])
  })
})
