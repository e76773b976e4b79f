import type { ChangedFile, Label } from '../../../../src/model/facts.ts'
import {
  account,
  changed,
  changedFile,
  commit,
  HEAD,
  known,
  notKnown,
  opened,
  peopleWith,
  permissions,
  review,
  type Situation,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

/** One approval where the condition holds, two where it does not. */
const lighter = (condition: string) =>
  `  - {id: one, when: {${condition}}, require: {approvals: 1}}\n  - {id: two, when: {not: {${condition}}}, require: {approvals: 2}}`
const once = { reviews: known([review('ana')]) }
const from = (condition: string, facts: Situation['facts'] = {}): Situation =>
  changed({ rules: lighter(condition), facts: once }, { facts })
/** Cleo must approve too where the condition holds, and it does not. */
const heavier = (condition: string): Situation => ({
  rules: `  - {id: two, require: {approvals: 2}}\n  - {id: own, when: {${condition}}, require: {approvals: 1, from: {users: [cleo]}}}`,
  facts: { reviews: known([review('ana'), review('ben')]) },
})
const two = 'two: 1 of 2 approvals'
const own = 'own: 0 of 1 approval'

const label = (by: string | null, name = 'trivial'): Label => ({
  name,
  setBy: by === null ? null : account(by),
  setAt: '2026-03-03T09:00:00Z',
})
const labels = (...all: readonly Label[]) => ({ facts: { pull: { labels: all } } })
const byMia = from('labels: {names: [trivial], setBy: {users: [mia]}}', labels(label('mia')).facts)
const byWriter = from('labels: {names: [trivial]}', labels(label('mia')).facts)
const both = from(
  'labels: {names: [trivial, text], setBy: {users: [mia]}}',
  labels(label('mia'), label('mia', 'text')).facts,
)

const titled = from('title: ["docs: *"]', { pull: { title: 'docs: a typo' } })
const title = (words: string) => ({ facts: { pull: { title: words } } })
const branch = (ref: string, repositoryId: number | null = 500) => ({
  facts: { pull: { head: { ref, sha: HEAD, repositoryId } } },
})
const onTopic = from('head: ["bot/*"]', branch('bot/update').facts)
const plain = { mode: '100644', previousMode: '100644' } as const
const text = (path: string, more: Partial<ChangedFile> = {}) => changedFile(path, { ...plain, ...more })
const files = (...all: readonly ChangedFile[]) => ({ facts: { files: known(all) } })
const texts = from('onlyPaths: ["docs/**"]', files(text('docs/a.md')).facts)
const ordinary = changed(heavier('modes: [executable, symlink, submodule]'), files(text('docs/a.md')))
const bot = account('app[bot]')
const madeBy = (author: ReturnType<typeof account>) => ({
  facts: {
    pull: { author },
    commits: known([commit({ parties: [{ as: 'author', account: author }] })]),
    headChanges: known([opened({ by: author })]),
  },
})
const machine = from('authors: {machines: ["app[bot]"]}', madeBy(bot).facts)
const signed = changed(heavier('signatures: unverified'), {
  facts: { commits: known([commit({ signatureVerified: true })]) },
})
const cannot = 'the rules on main cannot be read'
const written = (when: string): Situation => ({
  rules: `  - {id: two, require: {approvals: 2}}\n  - {id: own, when: {${when}}, require: {approvals: 1, from: {users: [cleo]}}}`,
})
const notIn = {
  rules:
    '  - {id: two, require: {approvals: 2}}\n  - {id: own, when: {base: [main], not: {paths: [docs/]}}, require: {approvals: 1, from: {users: [cleo]}}}',
  facts: { reviews: known([review('ana'), review('ben')]), files: known([changedFile('docs/a.md')]) },
}

/** A rule is made to look as if it did not apply, or a lighter one as if it did. */
// biome-ignore format: one row, one line
export const conditionAttacks: readonly Attack[] = [
  { name: 'a label set by the author', from: byMia, change: labels(label('ada')), wanted: 'pending', says: two },
  { name: 'a label set by the author with write, where a role sets it', from: from('labels: {names: [trivial], setBy: {roles: [on_call_manager]}}', labels(label('dan')).facts), change: labels(label('ada')), wanted: 'pending', says: two },
  { name: 'a label set by an app', from: byWriter, change: labels(label('app[bot]')), wanted: 'pending', says: two },
  { name: 'a label set by a machine account that people use', from: byWriter, change: labels(label('robo')), wanted: 'pending', says: two },
  { name: 'a label set by somebody who may only triage', from: byWriter, change: { facts: { permissions: permissions({ mia: 'triage' }) } }, wanted: 'pending', says: two },
  { name: 'a label set by somebody who may only triage and is named', from: byMia, change: { facts: { permissions: permissions({ mia: 'triage' }) } }, wanted: 'pending', says: two },
  { name: 'a label set by somebody who left', from: byMia, change: { files: peopleWith('name: Mia, type: employee, start: 2020-01-01', 'name: Mia, type: employee, start: 2020-01-01, end: 2026-03-03', byMia.rules) }, wanted: 'pending', says: two },
  { name: 'a label set by somebody of whom the permission is not known', from: byMia, change: { facts: { permissions: permissions({ mia: 'unknown' }) } }, wanted: 'not-determined', says: 'the permission of mia, who set the label trivial, could not be read' },
  { name: 'a label set by nobody knows whom', from: byMia, change: labels(label(null)), wanted: 'not-determined', says: 'who set the label trivial is not known' },
  { name: 'a label set by a deleted account', from: byMia, change: labels(label('ghost')), wanted: 'not-determined', says: 'who set the label trivial is not known' },
  { name: 'a label set by a stranger with a login of People', from: byMia, change: { facts: { ...labels({ ...label(null), setBy: stranger('mia') }).facts, permissions: permissions({}, [stranger('mia')]) } }, wanted: 'pending', says: two },
  { name: 'no label', from: byMia, change: labels(), wanted: 'pending', says: two },
  { name: 'one label of two', from: both, change: labels(label('mia')), wanted: 'pending', says: two },
  { name: 'one label of two set by somebody else', from: both, change: labels(label('mia'), label('ada', 'text')), wanted: 'pending', says: two },
  { name: 'a label that only looks like it', from: byMia, change: labels(label('mia', 'trіvial')), wanted: 'pending', says: two },
  { name: 'a label twice, the good one first', from: byMia, change: labels(label('mia'), label('ada', 'Trivial')), wanted: 'pending', says: two },
  { name: 'a label twice, the good one last', from: byMia, change: labels(label('ada', 'Trivial'), label('mia')), wanted: 'pending', says: two },
  { name: 'a label by a team that is not there', from: byMia, change: { rules: lighter('labels: {names: [trivial], setBy: {teams: [ops]}}') }, wanted: 'not-determined', says: 'there is no team ops in People' },
  { name: 'a label by nobody', from: byMia, change: { rules: lighter('labels: {names: [trivial], setBy: {users: []}}') }, wanted: 'pending', says: two },
  { name: 'a title that begins otherwise', from: titled, change: title('xdocs: a typo'), wanted: 'pending', says: two },
  { name: 'a title in other letters', from: titled, change: title('Docs: a typo'), wanted: 'pending', says: two },
  { name: 'a title with a second line', from: titled, change: title('feat: a thing\ndocs: a typo'), wanted: 'pending', says: two },
  { name: 'a title with something before it that nobody sees', from: titled, change: title('\u200bdocs: a typo'), wanted: 'pending', says: two },
  { name: 'a title that was changed after the approval', from: titled, change: { facts: { pull: { titleChanges: [{ at: '2026-03-03T10:00:01Z', by: account('ada') }] } } }, wanted: 'pending', says: 'the title, which a rule looks at, changed at or after the approval' },
  { name: 'a title that was changed in the second of the approval', from: titled, change: { facts: { pull: { titleChanges: [{ at: '2026-03-03T10:00:00Z', by: account('ada') }] } } }, wanted: 'pending', says: 'the title, which a rule looks at, changed at or after the approval' },
  { name: 'a branch of that name in a fork', from: onTopic, change: branch('bot/update', 777), wanted: 'pending', says: two },
  { name: 'a branch of that name in a repository that is gone', from: onTopic, change: branch('bot/update', null), wanted: 'not-determined', says: 'the repository of the head was deleted' },
  { name: 'a branch that only ends like it', from: onTopic, change: branch('my/bot/update'), wanted: 'pending', says: two },
  { name: 'a branch to merge in other letters', from: onTopic, change: branch('Bot/update'), wanted: 'pending', says: two },
  { name: 'a fork, where a rule is for forks', from: heavier('headRepository: fork'), change: branch('topic', 777), wanted: 'pending', says: own },
  { name: 'code beside the texts', from: texts, change: files(text('docs/a.md'), text('app/a.ts')), wanted: 'pending', says: two },
  { name: 'a link among the texts', from: texts, change: files(text('docs/a.md', { mode: '120000' })), wanted: 'pending', says: two },
  { name: 'a new link among the texts', from: texts, change: files(text('docs/a.md', { mode: '120000', previousMode: null, status: 'added' })), wanted: 'pending', says: two },
  { name: 'what was a link among the texts', from: texts, change: files(text('docs/a.md', { previousMode: '120000' })), wanted: 'pending', says: two },
  { name: 'a link that is taken away from the texts', from: texts, change: files(text('docs/a.md', { mode: null, previousMode: '120000', status: 'removed' })), wanted: 'pending', says: two },
  { name: 'a submodule among the texts', from: texts, change: files(text('docs/a', { mode: '160000' })), wanted: 'pending', says: two },
  { name: 'no file, where only texts may be touched', from: texts, change: files(), wanted: 'pending', says: two },
  { name: 'a file of a kind that is not known', from: texts, change: files(text('docs/a.md', { mode: null })), wanted: 'not-determined', says: 'whether a changed file is a link or a submodule could not be read' },
  { name: 'code moved among the texts, where only texts may be touched', from: texts, change: files(text('docs/a.md', { previousPath: 'app/a.md', status: 'renamed' })), wanted: 'pending', says: two },
  { name: 'a text moved to where code is, where only texts may be touched', from: texts, change: files(text('app/a.md', { previousPath: 'docs/a.md', status: 'renamed' })), wanted: 'pending', says: two },
  { name: 'a way out of the texts, where only texts may be touched', from: texts, change: files(text('docs/../app/a.md')), wanted: 'pending', says: two },
  { name: 'files that could not be read, where only texts may be touched', from: texts, change: { facts: { files: notKnown } }, wanted: 'not-determined', says: 'whether it applies is not known: the changed files could not be read' },
  { name: 'a file that may be run from now on', from: ordinary, change: files(text('docs/a.md', { mode: '100755' })), wanted: 'pending', says: own },
  { name: 'a file that could be run before', from: ordinary, change: files(text('docs/a.md', { previousMode: '100755' })), wanted: 'pending', says: own },
  { name: 'a link', from: ordinary, change: files(text('docs/a.md', { mode: '120000' })), wanted: 'pending', says: own },
  { name: 'a submodule that is taken away', from: ordinary, change: files(text('docs/a', { mode: null, previousMode: '160000', status: 'removed' })), wanted: 'pending', says: own },
  { name: 'a file of which the kind before is not known', from: ordinary, change: files(text('docs/a.md', { previousMode: null })), wanted: 'not-determined', says: 'the kinds of the changed files could not be read' },
  { name: 'a person in the place of a machine', from: machine, change: madeBy(account('ada')), wanted: 'pending', says: two },
  { name: 'a person with the login of a machine', from: machine, change: madeBy({ ...bot, type: 'user' }), wanted: 'pending', says: two },
  { name: 'another machine', from: machine, change: madeBy(stranger('other[bot]', 906, 'bot')), wanted: 'pending', says: two },
  { name: 'a machine that did it for somebody', from: machine, change: { facts: { pull: { requestedBy: account('mia') } } }, wanted: 'pending', says: two },
  { name: 'the author was deleted, where a rule looks at the author', from: machine, change: { facts: { pull: { author: null } } }, wanted: 'not-determined', says: 'the account of the author was deleted' },
  { name: 'an author whom a rule is for, with a second account', from: changed(heavier('authors: {users: [dan]}'), { facts: { pull: { author: account('zed') } } }), change: { files: peopleWith('{login: dan, id: 6}', '{login: dan, id: 6}, {login: zed, id: 9}', heavier('authors: {users: [dan]}').rules) }, wanted: 'pending', says: own },
  { name: 'an author whom a rule is for, through a machine', from: changed(heavier('authors: {users: [dan]}'), madeBy(bot)), change: { facts: { pull: { requestedBy: account('dan') } } }, wanted: 'pending', says: own },
  { name: 'an author who holds a role that a rule is for', from: heavier('authors: {roles: [on_call_manager]}'), change: { facts: { pull: { author: account('dan') } } }, wanted: 'pending', says: own },
  { name: 'an author of a team that is not there', from: heavier('authors: {users: [dan]}'), change: { rules: heavier('authors: {teams: [ops]}').rules ?? '' }, wanted: 'not-determined', says: 'there is no team ops in People' },
  { name: 'a commit without a verified signature', from: signed, change: { facts: { commits: known([commit()]) } }, wanted: 'pending', says: own },
  { name: 'one commit of two without a verified signature', from: signed, change: { facts: { commits: known([commit({ signatureVerified: true }), commit({ sha: 'b'.repeat(40) })]) } }, wanted: 'pending', says: own },
  { name: 'something beside what a rule leaves out', from: notIn, change: files(text('app/a.ts')), wanted: 'pending', says: own },
  { name: 'a negation of nothing', from: heavier('headRepository: fork'), change: written('not: {}'), wanted: 'not-determined', says: cannot },
  { name: 'a condition for no branch', from: heavier('headRepository: fork'), change: written('base: []'), wanted: 'not-determined', says: cannot },
  { name: 'a negation for no branch', from: heavier('headRepository: fork'), change: written('not: {base: []}'), wanted: 'not-determined', says: cannot },
  { name: 'a condition for no author', from: heavier('headRepository: fork'), change: written('authors: {}'), wanted: 'not-determined', says: cannot },
  { name: 'a condition for no users, teams or roles', from: heavier('headRepository: fork'), change: written('authors: {users: []}'), wanted: 'not-determined', says: cannot },
  { name: 'a condition for no label', from: heavier('headRepository: fork'), change: written('labels: {names: []}'), wanted: 'not-determined', says: cannot },
  { name: 'a condition for no title', from: heavier('headRepository: fork'), change: written('title: []'), wanted: 'not-determined', says: cannot },
  { name: 'a condition that is not known', from: heavier('headRepository: fork'), change: written('unless: {base: [main]}'), wanted: 'not-determined', says: cannot },
  { name: 'a negation within a negation', from: heavier('headRepository: fork'), change: written('not: {not: {base: [main]}}'), wanted: 'not-determined', says: cannot },
]
