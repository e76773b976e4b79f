import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { failuresOf, runRules } from '../../../src/rules/run-rules.ts'
import { filledProgram, shippedFiles, tokenValues } from '../../support/starter-program.ts'

const { model } = readProgram(filledProgram())
const asOf = tokenValues['today'] ?? ''

/** What the check says, without the criteria that no control serves yet, and the rules of the gate that one person is too few for. */
function foundIn(program: ReturnType<typeof filledProgram>, day = asOf) {
  const reading = readProgram(program)
  expect(reading.problems.map(({ message }) => message)).toEqual([])
  return failuresOf(runRules(reading.model, { asOf: day, settings: defaultSettings }, rules))
    .filter(({ rule }) => !['SCP-005', 'GAT-001'].includes(rule.id))
    .map(({ rule, severity, finding }) => `${severity} ${rule.id} ${finding.message}`)
}

describe('the check of the starter', () => {
  test('finds nothing else', () => {
    expect(foundIn(filledProgram())).toEqual([])
  })
})

describe('registers', () => {
  test('claim nothing: what can be planned is, and nothing was looked at', () => {
    const states = [
      ...[...model.channels.values()].map(({ value }) => value.status),
      ...[...model.monitors.values()].map(({ value }) => value.status),
      ...[...model.serviceLevels.values()].map(({ value }) => value.status),
      ...[...model.commitments.values()].map(({ value }) => value.status),
    ]
    expect(states.length).toBeGreaterThan(10)
    expect(new Set(states)).toEqual(new Set(['planned']))
    expect(model.disposals).toEqual([])
    expect(model.vendors.size).toBe(0)
    const looked = [
      ...model.dataInventories,
      ...model.communicationPlans,
      ...model.monitorings,
      ...model.commitments.values(),
      ...model.complementaryControls.values(),
    ].filter(({ value }) => value.lastReviewed !== undefined)
    expect(looked).toEqual([])
  })

  test('hold the four channels of communication with their frequency, audience and escalation', () => {
    const rows = [...model.communications.values()].map(({ value }) => {
      const escalation = value.escalation === undefined ? '' : ` escalates ${value.escalation.begins}`
      const asked = value.acknowledgement?.required === true ? ' acknowledged' : ''
      const channel = model.channels.get(value.channel)?.value.type
      return `${value.id}: ${channel} ${value.frequency} ${value.audience.join('+')}${escalation}${asked}`
    })
    expect(rows).toEqual(
      expect.arrayContaining([
        'security-updates: slack as-needed all-staff',
        'policy-updates: email on-change all-staff acknowledged',
        'incident-alerts: pagerduty immediate security+on_call_manager escalates immediate',
        'compliance-reporting: dashboard monthly executive+oversight_member',
      ]),
    )
  })

  test('hold the targets that the guide gives', () => {
    const levels = model.serviceLevels.get('SLA-MAIN')?.value
    expect(levels).toMatchObject({
      availability: { target: 99.9, window: 'P1M' },
      latency: { p95Ms: 2000, p99Ms: 5000 },
      healthChecks: { interval: 'PT30S', timeout: 'PT10S', endpoints: ['/health', '/ready'] },
      syntheticChecks: { interval: 'PT5M', locations: ['us-east', 'eu-west', 'asia-southeast'] },
    })
    const acknowledge = Object.entries(levels?.responseTargets ?? {}).map(
      ([band, target]) => `${band} ${target.acknowledge}`,
    )
    expect(acknowledge).toEqual(['critical PT15M', 'high PT1H', 'medium PT4H', 'low PT24H'])
  })

  test('name the parts that every event of a log has', () => {
    expect(model.monitorings[0]?.value.logStandard?.fields).toEqual([
      'actor',
      'action',
      'target',
      'time',
      'source-ip',
      'outcome',
    ])
  })

  test('classes of data that rights are limited to are in the inventory', () => {
    const named = model.accessMatrix.flatMap(({ value }) => value.scope?.dataClass ?? [])
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((id) => !model.dataClasses.has(id))).toEqual([])
  })

  test('every confidential class of data has an end', () => {
    const kept = new Set(model.retentionRules.map(({ value }) => value.dataClass))
    const secret = [...model.dataClasses.values()].filter(({ value }) => value.classification === 'confidential')
    expect(secret.map(({ value }) => value.id).filter((id) => !kept.has(id))).toEqual([])
  })

  test('the program has the six reports, and what comes first', () => {
    const program = model.programs[0]?.value
    expect(program?.reports?.map(({ subject, window }) => `${subject} ${window}`)).toEqual([
      'user-access snapshot',
      'tokens snapshot',
      'sessions snapshot',
      'activity rolling:P90D',
      'denied-access rolling:P90D',
      'admin-activity rolling:P90D',
    ])
    expect(program?.priorities?.map(({ criteria, priority }) => `${criteria.join('+')} ${priority}`)).toEqual([
      'CC6+CC7 critical',
      'CC6.7 high',
      'CC8 medium',
    ])
  })
})

describe('the example of a vendor', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(shippedFiles.get('vendors/README.md') ?? '')?.[1] ?? ''
  const beside = `apiVersion: countersign/v1
kind: ComplementaryControl
id: CCO-EXAMPLE
title: Doors of the data centre
complement: csoc
vendor: VEN-EXAMPLE-CLOUD
statement: Only people on the list of the provider enter its data centres.
criteria: [CC6.4]
`
  const withExample = (text: string, more = '') => [
    ...filledProgram({ ...tokenValues, periodStart: '2026-03-02' }),
    { path: 'compliance/vendors/VEN-EXAMPLE-CLOUD.yaml', bytes: Buffer.from(text) },
    { path: 'compliance/complementary-controls/CCO-EXAMPLE.yaml', bytes: Buffer.from(beside + more) },
  ]
  const wrong = (text: string, day = '2027-02-20') =>
    foundIn(withExample(text), day).filter((line) => line.includes(' VEN-'))

  test('is one that the check accepts', () => {
    expect((parse(example) as { kind: string }).kind).toBe('Vendor')
    expect(wrong(example).filter((line) => !line.includes('VEN-001'))).toEqual([])
    // Its report ends with the year, and the day of the check is seven weeks later; the period ends on 1 March.
    expect(wrong(example)).toEqual([
      'warning VEN-001 Nothing vouches for VEN-EXAMPLE-CLOUD from 2027-01-01 to 2027-02-20',
    ])
    expect(wrong(example, '2027-03-01')).toEqual([
      'error VEN-001 Nothing vouches for VEN-EXAMPLE-CLOUD from 2027-01-01 to 2027-03-01',
    ])
    const letter = 'bridgeLetter: {from: "2027-01-01", to: "2027-02-28", reviewedBy: ana, reviewedAt: "2027-02-15"}\n'
    expect(wrong(example + letter)).toEqual([])
  })
})
