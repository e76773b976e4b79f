import { expect, test } from 'vitest'
import { judgeChecks } from '../../../src/gate/judge-checks.ts'
import type { Check } from '../../../src/model/facts.ts'
import { checkRun, commitStatus } from '../../support/check-facts.ts'
import { known, notKnown } from '../../support/gate-facts.ts'

const until = Date.parse('2026-03-03T12:00:00Z')
const ci = { name: 'ci', by: 'github-actions' }
const later = '2026-03-03T11:00:00Z'

interface Row {
  readonly name: string
  readonly wanted: string
  readonly says?: string
  readonly by?: string
  readonly accept?: readonly ('success' | 'neutral' | 'skipped')[]
  readonly checks: readonly Check[]
}

// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  { name: 'a check that succeeded', checks: [checkRun()], wanted: 'approved' },
  { name: 'no check at all', checks: [], wanted: 'pending', says: '`ci` by github-actions has not been posted' },
  { name: 'a check of another name', checks: [checkRun({ name: 'CI' })], wanted: 'pending', says: 'has not been posted' },
  { name: 'a check that failed', checks: [checkRun({ state: 'failure' })], wanted: 'refused', says: '`ci` by github-actions ended with failure, success is needed' },
  { name: 'a check that was cancelled', checks: [checkRun({ state: 'cancelled' })], wanted: 'refused' },
  { name: 'a check that timed out', checks: [checkRun({ state: 'timed-out' })], wanted: 'refused' },
  { name: 'a check that waits for somebody', checks: [checkRun({ state: 'action-required' })], wanted: 'refused' },
  { name: 'a check that the forge gave up', checks: [checkRun({ state: 'stale' })], wanted: 'refused' },
  { name: 'a check that was skipped', checks: [checkRun({ state: 'skipped' })], wanted: 'refused', says: 'ended with skipped' },
  { name: 'a neutral check', checks: [checkRun({ state: 'neutral' })], wanted: 'refused' },
  { name: 'a skipped check where that is accepted', accept: ['success', 'skipped'], checks: [checkRun({ state: 'skipped' })], wanted: 'approved' },
  { name: 'a neutral check where only skipped is accepted', accept: ['success', 'skipped'], checks: [checkRun({ state: 'neutral' })], wanted: 'refused', says: 'success or skipped is needed' },
  { name: 'a success where only neutral is accepted', accept: ['neutral'], checks: [checkRun()], wanted: 'refused' },
  { name: 'a check that has not ended', checks: [checkRun({ state: 'pending', at: null })], wanted: 'pending', says: 'has not ended yet' },
  { name: 'a result that is not known', checks: [checkRun({ state: 'unknown' })], wanted: 'not-determined', says: 'the result of' },
  { name: 'a success without a moment', checks: [checkRun({ at: null })], wanted: 'not-determined', says: 'when `ci` by github-actions ended' },
  { name: 'a re-run that succeeded after a failure', checks: [checkRun({ at: later }), checkRun({ state: 'failure' })], wanted: 'approved' },
  { name: 'a re-run that failed after a success', checks: [checkRun(), checkRun({ state: 'failure', at: later })], wanted: 'refused' },
  { name: 'a re-run that has not ended after a success', checks: [checkRun(), checkRun({ state: 'pending', at: null })], wanted: 'pending' },
  { name: 'two that ended at one moment', checks: [checkRun(), checkRun({ state: 'failure', id: 'check-run/2' })], wanted: 'refused' },
  { name: 'a success of another App', checks: [checkRun({ app: 'my-app' })], wanted: 'pending', says: '`ci` was posted by my-app, not by github-actions' },
  { name: 'a success of a person', checks: [commitStatus('eve')], wanted: 'pending', says: '`ci` was posted by eve, not by github-actions' },
  { name: 'a newer success of somebody else', checks: [checkRun({ state: 'failure' }), commitStatus('eve', { at: later })], wanted: 'refused' },
  { name: 'a newer failure of somebody else', checks: [checkRun(), commitStatus('eve', { state: 'failure', at: later })], wanted: 'approved' },
  { name: 'a success of four others', checks: ['eve', 'dan', 'cleo', 'ben'].map((login) => commitStatus(login)), wanted: 'pending', says: 'was posted by ben and cleo and dan and 1 more, not by' },
  { name: 'a status of a machine account, where the rule names a person', by: 'copilot', checks: [commitStatus(null, { by: { id: 5, login: 'Copilot[bot]', type: 'user' } })], wanted: 'pending' },
  { name: 'a success of three others', checks: ['eve', 'dan', 'cleo'].map((login) => commitStatus(login)), wanted: 'pending', says: 'was posted by cleo and dan and eve, not by' },
  { name: 'a check of the App in other letters', by: 'GitHub-Actions', checks: [checkRun({ app: 'github-ACTIONS' })], wanted: 'approved' },
  { name: 'a status of a person in other letters', by: 'Eve', checks: [commitStatus('EVE')], wanted: 'approved' },
  { name: 'a status of the machine account in other letters', by: 'github-actions', checks: [commitStatus('GitHub-Actions[bot]')], wanted: 'approved' },
  { name: 'a status of another machine account', checks: [commitStatus('other[bot]')], wanted: 'pending', says: 'was posted by other[bot]' },
  { name: 'a status of a machine account without the ending of one', by: 'copilot', checks: [commitStatus(null, { by: { id: 5, login: 'Copilot', type: 'bot' } })], wanted: 'approved' },
  { name: 'a status of such an account, where the rule means another', by: 'copilot[bot]', checks: [commitStatus(null, { by: { id: 5, login: 'Copilot', type: 'bot' } })], wanted: 'pending' },
  { name: 'a success of many others', checks: ['eve', 'dan', 'cleo', 'ben', 'ana'].map((login) => commitStatus(login)), wanted: 'pending', says: 'ana and ben and cleo and 2 more' },
  { name: 'a run of an App that is not known', checks: [checkRun({ app: null })], wanted: 'not-determined', says: 'who posted `ci` is not known' },
  { name: 'a status of a deleted account', checks: [commitStatus(null)], wanted: 'not-determined', says: 'who posted `ci` is not known' },
  { name: 'a status of the account of the App', checks: [commitStatus('github-actions[bot]')], wanted: 'approved' },
  { name: 'a person with the name of the App, where the rule means the App alone', by: 'github-actions[bot]', checks: [commitStatus('github-actions')], wanted: 'pending' },
  { name: 'a run of the App, where the rule names its account', by: 'github-actions[bot]', checks: [checkRun()], wanted: 'approved' },
  { name: 'a status of the account that the rule names', by: 'Ana', checks: [commitStatus('ana')], wanted: 'approved' },
  { name: 'an App in other letters', by: 'GitHub-Actions', checks: [checkRun()], wanted: 'approved' },
  { name: 'a success after that moment', checks: [checkRun({ at: '2026-03-03T12:00:01Z' })], wanted: 'not-determined', says: 'was posted later' },
  { name: 'a success at that moment', checks: [checkRun({ at: '2026-03-03T12:00:00Z' })], wanted: 'approved' },
  { name: 'a failure before that moment, a success after it', checks: [checkRun({ state: 'failure' }), checkRun({ at: '2026-03-03T12:00:01Z' })], wanted: 'refused' },
]

test.each(rows)('$name: $wanted', ({ by = ci.by, accept, checks, wanted, says = '' }) => {
  const required = { name: ci.name, by, ...(accept === undefined ? {} : { accept }) }
  const [judged] = judgeChecks([required], known(checks), until)
  expect(judged?.verdict).toBe(wanted)
  expect(judged?.message).toContain(says)
})

test('checks that could not be read are no checks that are missing', () => {
  expect(judgeChecks([ci], notKnown, until)).toEqual([
    { verdict: 'not-determined', message: '`ci` by github-actions: the checks could not be read: the list was cut' },
  ])
})

test('each is judged by itself, in order', () => {
  const required = [{ name: 'lint', by: 'github-actions' }, ci]
  expect(judgeChecks(required, known([checkRun()]), Number.POSITIVE_INFINITY).map(({ verdict }) => verdict)).toEqual([
    'pending',
    'approved',
  ])
})

test('nothing that is asked for is nothing that is judged', () => {
  expect(judgeChecks([], known([checkRun()]), until)).toEqual([])
})
