import {
  account,
  changed,
  changedFile,
  commit,
  file,
  known,
  notKnown,
  OLD,
  opened,
  push,
  type Situation,
  stranger,
} from '../../../support/gate-facts.ts'
import { by, type Row } from './row.ts'

const bot = account('app[bot]')
const other = stranger('other[bot]', 901, 'bot')
const human = account('ada')
const policy = (more = '', approvals = 1) =>
  `botChanges:\n  - {id: updates, machines: ["app[bot]"], paths: [package-lock.json, package.json], approvals: ${approvals}, insteadOf: [two]${more}}`
const rules = '  - {id: two, require: {approvals: 2}}'
const written = (more: Partial<Parameters<typeof commit>[0]> = {}, ...parties: readonly ReturnType<typeof account>[]) =>
  commit({
    signatureVerified: true,
    updateType: 'minor',
    parties: (parties.length === 0 ? [bot] : parties).map((one, index) => ({
      as: index === 0 ? 'author' : 'co-author',
      account: one,
    })),
    ...more,
  })
const lock = changedFile('package-lock.json', { mode: '100644', previousMode: '100644' })

/** One approval of a change that a machine alone made, where two are asked for of everybody else. */
const alone: Situation = {
  rules,
  head: policy(),
  facts: {
    reviews: by('ana'),
    pull: { author: bot },
    commits: known([written()]),
    headChanges: known([opened({ by: bot })]),
    files: known([lock]),
  },
}
const row = (keys: readonly string[], name: string, wanted: Row['wanted'], change: Situation = {}, says = ''): Row => ({
  keys: keys.map((key) => `botChanges.${key}`),
  name,
  wanted,
  says,
  ...changed(alone, change),
})
const asks = '1 of 2 approvals'

