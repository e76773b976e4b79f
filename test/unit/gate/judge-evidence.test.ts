import { expect, test } from 'vitest'
import { firstPercentage } from '../../../src/gate/first-percentage.ts'
import { judgeEvidence } from '../../../src/gate/judge-evidence.ts'
import type { Check, EnvironmentState } from '../../../src/model/facts.ts'
import type { RequiredEvidence } from '../../../src/model/records.ts'
import { checkRun, commitStatus, environmentState } from '../../support/check-facts.ts'
import { HEAD, known, notKnown, OLD } from '../../support/gate-facts.ts'

const atMs = Date.parse('2026-03-03T12:00:00Z')
const time = { atMs, untilMs: atMs }
const scan: RequiredEvidence = { scans: [{ name: 'ci', by: 'github-actions', withinHours: 24 }] }
const anyScan: RequiredEvidence = { scans: [{ name: 'ci', by: 'github-actions' }] }
const coverage: RequiredEvidence = { coverage: [{ name: 'ci', by: 'github-actions', atLeast: 80 }] }
const health: RequiredEvidence = { health: [{ environment: 'Staging', withinHours: 24 }] }

interface Row {
  readonly name: string
  readonly wanted: string
  readonly says?: string
  readonly of: RequiredEvidence
  readonly checks?: readonly Check[]
  readonly states?: readonly EnvironmentState[]
}

// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  { name: 'a scan without findings', of: scan, checks: [checkRun()], wanted: 'approved', says: 'found nothing' },
  { name: 'a scan with one finding', of: scan, checks: [checkRun({ annotations: 1 })], wanted: 'refused', says: 'ended with 1 finding, none is needed' },
  { name: 'a scan of which the findings were not counted', of: scan, checks: [checkRun({ annotations: null })], wanted: 'not-determined', says: 'is not known' },
  { name: 'a status in place of a scan', of: scan, checks: [commitStatus('github-actions[bot]')], wanted: 'not-determined' },
  { name: 'a failed status in place of a scan', of: scan, checks: [commitStatus('github-actions[bot]', { state: 'failure' })], wanted: 'refused' },
  { name: 'a scan that failed', of: scan, checks: [checkRun({ state: 'failure' })], wanted: 'refused' },
  { name: 'a scan that was skipped', of: scan, checks: [checkRun({ state: 'skipped' })], wanted: 'refused' },
  { name: 'a scan by somebody else', of: scan, checks: [checkRun({ app: 'my-app' })], wanted: 'pending', says: 'was posted by my-app' },
  { name: 'no scan', of: scan, checks: [], wanted: 'pending' },
  { name: 'a scan that is old enough to be run again', of: scan, checks: [checkRun({ at: '2026-03-02T11:59:59Z' })], wanted: 'pending', says: 'more than 24 hours old' },
  { name: 'a scan as old as it may be', of: scan, checks: [checkRun({ at: '2026-03-02T12:00:00Z' })], wanted: 'approved' },
  { name: 'an old scan where age does not matter', of: anyScan, checks: [checkRun({ at: '2020-01-01T00:00:00Z' })], wanted: 'approved' },
  { name: 'two scans at one moment, one with findings', of: scan, checks: [checkRun(), checkRun({ annotations: 2 })], wanted: 'refused' },

  { name: 'enough coverage', of: coverage, checks: [checkRun({ text: '80% of lines' })], wanted: 'approved', says: 'states 80%' },
  { name: 'too little coverage', of: coverage, checks: [checkRun({ text: '79.99% of lines' })], wanted: 'refused', says: 'states 79.99%, at least 80% is needed' },
  { name: 'no percentage', of: coverage, checks: [checkRun({ text: 'all good' })], wanted: 'not-determined', says: 'states no percentage' },
  { name: 'enough coverage in a status', of: coverage, checks: [commitStatus('github-actions[bot]', { text: '91.2% (+0.3%) compared to 1a2b3c4' })], wanted: 'approved' },
  { name: 'enough coverage in a check that failed', of: coverage, checks: [checkRun({ state: 'failure', text: '90%' })], wanted: 'refused', says: 'ended with failure' },
  { name: 'enough coverage by somebody else', of: coverage, checks: [commitStatus('eve', { text: '90%' })], wanted: 'pending', says: 'was posted by eve' },

  { name: 'a commit that runs there', of: health, states: [environmentState()], wanted: 'approved', says: 'aaaaaaa in Staging runs' },
  { name: 'a commit that runs there, whatever the letters', of: { health: [{ environment: 'staging' }] }, states: [environmentState({ environment: 'STAGING' })], wanted: 'approved' },
  { name: 'a state said at that moment', of: health, states: [environmentState({ at: '2026-03-03T12:00:00Z' })], wanted: 'approved' },
  { name: 'a state as old as it may be', of: health, states: [environmentState({ at: '2026-03-02T12:00:00Z' })], wanted: 'approved' },
  { name: 'a state that is a second too old for one hour', of: { health: [{ environment: 'Staging', withinHours: 1 }] }, states: [environmentState({ at: '2026-03-03T10:59:59.999Z' })], wanted: 'pending', says: 'more than 1 hour ago' },
  { name: 'a state of any age where age does not matter', of: { health: [{ environment: 'Staging' }] }, states: [environmentState({ at: '2020-01-01T00:00:00Z' })], wanted: 'approved' },
  { name: 'two states of one deployment, one of them bad', of: health, states: [environmentState(), environmentState({ state: 'failure' })], wanted: 'refused' },
  { name: 'a commit that was not deployed there', of: health, states: [], wanted: 'pending', says: 'deploy it there first' },
  { name: 'another commit that runs there', of: health, states: [environmentState({ sha: OLD })], wanted: 'pending' },
  { name: 'a commit that runs elsewhere', of: health, states: [environmentState({ environment: 'staging-2' })], wanted: 'pending' },
  { name: 'a deployment that failed', of: health, states: [environmentState({ state: 'failure' })], wanted: 'refused', says: 'ended with failure' },
  { name: 'a deployment with an error', of: health, states: [environmentState({ state: 'error' })], wanted: 'refused' },
  { name: 'a deployment that has not ended', of: health, states: [environmentState({ state: 'pending' })], wanted: 'pending', says: 'has not ended' },
  { name: 'a commit that was replaced there', of: health, states: [environmentState({ state: 'inactive' })], wanted: 'pending', says: 'no longer runs' },
  { name: 'a state that is not known', of: health, states: [environmentState({ state: 'unknown' })], wanted: 'not-determined' },
  { name: 'a newer deployment that failed', of: health, states: [environmentState(), environmentState({ deployment: 2, state: 'failure' })], wanted: 'refused' },
  { name: 'a newer deployment that runs', of: health, states: [environmentState({ state: 'failure', at: '2026-03-03T11:00:00Z' }), environmentState({ deployment: 2 })], wanted: 'approved' },
  { name: 'a state that is said after that moment', of: health, states: [environmentState({ at: '2026-03-03T12:00:01Z' })], wanted: 'not-determined' },
  { name: 'a state that is too old', of: health, states: [environmentState({ at: '2026-03-02T11:59:59Z' })], wanted: 'pending', says: 'more than 24 hours ago' },
  { name: 'two states of one deployment', of: health, states: [environmentState(), environmentState({ state: 'error' })], wanted: 'refused' },
]

