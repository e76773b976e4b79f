import { describe, expect, test } from 'vitest'
import { lastChangeOf, titleChangeOf } from '../../../src/gate/freshness.ts'
import { momentOfJudgement } from '../../../src/gate/moment-of-judgement.ts'
import type { GateRule } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import {
  baseFiles,
  type FactsPatch,
  facts,
  file,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  push,
  twoReviewers,
} from '../../support/gate-facts.ts'

const until = (at: string | undefined) => ({
  untilMs: at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at),
  day: '2026-03-04',
})
const unknownHead = { head: { ref: 'topic', sha: HEAD, repositoryId: null } }
const noMove = { known: false, why: 'when the head got to its present commit is not known' }
const gone = { known: false, why: 'the repository of the head was deleted, so its pushes cannot be read' }
const since = (at: string) => ({ known: true, atMs: Date.parse(at) })

// biome-ignore format: one row, one line
test.each<[string, FactsPatch, string | undefined, object]>([
  ['opened', {}, undefined, since('2026-03-02T09:00:00Z')],
  ['opened, seen before it was created', { pull: { createdAt: '2026-03-02T09:30:00Z' } }, undefined, since('2026-03-02T09:30:00Z')],
  ['pushed', { headChanges: known([push('2026-03-02T11:00:00Z'), opened({ after: OLD })]) }, undefined, since('2026-03-02T11:00:00Z')],
  ['pushed at the moment of the merge', { headChanges: known([opened(), push('2026-03-02T11:00:00Z')]) }, '2026-03-02T11:00:00Z', since('2026-03-02T11:00:00Z')],
  ['pushed after the merge', { headChanges: known([opened(), push('2026-03-02T11:00:01Z', { after: OLD })]) }, '2026-03-02T11:00:00Z', since('2026-03-02T09:00:00Z')],
  ['base changed after the push', { headChanges: known([opened(), push('2026-03-02T12:00:00Z', { kind: 'base-changed', after: null })]) }, undefined, since('2026-03-02T12:00:00Z')],
  ['base changed to what looks like the head', { headChanges: known([opened({ after: OLD }), push('2026-03-02T12:00:00Z', { kind: 'base-changed' })]) }, undefined, noMove],
  ['two pushes at once, one of them to the head', { headChanges: known([push('2026-03-02T11:00:00Z', { after: OLD }), push('2026-03-02T11:00:00Z')]) }, undefined, since('2026-03-02T11:00:00Z')],
  ['an older push to the head', { headChanges: known([opened(), push('2026-03-02T11:00:00Z', { after: OLD })]) }, undefined, noMove],
  ['nothing', { headChanges: known([]) }, undefined, noMove],
  ['not read', { headChanges: notKnown }, undefined, { known: false, why: 'when the head changed could not be read: the list was cut' }],
  ['a deleted repository', { pull: unknownHead }, undefined, gone],
  ['a repository deleted after the merge', { pull: { ...merged('mia'), ...unknownHead } }, '2026-03-03T12:00:00Z', since('2026-03-02T09:00:00Z')],
])('%s', (_name, patch, at, wanted) => {
  expect(lastChangeOf(facts(patch), until(at))).toEqual(wanted)
})

// biome-ignore format: one row, one line
test.each([
  ['open', {}, Number.POSITIVE_INFINITY, '2026-03-04'],
  ['open, with the moment of a merge all the same', { mergedAt: '2026-03-01T12:00:00Z' }, Number.POSITIVE_INFINITY, '2026-03-04'],
  ['merged', merged('mia'), Date.parse('2026-03-03T12:00:00Z'), '2026-03-03'],
  ['merged, nobody knows when', { ...merged('mia'), mergedAt: null }, Number.POSITIVE_INFINITY, '2026-03-04'],
])('judged as of, where it is %s', (_name, pull, untilMs, day) => {
  const { model } = readProgram(baseFiles(twoReviewers))
  expect(momentOfJudgement(facts({ pull }), model)).toEqual({ untilMs, day })
})

test('the day is that of the time zone of the program', () => {
  const zoned = file(
    'compliance/program.yaml',
    `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: Program
status: operating
organisation: {name: Acme, securityLead: ana}
system: {name: Shop}
categories: [CC]
reportType: type1
timezone: Pacific/Auckland
`,
  )
  const { model } = readProgram(baseFiles(twoReviewers, '', [zoned]))
  expect(momentOfJudgement(facts({ pull: merged('mia') }), model).day).toBe('2026-03-04')
})

describe('the last change of the title', () => {
  const title = { title: ['release*'] }
  const titleChanges = ['2026-03-03T10:00:00Z', '2026-03-03T12:00:00Z', '2026-03-03T11:00:00Z'].map((at) => ({ at }))
  const never = Number.NEGATIVE_INFINITY
  const rule = (when: GateRule['when']) => ({ id: 'one', ...(when === undefined ? {} : { when }) })

  test.each<[string, readonly GateRule[], string | undefined, number]>([
    ['where a rule looks at it', [rule(title)], undefined, Date.parse('2026-03-03T12:00:00Z')],
    ['where a rule looks at what it is not', [rule({ not: title })], undefined, Date.parse('2026-03-03T12:00:00Z')],
    ['where one of two rules does', [rule({}), rule(title)], undefined, Date.parse('2026-03-03T12:00:00Z')],
    ['at the merge', [rule(title)], '2026-03-03T12:00:00Z', Date.parse('2026-03-03T12:00:00Z')],
    ['before the merge', [rule(title)], '2026-03-03T11:30:00Z', Date.parse('2026-03-03T11:00:00Z')],
    ['never before the merge', [rule(title)], '2026-03-03T09:00:00Z', never],
    ['where no rule looks at it', [rule(undefined), rule({ base: ['main'] })], undefined, never],
    ['where there is no rule', [], undefined, never],
  ])('%s', (_name, rules, at, wanted) => {
    expect(titleChangeOf(facts({ pull: { titleChanges } as FactsPatch['pull'] & object }), until(at), rules)).toBe(
      wanted,
    )
  })
})
