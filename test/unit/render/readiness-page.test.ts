import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { boundRules } from '../../../src/render/readiness-items.ts'
import type { RuleResult } from '../../../src/rules/run-rules.ts'
import { boundRuleResults } from '../../../src/usecases/bound-rule-results.ts'
import { attestation, logOf } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  inputOf,
  modelOf,
  pageOf,
  pagesOf,
  record,
  rowWith,
  someProgram,
  someRecords,
  type World,
} from '../../support/report-world.ts'

const path = 'readiness.md'
const checklist = (items: string): string =>
  record('ReadinessChecklist', 'RCL-MAIN', 'Before the audit', `items:\n${items}`)
const item = (id: string, bound: string, title = 'A thing'): string =>
  `  - {id: ${id}, title: ${JSON.stringify(title)}, area: access, ${bound}}\n`

/** The page as the command makes it: rules are really asked. */
async function page(items: string, world: World = {}): Promise<string> {
  const records = [...(world.records ?? someProgram), checklist(items)]
  const input = inputOf({ ...world, records })
  const ruleResults = await boundRuleResults(
    {
      ...input,
      settings: defaultSettings,
      commit: 'c',
      checkpoint: undefined,
      logCommit: undefined,
      repository: undefined,
      notes: [],
    },
    { revisions: input.history, commits: [] },
    {
      openLog: () => {
        throw new Error('no dataset is asked for')
      },
    },
  )
  return pageOf(path, { ...world, records, over: { ruleResults } })
}

const sectionOf = (text: string, id: string): string | undefined =>
  text
    .split(/^### /m)
    .find((part) => part.includes(`| ${id} |`))
    ?.split(':')[0]

describe('the readiness check list', () => {
  test('is in place only while each rule holds and each requirement is met', async () => {
    const good = logOf(...someRecords.filter((one) => one.kind !== 'change.merged' || one.data.verdict === 'approved'))
    const items = item('RDY-A', 'rules: [REF-001], evidence: [EVR-MERGED]')
    expect(sectionOf(await page(items, { log: good }), 'RDY-A')).toBe('In place')
    const text = await page(items)
    expect(sectionOf(text, 'RDY-A')).toBe('Not in place')
    expect(rowWith(text, 'RDY-A')?.slice(3, 5)).toEqual([
      'rule `REF-001`<br>evidence log `EVR-MERGED` of [CTL-REVIEW](controls/CTL-REVIEW.md)',
      expect.stringMatching(/^`REF-001` holds for \d+<br>`EVR-MERGED`: at least one record fails$/),
    ])
  })

  test('does not know what was not looked at', async () => {
    const text = await page(
      item('RDY-NONE', 'records: [CTL-REVIEW]') +
        item('RDY-GONE', 'evidence: [EVR-GONE]') +
        item('RDY-ABSENT', 'evidence: [EVR-ACCESS]') +
        item('RDY-EMPTY', 'rules: [VEN-001]'),
    )
    for (const id of ['RDY-NONE', 'RDY-GONE', 'RDY-ABSENT', 'RDY-EMPTY'])
      expect([id, sectionOf(text, id)]).toEqual([id, 'Not known'])
    expect(rowWith(text, 'RDY-NONE')?.slice(3, 5)).toEqual([
      '**nothing**',
      'described by [CTL-REVIEW](controls/CTL-REVIEW.md)',
    ])
    expect(rowWith(text, 'RDY-EMPTY')?.[4]).toBe('`VEN-001` had nothing to look at')
  })

  test('asks rules about what happened only where there is a log', async () => {
    const items = item('RDY-LOG', 'rules: [CHG-013]')
    expect(rowWith(await page(items, { log: [] }), 'RDY-LOG')?.[4]).toBe(
      '`CHG-013` could not be asked: there is no evidence log',
    )
    const text = await page(items)
    expect(sectionOf(text, 'RDY-LOG')).toBe('Not in place')
    expect(rowWith(text, 'RDY-LOG')?.[4]).toBe('`CHG-013`: 2 failures')
  })

  test('is not in place by a failure that is waived or in the baseline, nor by a control that is planned', () => {
    const result = (counts: Partial<RuleResult['counts']>): RuleResult => ({
      rule: {
        id: 'REF-001',
        name: '',
        title: '',
        severity: 'error',
        rationale: '',
        remedy: '',
        criteria: [],
        since: '',
      },
      severity: 'error',
      state: 'run',
      counts: { pass: 9, fail: 0, waived: 0, baselined: 0, 'not-applicable': 0, 'not-determined': 0, ...counts },
      results: [],
    })
    const records = [...someProgram, checklist(item('RDY-A', 'rules: [REF-001]'))]
    const stands = (counts: Partial<RuleResult['counts']>) =>
      rowWith(pageOf(path, { records, over: { ruleResults: new Map([['REF-001', result(counts)]]) } }), 'RDY-A')?.[4]
    expect(stands({ waived: 1 })).toBe('`REF-001`: 1 waived')
    expect(stands({ baselined: 2 })).toBe('`REF-001`: 2 in the baseline')
    expect(stands({ 'not-determined': 1 })).toBe('`REF-001`: 1 could not be determined')
    expect(rowWith(pageOf(path, { records }), 'RDY-A')?.[4]).toBe('`REF-001` was not asked')
  })

  test('tells what a person attests from what a tool shows', async () => {
    const log = logOf(
      ...someRecords,
      attestation('EVR-ACCESS', ['2026-01-01', '2026-03-31'], { at: '2026-04-05T09:00:00Z' }),
    )
    const text = await page(item('RDY-A', 'evidence: [EVR-ACCESS]'), { log })
    expect(sectionOf(text, 'RDY-A')).toBe('In place')
    expect(rowWith(text, 'RDY-A')?.[3]).toMatch(/^attestation `EVR-ACCESS`/)
  })

  test('is made from rules and evidence where the program has none, and says so', () => {
    const text = pageOf(path)
    expect(text).toContain('The program has no ReadinessChecklist.')
    expect(rowWith(text, 'SCP-005')?.[4]).toBe('`SCP-005` was not asked')
    expect(rowWith(text, 'CC8')?.[4]).toContain('`EVR-MERGED`: at least one record fails')
    expect([...boundRules(modelOf(someProgram))]).toContain('POL-004')
  })

  test('is whole whatever people write', async () => {
    const records = [...someProgram, checklist(item('RDY-A', `note: ${JSON.stringify(hostileLine)}`, hostileLine))]
    const pages = pagesOf({ records })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
