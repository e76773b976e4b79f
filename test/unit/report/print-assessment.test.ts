import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import type { Program } from '../../../src/model/records.ts'
import { Assessment as validate } from '../../../src/read/report-validators.gen.js'
import { printAssessment, printAssessmentJson } from '../../../src/report/print-assessment.ts'
import { logOf } from '../../support/log-builder.ts'
import { control, program, programModel } from '../../support/program-builder.ts'
import { hostileLine, modelOf, record, richRecords, someRecords } from '../../support/report-world.ts'

const settings = { protectedBranch: 'main' }
const more = [
  record(
    'Deficiency',
    'DEF-1',
    'Nobody looked',
    `description: x
source: assessment
type: operating
severity: high
status: closed
control: CTL-REVIEW
opened: 2026-04-01
owner: ana
remediation: {description: x, pullRequest: "https://github.com/example/shop/pull/4"}
retest: {by: ben, at: 2026-05-10, result: passed, evidence: record 4}`,
  ),
  record(
    'Exception',
    'EXC-1',
    'One reviewer',
    `control: CTL-REVIEW
resources: [shop]
reason: x
severity: low
requestedBy: cy
approvedBy: ana
compensatingControls: [CTL-ACCESS]
start: 2026-06-01
expires: 2026-07-31`,
  ),
  'apiVersion: countersign/v1\nkind: CriterionDecision\nid: DEC-9\ncriterion: CC6.4\napplicability: inherited\njustification: The cloud does it.\napprovedBy: ben\nreviewBy: 2026-12-31\n',
]

const assessed = (records = [...richRecords(hostileLine), ...more], log = logOf(...someRecords)) =>
  assessProgram(modelOf(records), log, '2026-06-30', settings)

const validated = (text: string) => [validate(JSON.parse(text)), validate.errors ?? []]

describe('an assessment as JSON', () => {
  test('has the form that is published', () => {
    const approvals = new Map([['DEC-9', 'shown']] as const)
    for (const text of [
      printAssessmentJson(assessed(), ['a note']),
      printAssessmentJson(assessed(), [], approvals),
      printAssessmentJson(assessed(undefined, []), []),
    ])
      expect(validated(text)).toEqual([true, []])
  })

  test.each<Program>([
    program(),
    program({ reportType: 'type2' }),
    program({ reportType: 'type2', period: { start: '2026-06-01', end: '2026-12-31' } }),
  ])('has it for a program without anything, too (%#)', (scope) => {
    for (const controls of [[], [control({ status: 'retired' })], [control({ evidence: [] })]]) {
      const one = assessProgram(programModel({ program: scope, controls }), [], '2026-06-30', settings)
      expect(validated(printAssessmentJson(one, []))).toEqual([true, []])
    }
  })

  test('leaves out what is not known, and names claims as claims', () => {
    const whole = JSON.parse(printAssessmentJson(assessed(), [])) as {
      criteria: { id: string; approval?: string }[]
      controls: { id: string; compensations: object[] }[]
      remediations: object[]
    }
    expect(whole.criteria.find(({ id }) => id === 'CC6.4')).toMatchObject({
      approvalClaimedBy: 'ben',
      approval: 'claimed',
    })
    expect(whole.criteria.find(({ id }) => id === 'CC6.5')).not.toHaveProperty('approval')
    expect(whole.controls.find(({ id }) => id === 'CTL-REVIEW')?.compensations).toMatchObject([
      { control: 'CTL-ACCESS' },
    ])
    expect(whole.remediations).toMatchObject([{ deficiency: 'DEF-1', state: 'retested' }])
  })
})

describe('an assessment for a person', () => {
  const text = printAssessment(assessed(), ['a note'])

  test.each([
    'period 2026-01-01 to 2026-06-30',
    'operation   0 as expected',
    'EXC-1 names CTL-ACCESS to compensate, which is not evaluated: it does not work either',
    'inherited CC6.4: DEC-9, approved by ben (claimed only: the log holds no review of theirs for it), review by 2026-12-31',
    'What to do first:',
  ])('says: %s', (line) => expect(text).toContain(line))

  test('says what to do first in the order of the list, ten of them', () => {
    const lines = text.split('\n')
    const work = lines
      .slice(lines.indexOf('What to do first:') + 1)
      .filter((line) => /^ {2}(critical|high|medium|low) /.test(line))
    expect(work).toHaveLength(10)
    expect(text).toMatch(/ {2}and \d+ more\n$/)
  })

  test('of Type I says that operation is not judged', () => {
    const one = assessProgram(modelOf(richRecords()), logOf(...someRecords), '2026-06-30', {
      ...settings,
      reading: { type: 'type1' },
    })
    expect(printAssessment(one, [])).toContain('operation   not judged: Type I looks at design')
  })
})