// biome-ignore format: one row, one line
export const botRows: readonly Row[] = [
  row(['machines', 'paths', 'approvals', 'insteadOf'], 'a change by a machine alone', 'approved'),
  row(['machines'], 'without a policy', 'pending', { head: '' }, asks),
  row(['machines'], 'by another machine', 'pending', { facts: { pull: { author: other }, commits: known([written({}, other)]), headChanges: known([opened({ by: other })]) } }, asks),
  row(['machines'], 'by a machine in other letters', 'approved', { head: policy().replace('app[bot]', 'App[bot]') }),
  row(['machines'], 'opened by a person', 'pending', { facts: { pull: { author: human } } }, asks),
  row(['machines'], 'asked for by a person', 'pending', { facts: { pull: { author: bot, requestedBy: human } } }, asks),
  row(['machines'], 'by a person with the name of a machine', 'pending', { facts: { pull: { author: { ...bot, type: 'user' } } } }, asks),
  row(['machines'], 'with a commit of a person', 'pending', { facts: { commits: known([written(), written({ sha: OLD }, human)]) } }, asks),
  row(['machines'], 'with a person as co-author', 'pending', { facts: { commits: known([written({}, bot, human)]) } }, asks),
  row(['machines'], 'with a second machine as co-author', 'pending', { facts: { commits: known([written({}, bot, other)]) } }, asks),
  row(['machines'], 'with both machines listed', 'approved', { head: policy().replace('"app[bot]"', '"app[bot]", "other[bot]"'), facts: { commits: known([written({}, bot, other)]) } }),
  row(['machines'], 'with an unsigned commit', 'pending', { facts: { commits: known([written({ signatureVerified: false })]) } }, asks),
  row(['machines'], 'with a push by a person', 'pending', { facts: { headChanges: known([opened({ by: bot, after: OLD }), push('2026-03-02T10:00:00Z', { by: human })]) } }, asks),
  row(['machines'], 'with a push by nobody knows whom', 'pending', { facts: { headChanges: known([opened({ by: bot, after: OLD }), push('2026-03-02T10:00:00Z', { by: null })]) } }, asks),
  row(['machines'], 'with a change of the base by a person', 'approved', { facts: { headChanges: known([opened({ by: bot }), push('2026-03-02T10:00:00Z', { kind: 'base-changed', by: human, after: null })]) } }),
  row(['machines'], 'whose commits could not be read', 'not-determined', { facts: { commits: notKnown } }),
  row(['machines'], 'whose pushes could not be read', 'not-determined', { facts: { headChanges: notKnown } }),
  row(['machines'], 'by what every workflow can act as', 'pending', { head: policy().replace('app[bot]', 'github-actions[bot]'), facts: ((one) => ({ pull: { author: one }, commits: known([written({}, one)]), headChanges: known([opened({ by: one })]) }))(stranger('github-actions[bot]', 902, 'bot')) }, asks),
  row(['paths'], 'with a file outside', 'pending', { facts: { files: known([lock, changedFile('app/a.ts', { mode: '100644', previousMode: '100644' })]) } }, asks),
  row(['paths'], 'with a file that came from outside', 'pending', { facts: { files: known([{ ...lock, status: 'renamed', previousPath: 'app/a.ts' }]) } }, asks),
  row(['paths'], 'with a link', 'pending', { facts: { files: known([{ ...lock, mode: '120000' }]) } }, asks),
  row(['paths'], 'without a file', 'pending', { facts: { files: known([]) } }, asks),
  row(['paths'], 'with files whose kind was not read', 'pending', { facts: { files: known([changedFile('package.json')]) } }, asks),
  row(['paths'], 'with files that could not be read', 'pending', { facts: { files: notKnown } }, asks),
  row(['update'], 'with as large an update as is allowed', 'approved', { head: policy(', update: minor') }),
  row(['update'], 'with a larger update', 'pending', { head: policy(', update: patch') }, asks),
  row(['update'], 'with an update of which nothing is said', 'pending', { head: policy(', update: major'), facts: { commits: known([written({ updateType: null })]) } }, asks),
  row(['update'], 'with a larger update in one of two commits', 'pending', { head: policy(', update: minor'), facts: { commits: known([written(), written({ sha: OLD, updateType: 'major' })]) } }, asks),
  row(['approvals'], 'with more approvals than the rule asks for', 'pending', { head: policy('', 5) }, asks),
  row(['approvals'], 'with more approvals than the rule asks for, and as many as it does', 'approved', { head: policy('', 5), facts: { reviews: by('ana', 'ben') } }),
  row(['approvals'], 'of which two policies say how many', 'pending', { rules: rules.replace('2', '3'), head: `${policy()}\n  - {id: more, machines: ["app[bot]"], paths: ["**"], approvals: 2, insteadOf: [two]}` }, asks),
  row(['approvals'], 'that nobody approved', 'pending', { facts: { reviews: known([]) } }, '0 of 1 approval'),
  row(['insteadOf'], 'for another rule', 'pending', { rules: `${rules}\n  - {id: more, require: {approvals: 2}}` }, 'more: 1 of 2 approvals'),
  row(['insteadOf'], 'for a rule that is not there', 'pending', { head: policy().replace('[two]', '[nothing-like-it]') }, asks),
  row(['insteadOf'], 'for a rule that says who', 'pending', { rules: '  - {id: two, require: {approvals: 2, from: {users: [cleo, dan]}}}' }, '0 of 1 approval'),
  row(['insteadOf'], 'for a rule whose approvals are nested', 'pending', { rules: '  - {id: two, require: {all: [{approvals: 2}]}}' }, asks),
  row(['insteadOf'], 'in a second record', 'approved', { files: [file('compliance/gate-rules.yaml', `apiVersion: countersign/v1\nkind: GateRules\nrules:\n${rules}\n`), file('compliance/more.yaml', `apiVersion: countersign/v1\nkind: GateRules\n${policy()}\nrules:\n  - {id: more, require: {approvals: 1}}\n`)] }),
]