test.each(rows)('$name: $wanted', ({ of, checks = [], states = [], wanted, says = '' }) => {
  const commit = { sha: HEAD, checks: known(checks), environmentStates: known(states) }
  const [judged] = judgeEvidence(of, commit, time)
  expect(`${judged?.verdict}: ${judged?.message}`).toMatch(new RegExp(`^${wanted}: `))
  expect(judged?.message).toContain(says)
})

test('what could not be read is not determined', () => {
  const commit = { sha: HEAD, checks: notKnown, environmentStates: notKnown }
  const judged = judgeEvidence({ ...scan, ...coverage, ...health }, commit, time)
  expect(judged.map(({ verdict }) => verdict)).toEqual(['not-determined', 'not-determined', 'not-determined'])
})

test.each([
  ['85%', 85],
  ['85.71% (+0.12%) compared to abc1234', 85.71],
  ['Coverage increased (+0.5%) to 92.0%', 92],
  ['Coverage decreased (-8%) to 70%', 70],
  ['lines: 100 %', 100],
  ['85,5 % der Zeilen', 85.5],
  ['(90%)', 90],
  ['0%', 0],
  ['', undefined],
  ['%', undefined],
  ['100% of 5 files', 100],
  ['101%', undefined],
  ['1.2.3%', undefined],
  ['v1.85%', undefined],
  ['.5%', undefined],
  ['٨٥%', undefined],
  ['80-90%', undefined],
  [`${'9'.repeat(490)}%`, undefined],
  [`${'%'.repeat(499)}`, undefined],
])('the first percentage of %j is %j', (text, wanted) => {
  expect(firstPercentage(text)).toBe(wanted)
})
