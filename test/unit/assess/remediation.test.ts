import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import type { Remediation, RemediationState } from '../../../src/assess/remediation.ts'
import type { Control, Deficiency } from '../../../src/model/records.ts'
import {
  attestation,
  correction,
  logCreated,
  logOf,
  merged,
  scan,
  type Unplaced,
  unreviewed,
} from '../../support/log-builder.ts'
import { control, programModel } from '../../support/program-builder.ts'

const on = (day: string) => ({ at: `${day}T10:00:00Z` })
const begun = logCreated(on('2026-01-01'))
const fix = (day: string, over = {}) => merged(12, on(day), over)
const pullRequest = 'https://github.com/example/shop/pull/12'

const deficiency = (over: Partial<Deficiency> = {}): Deficiency => ({
  apiVersion: 'countersign/v1',
  kind: 'Deficiency',
  id: 'DEF-1',
  title: 'Scans find what nobody mends',
  description: 'The scan of May failed.',
  source: 'assessment',
  type: 'operating',
  severity: 'medium',
  status: 'remediating',
  control: 'CTL-SCAN',
  opened: '2026-05-01',
  owner: 'ana',
  ...over,
})
const scanned: Control = control({
  id: 'CTL-SCAN',
  evidence: [
    {
      id: 'EVR-SCAN',
      records: { kind: 'scan.result' },
      expect: 'every',
      atMost: { failed: 0 },
      frequency: 'weekly',
      window: 'P30D',
    },
  ],
})
const mending = (over: Partial<NonNullable<Deficiency['remediation']>> = {}) => ({
  remediation: { description: 'Packages are updated weekly.', pullRequest, ...over },
})
const tested = (evidence: string, over: Partial<NonNullable<Deficiency['retest']>> = {}) => ({
  retest: { by: 'ben', at: '2026-05-20', result: 'passed' as const, evidence, ...over },
})

function remediation(one: Deficiency, log: readonly Unplaced[], asOf = '2026-06-30'): Remediation | undefined {
  const model = programModel({ controls: [scanned], deficiencies: [one] })
  return assessProgram(model, logOf(begun, ...log), asOf, { protectedBranch: 'main' }).remediations.get(one.id)
}

const goodScan = scan('after', on('2026-05-19'))
const closed = { status: 'closed' as const }

const cases: readonly {
  readonly name: string
  readonly of: Deficiency
  readonly log: readonly Unplaced[]
  readonly wanted: RemediationState
  readonly says?: string
}[] = [
  {
    name: 'nothing is named',
    of: deficiency(),
    log: [],
    wanted: 'open',
    says: 'no mending is named; nobody tested again',
  },
  {
    name: 'a pull request only mentions it',
    of: deficiency(),
    log: [fix('2026-05-10', { title: 'Mend DEF-1' })],
    wanted: 'open',
  },
  {
    name: 'the pull request is not in the log',
    of: deficiency(mending()),
    log: [],
    wanted: 'fix-claimed',
    says: 'the log has no merge of pull request 12',
  },
  {
    name: 'a day is all there is',
    of: deficiency({ remediation: { description: 'Done.', fixed: '2026-05-10' } }),
    log: [],
    wanted: 'fix-claimed',
    says: 'it is said to be mended since 2026-05-10, but it names no pull request',
  },
  {
    name: 'the pull request is one of another repository',
    of: deficiency(mending({ pullRequest: 'https://github.com/example/other/pull/12' })),
    log: [fix('2026-05-10')],
    wanted: 'fix-claimed',
    says: 'the log knows nothing of the pull request that it names',
  },
  { name: 'it is merged and approved', of: deficiency(mending()), log: [fix('2026-05-10')], wanted: 'fixed' },
  {
    name: 'its change request is merged and approved',
    of: deficiency({ remediation: { description: 'Done.', change: 'CHG-7' } }),
    log: [fix('2026-05-10', { changeRequests: ['CHG-7'] })],
    wanted: 'fixed',
  },
  {
    name: 'it is merged without approval, and tested again',
    of: deficiency({ ...mending(), ...tested('record 2') }),
    log: [fix('2026-05-10', { verdict: 'refused' }), goodScan],
    wanted: 'fixed-without-approval',
    says: 'merged on 2026-05-10, with the verdict refused, so without the approvals it needs',
  },
  {
    name: 'a correction takes the approval of the merge back',
    of: deficiency(mending()),
    log: [fix('2026-05-10'), correction([1, fix('2026-05-10')], on('2026-05-11'), 'fail')],
    wanted: 'fixed-without-approval',
    says: 'a correction takes its approval back',
  },
  {
    name: 'the record that the test names shows it',
    of: deficiency({ ...mending(), ...tested('record 2'), ...closed }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'retested',
    says: 'the test of 2026-05-20 by ben passed, as record 2 shows',
  },
  {
    name: 'the test names its record by key',
    of: deficiency({ ...mending(), ...tested('import:shop/sarif/after') }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'retested',
  },
  {
    name: 'the test names an address',
    of: deficiency({ ...mending(), ...tested('https://example.com/report'), ...closed }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'retest-claimed',
    says: 'is no record of the log',
  },
  {
    name: 'the record that the test names is older than the merge',
    of: deficiency({ ...mending(), ...tested('record 1'), ...closed }),
    log: [scan('before', on('2026-05-09')), fix('2026-05-10')],
    wanted: 'retest-claimed',
    says: 'record 1 is older than the mending',
  },
  {
    name: 'the scan of before the merge was filed after it',
    of: deficiency({ ...mending(), ...tested('record 2') }),
    log: [
      fix('2026-05-10'),
      scan('b', on('2026-05-12'), { coversFrom: '2026-05-09T10:00:00Z', coversTo: '2026-05-09T10:00:00Z' }),
    ],
    wanted: 'retest-claimed',
  },
  {
    name: 'the record that the test names fails',
    of: deficiency({ ...mending(), ...tested('record 2') }),
    log: [fix('2026-05-10'), scan('after', on('2026-05-19'), { failed: 2, passed: 2 })],
    wanted: 'retest-claimed',
    says: 'does not show it: failed is 2',
  },
  {
    name: 'the record was corrected to a failure',
    of: deficiency({ ...mending(), ...tested('record 2') }),
    log: [fix('2026-05-10'), goodScan, correction([2, goodScan], on('2026-05-21'), 'fail')],
    wanted: 'retest-claimed',
  },
  {
    name: 'the record is evidence of something else',
    of: deficiency({ ...mending(), ...tested('record 2') }),
    log: [fix('2026-05-10'), merged(13, on('2026-05-19'))],
    wanted: 'retest-claimed',
    says: 'record 2 is no evidence that CTL-SCAN asks for',
  },
  {
    name: 'no control is named and somebody proves the test',
    of: (({ control: _, ...rest }) => rest)(deficiency({ ...mending(), ...tested('record 2') })),
    log: [fix('2026-05-10'), attestation('EVR-X', ['2026-05-19', '2026-05-19'], on('2026-05-19'))],
    wanted: 'retested',
  },
  {
    name: 'no control is named and somebody only claims the test',
    of: (({ control: _, ...rest }) => rest)(deficiency({ ...mending(), ...tested('record 2') })),
    log: [
      fix('2026-05-10'),
      attestation('EVR-X', ['2026-05-19', '2026-05-19'], on('2026-05-19'), { standing: 'claimed', proof: 'none' }),
    ],
    wanted: 'retest-claimed',
  },
  {
    name: 'the test failed',
    of: deficiency({ ...mending(), ...tested('record 2', { result: 'failed' }) }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'retest-failed',
  },
  {
    name: 'it is closed and nobody tested',
    of: deficiency({ ...mending(), ...closed }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'closed-without-retest',
    says: 'its record says closed; pull request 12 was merged on 2026-05-10, approved; nobody tested again',
  },
  {
    name: 'it is closed and the test is older than the mending',
    of: deficiency({ ...mending(), ...tested('record 1', { at: '2026-05-09' }), ...closed }),
    log: [scan('before', on('2026-05-09')), fix('2026-05-10')],
    wanted: 'closed-without-retest',
    says: 'is older than the mending of 2026-05-10',
  },
  {
    name: 'it is closed and the test failed',
    of: deficiency({ ...mending(), ...tested('record 2', { result: 'failed' }), ...closed }),
    log: [fix('2026-05-10'), goodScan],
    wanted: 'closed-without-retest',
  },
  {
    name: 'it is closed, tested, and never mended',
    of: deficiency({ ...tested('record 1'), ...closed }),
    log: [goodScan],
    wanted: 'closed-without-retest',
  },
  {
    name: 'it is accepted',
    of: deficiency({ status: 'risk-accepted', risk: 'RSK-1' }),
    log: [],
    wanted: 'accepted',
    says: 'carried by RSK-1',
  },
]

describe('a deficiency is mended as far as the log shows', () => {
  test.each(cases)('$name: $wanted', ({ of, log, wanted, says }) => {
    const found = remediation(of, log)
    expect(found?.state).toBe(wanted)
    if (says !== undefined) expect(found?.why).toContain(says)
  })

  test('what is written about a later day says nothing yet', () => {
    const one = deficiency({ ...mending({ fixed: '2026-05-11' }), ...tested('record 2'), ...closed })
    const log = [fix('2026-05-10'), goodScan]
    expect(remediation(one, log, '2026-04-30')).toBeUndefined()
    expect(remediation(one, log, '2026-05-09')).toMatchObject({ state: 'fix-claimed', mended: undefined })
    expect(remediation(one, log, '2026-05-10')).toMatchObject({ state: 'fixed', mended: { day: '2026-05-10' } })
    expect(remediation(one, log, '2026-05-20')).toMatchObject({ state: 'retested', mended: { day: '2026-05-11' } })
  })

  test('another deficiency of a like name is not it', () => {
    const found = remediation(deficiency(), [fix('2026-05-10', { title: 'Mend DEF-12 and XDEF-1' })])
    expect(found?.pulls).toEqual([])
  })

  test('failures of its control since then are said, and count even where a commit should not be', () => {
    const bad = scan('bad', on('2026-06-01'), { failed: 1 })
    const found = remediation(deficiency({ ...mending(), ...tested('record 2') }), [fix('2026-05-10'), goodScan, bad])
    expect(found?.since).toEqual({
      satisfying: [{ record: 2, day: '2026-05-19' }],
      failing: [{ record: 3, day: '2026-06-01' }],
    })
    expect(found?.why).toContain('1 records of its control since then')
    const none = control({
      id: 'CTL-SCAN',
      evidence: [
        { id: 'EVR-N', records: { kind: 'change.unreviewed' }, expect: 'none', frequency: 'per-event', window: 'P9D' },
      ],
    })
    const model = programModel({ controls: [none], deficiencies: [deficiency(mending())] })
    const log = logOf(begun, fix('2026-05-10'), unreviewed('a'.repeat(40), on('2026-06-01')))
    const assessed = assessProgram(model, log, '2026-06-30', { protectedBranch: 'main' })
    expect(assessed.remediations.get('DEF-1')?.since?.failing).toEqual([{ record: 2, day: '2026-06-01' }])
  })

  test('its life is told from the first day to the last', () => {
    const one = deficiency({
      ...mending({ fixed: '2026-05-10' }),
      ...tested('record 3'),
      severityChanges: [{ at: '2026-05-04', from: 'low', to: 'medium', why: 'more packages' }],
    })
    const log = [merged(11, on('2026-05-03'), { title: 'Write down DEF-1' }), fix('2026-05-10'), goodScan]
    expect(remediation(one, log)?.steps.map(({ day, kind, record }) => [day, kind, record])).toEqual([
      ['2026-05-01', 'opened', undefined],
      ['2026-05-03', 'merge', 1],
      ['2026-05-04', 'severity', undefined],
      ['2026-05-10', 'merge', 2],
      ['2026-05-10', 'fixed', undefined],
      ['2026-05-19', 'evidence', 3],
      ['2026-05-20', 'retest', 3],
    ])
  })

  test('late is what was mended after its day, or is not mended and the day is past', () => {
    // Medium: thirty days from 2026-05-01.
    expect(remediation(deficiency(), [], '2026-05-31')?.late).toBe(false)
    expect(remediation(deficiency(), [], '2026-06-01')?.late).toBe(true)
    expect(remediation(deficiency(mending()), [fix('2026-05-31')])?.late).toBe(false)
    expect(remediation(deficiency(mending()), [fix('2026-06-01')])?.late).toBe(true)
    expect(remediation(deficiency({ status: 'risk-accepted', risk: 'RSK-1' }), [])?.late).toBe(false)
  })
})
