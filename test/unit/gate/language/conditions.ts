import type { PullRequestFacts } from '../../../../src/model/facts.ts'
import {
  account,
  changedFile,
  commit,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  permissions,
} from '../../../support/gate-facts.ts'
import type { ConditionRow } from './row.ts'

const files = (...paths: Parameters<typeof changedFile>[]) => ({
  files: known(paths.map((one) => changedFile(...one))),
})
const plainFile = { mode: '100644', previousMode: '100644' } as const
const pull = (more: object) => ({ pull: more })
const label = (name: string, login: string | null, setAt: string | null = '2026-03-03T08:00:00Z') => ({
  name,
  setBy: login === null ? null : account(login),
  setAt,
})
const labelled = (...labels: ReturnType<typeof label>[]) => pull({ labels })
const writtenBy = (...logins: readonly (string | null)[]) => ({
  commits: known([
    commit({
      parties: logins.map((login) => ({ as: 'author' as const, account: login === null ? null : account(login) })),
    }),
  ]),
})
const byMachine = {
  ...writtenBy('app[bot]'),
  headChanges: known([opened({ by: account('app[bot]') })]),
}
const security = (members: PullRequestFacts['teams'][number]['members']) => ({
  teams: [{ team: 'acme/security', members }],
})
const owners = (text: string) => ({ codeOwners: known([{ path: 'CODEOWNERS', text }]) })
const fork = { ref: 'topic', sha: HEAD, repositoryId: 501 }

const base = ['rules.when.base']
const head = ['rules.when.head']
const paths = ['rules.when.paths']
const only = ['rules.when.onlyPaths']
const modes = ['rules.when.modes']
const labels = (...keys: readonly string[]) => ['names', ...keys].map((key) => `rules.when.labels.${key}`)
const setBy = (key: string) => labels(`setBy.${key}`)
const authors = (key: string) => [`rules.when.authors.${key}`]
const title = ['rules.when.title']
const signatures = ['rules.when.signatures']

// biome-ignore format: one row, one line
export const conditionRows: readonly ConditionRow[] = [
  { keys: base, name: 'the base', when: 'base: [main]', holds: true },
  { keys: base, name: 'another base', when: 'base: ["release/**"]', holds: false },
  { keys: base, name: 'a base in other letters', when: 'base: [MAIN]', holds: false },
  { keys: base, name: 'one of two bases', when: 'base: ["release/**", "ma*"]', holds: true },

  { keys: head, name: 'the branch', when: 'head: ["top*"]', holds: true },
  { keys: head, name: 'another branch', when: 'head: ["hotfix/**"]', holds: false },
  { keys: head, name: 'a branch of that name in a fork', when: 'head: ["top*"]', facts: pull({ head: fork }), holds: false },
  { keys: ['rules.when.headRepository'], name: 'a branch of this repository', when: 'headRepository: same', holds: true },
  { keys: ['rules.when.headRepository'], name: 'a branch of a fork, where this repository is meant', when: 'headRepository: same', facts: pull({ head: fork }), holds: false },
  { keys: ['rules.when.headRepository'], name: 'a branch of a fork', when: 'headRepository: fork', facts: pull({ head: fork }), holds: true },
  { keys: ['rules.when.headRepository'], name: 'a branch of this repository, where a fork is meant', when: 'headRepository: fork', holds: false },

  { keys: paths, name: 'a changed file', when: 'paths: [app/]', holds: true },
  { keys: paths, name: 'no changed file', when: 'paths: [docs/]', holds: false },
  { keys: paths, name: 'the old name of a renamed file', when: 'paths: [iam/]', facts: files(['app/a.ts', { status: 'renamed', previousPath: 'iam/a.ts' }]), holds: true },
  { keys: paths, name: 'a file that a later pattern takes away', when: 'paths: [app/, "!app/a.ts"]', holds: false },
  { keys: paths, name: 'an empty diff', when: 'paths: ["**"]', facts: files(), holds: false },
  { keys: paths, name: 'a path that git cannot hold', when: 'paths: [docs/]', facts: files(['app/../iam/a.ts']), holds: true, negated: 'unknown' },
  { keys: paths, name: 'files that could not be read', when: 'paths: [app/]', facts: { files: notKnown }, holds: 'unknown', says: 'the list was cut' },
  { keys: paths, name: 'some of the files', when: 'paths: [app/]', facts: pull({ totals: { commits: 1, changedFiles: 2 } }), holds: 'unknown', says: '1 changed files were read' },

  { keys: only, name: 'every file', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', plainFile]), holds: true },
  { keys: only, name: 'one file outside', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', plainFile], ['b.ts', plainFile]), holds: false },
  { keys: only, name: 'a file that came from outside', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', { ...plainFile, status: 'renamed', previousPath: 'iam/a.ts' }]), holds: false },
  { keys: only, name: 'an empty diff', when: 'onlyPaths: ["**"]', facts: files(), holds: false },
  { keys: only, name: 'a link', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', { mode: '120000', previousMode: '100644' }]), holds: false },
  { keys: only, name: 'what was a link', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', { mode: '100644', previousMode: '120000' }]), holds: false },
  { keys: only, name: 'a link that is taken away', when: 'onlyPaths: [app/]', facts: files(['app/a.ts', { status: 'removed', previousMode: '120000' }]), holds: false },
  { keys: only, name: 'a submodule', when: 'onlyPaths: [app/]', facts: files(['app/a', { status: 'added', mode: '160000' }]), holds: false },
  { keys: only, name: 'a path that git cannot hold', when: 'onlyPaths: [app/]', facts: files(['app/./a.ts', plainFile]), holds: false },
  { keys: only, name: 'files whose kind was not read', when: 'onlyPaths: [app/]', holds: 'unknown', says: 'a link or a submodule could not be read' },
  { keys: only, name: 'files that could not be read', when: 'onlyPaths: [app/]', facts: { files: notKnown }, holds: 'unknown' },

  { keys: modes, name: 'a program', when: 'modes: [executable]', facts: files(['app/a', { status: 'added', mode: '100755' }]), holds: true },
  { keys: modes, name: 'what was a program', when: 'modes: [executable]', facts: files(['app/a', { mode: '100644', previousMode: '100755' }]), holds: true },
  { keys: modes, name: 'a file', when: 'modes: [executable, symlink, submodule]', facts: files(['app/a.ts', plainFile]), holds: false },
  { keys: modes, name: 'a link where a submodule is meant', when: 'modes: [submodule]', facts: files(['app/a', { status: 'added', mode: '120000' }]), holds: false },
  { keys: modes, name: 'a submodule', when: 'modes: [symlink, submodule]', facts: files(['app/a', { status: 'added', mode: '160000' }]), holds: true },
  { keys: modes, name: 'a link beside what was not read', when: 'modes: [symlink]', facts: files(['app/a', { status: 'added', mode: '120000' }], ['app/b']), holds: true },
  { keys: modes, name: 'kinds that were not read', when: 'modes: [symlink]', holds: 'unknown', says: 'the kinds of the changed files could not be read' },
  { keys: modes, name: 'files that could not be read', when: 'modes: [symlink]', facts: { files: notKnown }, holds: 'unknown' },

  { keys: labels(), name: 'a label by somebody who had no part in it', when: 'labels: {names: [small]}', facts: labelled(label('small', 'cleo')), holds: true },
  { keys: labels(), name: 'no label', when: 'labels: {names: [small]}', holds: false },
  { keys: labels(), name: 'a label in other letters', when: 'labels: {names: [Small]}', facts: labelled(label('sMALL', 'cleo')), holds: true },
  { keys: labels(), name: 'one of two labels', when: 'labels: {names: [small, safe]}', facts: labelled(label('small', 'cleo')), holds: false },
  { keys: labels(), name: 'both labels', when: 'labels: {names: [small, safe]}', facts: labelled(label('small', 'cleo'), label('safe', 'mia')), holds: true },
  { keys: labels(), name: 'a label by the author', when: 'labels: {names: [small]}', facts: labelled(label('small', 'ada')), holds: 'adds', says: 'the label small was set by ada, who opened the pull request: somebody else has to take it off' },
  { keys: labels(), name: 'a label by the second account of the author', when: 'labels: {names: [small]}', facts: labelled(label('small', 'ada-home')), holds: 'adds' },
  { keys: labels(), name: 'a label by a contributor', when: 'labels: {names: [small]}', facts: { ...labelled(label('small', 'cleo')), ...writtenBy('ada', 'cleo') }, holds: 'adds', says: 'who wrote commit aaaaaaa' },
  { keys: labels(), name: 'a label that the author set anew', when: 'labels: {names: [small]}', facts: labelled(label('small', 'ada', '2026-03-03T11:00:00Z')), holds: 'adds' },
  { keys: labels(), name: 'a label by a machine', when: 'labels: {names: [small]}', facts: labelled(label('small', 'app[bot]')), holds: 'adds', says: 'behind whom no one person stands' },
  { keys: labels(), name: 'a label by a machine listed in People', when: 'labels: {names: [small]}', facts: labelled(label('small', 'robo')), holds: 'adds' },
  { keys: labels(), name: 'a label by somebody who may only read', when: 'labels: {names: [small]}', facts: labelled(label('small', 'eve')), holds: 'adds', says: 'has only read permission' },
  { keys: labels(), name: 'a label by somebody who may only sort', when: 'labels: {names: [small]}', facts: { ...labelled(label('small', 'cleo')), permissions: permissions({ cleo: 'triage' }) }, holds: 'adds', says: 'has only triage permission' },
  { keys: labels(), name: 'a label by somebody who has left', when: 'labels: {names: [small]}', facts: labelled(label('small', 'gone')), holds: 'adds', says: 'may not act on 2026-03-04' },
  { keys: labels(), name: 'a label by nobody knows whom', when: 'labels: {names: [small]}', facts: labelled(label('small', null)), holds: 'unknown', says: 'who set the label small is not known' },
  { keys: labels(), name: 'a label by a deleted account', when: 'labels: {names: [small]}', facts: labelled(label('small', 'ghost')), holds: 'unknown' },
  { keys: labels(), name: 'a label by somebody whose permission was not read', when: 'labels: {names: [small]}', facts: { ...labelled(label('small', 'cleo')), permissions: permissions({ cleo: 'unknown' }) }, holds: 'unknown', says: 'who set the label small, could not be read' },
  { keys: labels(), name: 'a label listed twice, once by the author', when: 'labels: {names: [small]}', facts: labelled(label('small', 'cleo'), label('Small', 'ada')), holds: 'adds' },
  { keys: labels(), name: 'a label set before the merge', when: 'labels: {names: [small]}', facts: pull({ ...merged('mia'), labels: [label('small', 'cleo')] }), holds: true },
  { keys: labels(), name: 'a label set after the merge', when: 'labels: {names: [small]}', facts: pull({ ...merged('mia'), labels: [label('small', 'cleo', '2026-03-03T13:00:00Z')] }), holds: 'adds', says: 'set after the merge' },
  { keys: labels(), name: 'a label of a merged pull request of which it is not known when it was set', when: 'labels: {names: [small]}', facts: pull({ ...merged('mia'), labels: [label('small', 'cleo', null)] }), holds: 'adds' },
  { keys: setBy('users'), name: 'a label by a person who is named', when: 'labels: {names: [small], setBy: {users: [cleo]}}', facts: labelled(label('small', 'cleo')), holds: true },
  { keys: setBy('users'), name: 'a label by the author, who is named', when: 'labels: {names: [small], setBy: {users: [ada]}}', facts: labelled(label('small', 'ada')), holds: true },
  { keys: setBy('users'), name: 'a label by somebody who is not named', when: 'labels: {names: [small], setBy: {users: [cleo]}}', facts: labelled(label('small', 'mia')), holds: 'adds', says: 'is not cleo' },
  { keys: setBy('users'), name: 'a label by anybody, where nobody is named', when: 'labels: {names: [small], setBy: {users: []}}', facts: labelled(label('small', 'cleo')), holds: 'adds' },
  { keys: setBy('users'), name: 'a label by a named person who is not in People', when: 'labels: {names: [small], setBy: {users: [nobody-known]}}', facts: labelled(label('small', 'cleo')), holds: 'unknown', says: 'there is no person nobody-known in People' },
  { keys: setBy('users'), name: 'no label, where one is asked for of a person', when: 'labels: {names: [small], setBy: {users: [cleo]}}', holds: false },
  { keys: setBy('teams'), name: 'a label by somebody of a team', when: 'labels: {names: [small], setBy: {teams: [platform]}}', facts: labelled(label('small', 'ben')), holds: true },
  { keys: setBy('teams'), name: 'a label by the author, who is of the team', when: 'labels: {names: [small], setBy: {teams: [platform]}}', facts: { ...labelled(label('small', 'ana')), ...writtenBy('ada', 'ana'), reviews: known([]) }, holds: 'adds' },
  { keys: setBy('teams'), name: 'a label by somebody who is not of the team', when: 'labels: {names: [small], setBy: {teams: [platform]}}', facts: labelled(label('small', 'cleo')), holds: 'adds' },
  { keys: setBy('teams'), name: 'no label, where one is asked for of a team', when: 'labels: {names: [small], setBy: {teams: [platform]}}', holds: false },
  { keys: setBy('teams'), name: 'a label, where the team does not exist', when: 'labels: {names: [small], setBy: {teams: [ops]}}', facts: labelled(label('small', 'ben')), holds: 'unknown', says: 'there is no team ops in People' },
  { keys: setBy('githubTeams'), name: 'a label by somebody of a team of the forge', when: 'labels: {names: [small], setBy: {githubTeams: [acme/security]}}', facts: { ...labelled(label('small', 'zed')), ...security(known([9])) }, holds: true },
  { keys: setBy('githubTeams'), name: 'a label by somebody who is not of that team of the forge', when: 'labels: {names: [small], setBy: {githubTeams: [acme/security]}}', facts: { ...labelled(label('small', 'cleo')), ...security(known([9])) }, holds: 'adds' },
  { keys: setBy('githubTeams'), name: 'a label, where the team was not read', when: 'labels: {names: [small], setBy: {githubTeams: [acme/security]}}', facts: { ...labelled(label('small', 'zed')), ...security(notKnown) }, holds: 'unknown', says: 'could not be read' },
  { keys: setBy('githubTeams'), name: 'no label, where one is asked for of a team of the forge', when: 'labels: {names: [small], setBy: {githubTeams: [acme/security]}}', facts: security(known([9])), holds: false },
  { keys: setBy('roles'), name: 'a label by a holder of the role', when: 'labels: {names: [small], setBy: {roles: [technical_lead]}}', facts: labelled(label('small', 'cleo')), holds: true },
  { keys: setBy('roles'), name: 'a label by somebody else', when: 'labels: {names: [small], setBy: {roles: [technical_lead]}}', facts: labelled(label('small', 'mia')), holds: 'adds' },
  { keys: setBy('roles'), name: 'a label, where the role does not exist', when: 'labels: {names: [small], setBy: {roles: [king]}}', facts: labelled(label('small', 'cleo')), holds: 'unknown', says: 'there is no role king in Roles' },
  { keys: setBy('roles'), name: 'no label, where one is asked for of a role', when: 'labels: {names: [small], setBy: {roles: [technical_lead]}}', holds: false },
  { keys: setBy('permission'), name: 'a label by somebody with the permission', when: 'labels: {names: [small], setBy: {permission: admin}}', facts: { ...labelled(label('small', 'cleo')), permissions: permissions({ cleo: 'admin' }) }, holds: true },
  { keys: setBy('permission'), name: 'a label by somebody with less permission', when: 'labels: {names: [small], setBy: {permission: admin}}', facts: labelled(label('small', 'cleo')), holds: 'adds', says: 'has only write permission, admin is needed' },
  { keys: setBy('permission'), name: 'no label, where a permission is asked for', when: 'labels: {names: [small], setBy: {permission: admin}}', holds: false },
  { keys: setBy('permission'), name: 'a label by somebody whose permission was not read, where one is asked for', when: 'labels: {names: [small], setBy: {permission: admin}}', facts: { ...labelled(label('small', 'cleo')), permissions: permissions({ cleo: 'unknown' }) }, holds: 'unknown' },
  { keys: setBy('codeOwners'), name: 'a label by a code owner', when: 'labels: {names: [small], setBy: {codeOwners: true}}', facts: { ...labelled(label('small', 'cleo')), ...owners('* @cleo') }, holds: true },
  { keys: setBy('codeOwners'), name: 'a label by somebody who owns nothing', when: 'labels: {names: [small], setBy: {codeOwners: true}}', facts: { ...labelled(label('small', 'mia')), ...owners('* @cleo') }, holds: 'adds' },
  { keys: setBy('codeOwners'), name: 'a label, where there are no code owners', when: 'labels: {names: [small], setBy: {codeOwners: true}}', facts: labelled(label('small', 'cleo')), holds: 'unknown', says: 'there is no CODEOWNERS file' },
  { keys: setBy('codeOwners'), name: 'no label, where one is asked for of a code owner', when: 'labels: {names: [small], setBy: {codeOwners: true}}', facts: owners('* @cleo'), holds: false },

  { keys: authors('users'), name: 'the author', when: 'authors: {users: [ada]}', holds: true },
  { keys: authors('users'), name: 'the author with another account', when: 'authors: {users: [ada]}', facts: { ...pull({ author: account('ada-home') }), ...writtenBy('ada-home'), headChanges: known([opened({ by: account('ada-home') })]) }, holds: true },
  { keys: authors('users'), name: 'another author', when: 'authors: {users: [cleo]}', holds: false },
  { keys: authors('users'), name: 'one of two authors', when: 'authors: {users: [ada]}', facts: writtenBy('ada', 'mia'), holds: true, negated: true },
  { keys: authors('users'), name: 'both of two authors', when: 'authors: {users: [ada, mia]}', facts: writtenBy('ada', 'mia'), holds: true },
  { keys: authors('users'), name: 'who wrote the commits of what another opened', when: 'authors: {users: [mia]}', facts: writtenBy('mia'), holds: true, negated: true },
  { keys: authors('users'), name: 'a person who is not in People', when: 'authors: {users: [ada, nobody-known]}', holds: 'unknown', says: 'there is no person nobody-known in People' },
  { keys: authors('users'), name: 'commits that could not be read, where another is meant', when: 'authors: {users: [mia]}', facts: { commits: notKnown }, holds: 'unknown', negated: true },
  { keys: authors('teams'), name: 'an author of a team', when: 'authors: {teams: [platform]}', facts: { ...pull({ author: account('ana') }), ...writtenBy('ana'), headChanges: known([opened({ by: account('ana') })]), reviews: known([]) }, holds: true },
  { keys: authors('teams'), name: 'an author of no team', when: 'authors: {teams: [platform]}', holds: false },
  { keys: authors('teams'), name: 'a team that does not exist', when: 'authors: {teams: [ops]}', holds: 'unknown', says: 'there is no team ops in People' },
  { keys: authors('roles'), name: 'an author who holds a role', when: 'authors: {roles: [on_call_manager]}', facts: { ...pull({ author: account('dan') }), ...writtenBy('dan'), headChanges: known([opened({ by: account('dan') })]) }, holds: true },
  { keys: authors('roles'), name: 'an author who does not hold the role', when: 'authors: {roles: [on_call_manager]}', holds: false },
  { keys: authors('roles'), name: 'a role that does not exist', when: 'authors: {roles: [king]}', holds: 'unknown', says: 'there is no role king in Roles' },
  { keys: authors('machines'), name: 'a machine', when: 'authors: {machines: ["App[bot]"]}', facts: { ...pull({ author: account('app[bot]') }), ...byMachine }, holds: true },
  { keys: authors('machines'), name: 'a person where a machine is meant', when: 'authors: {machines: [ada]}', holds: false },
  { keys: authors('machines'), name: 'another machine', when: 'authors: {machines: ["dependabot[bot]"]}', facts: { ...pull({ author: account('app[bot]') }), ...byMachine }, holds: false },
  { keys: authors('machines'), name: 'a machine that a person asked', when: 'authors: {machines: ["app[bot]"]}', facts: { ...pull({ author: account('app[bot]'), requestedBy: account('mia') }), ...byMachine }, holds: true, negated: true },
  { keys: authors('machines'), name: 'a machine on whose branch a person wrote', when: 'authors: {machines: ["app[bot]"]}', facts: { ...pull({ author: account('app[bot]') }), ...byMachine, ...writtenBy('app[bot]', 'mia') }, holds: true, negated: true },
  { keys: [...authors('users'), ...authors('machines')], name: 'the person who asked a machine', when: 'authors: {users: [mia]}', facts: { ...pull({ author: account('app[bot]'), requestedBy: account('mia') }), ...byMachine }, holds: true, negated: true },
  { keys: authors('machines'), name: 'an author whose account was deleted', when: 'authors: {machines: ["app[bot]"]}', facts: pull({ author: account('ghost') }), holds: 'unknown', negated: true },

  { keys: title, name: 'the title', when: 'title: ["A ch*"]', holds: true },
  { keys: title, name: 'another title', when: 'title: ["chore:*"]', holds: false },
  { keys: title, name: 'a part of the title', when: 'title: [change]', holds: false },
  { keys: title, name: 'a title with what patterns are made of', when: 'title: ["A (change) [*"]', facts: pull({ title: 'A (change) [x' }), holds: true },
  { keys: title, name: 'a title that was changed before the merge', when: 'title: ["A ch*"]', facts: pull({ ...merged('mia'), titleChanges: [{ at: '2026-03-03T09:00:00Z', by: account('ada') }] }), holds: true },
  { keys: title, name: 'a title that was changed after the merge', when: 'title: ["A ch*"]', facts: pull({ ...merged('mia'), titleChanges: [{ at: '2026-03-03T13:00:00Z', by: account('ada') }] }), holds: 'unknown', says: 'changed after the merge' },

  { keys: signatures, name: 'signed commits', when: 'signatures: verified', facts: { commits: known([commit({ signatureVerified: true })]) }, holds: true },
  { keys: signatures, name: 'an unsigned commit, where all must be signed', when: 'signatures: verified', holds: false },
  { keys: signatures, name: 'an unsigned commit', when: 'signatures: unverified', holds: true },
  { keys: signatures, name: 'one unsigned commit of two', when: 'signatures: unverified', facts: { commits: known([commit({ signatureVerified: true }), commit({ sha: OLD })]) }, holds: true },
  { keys: signatures, name: 'signed commits, where one must not be', when: 'signatures: unverified', facts: { commits: known([commit({ signatureVerified: true })]) }, holds: false },
  { keys: signatures, name: 'commits that could not be read', when: 'signatures: verified', facts: { commits: notKnown }, holds: 'unknown' },
  { keys: signatures, name: 'some of the commits', when: 'signatures: unverified', facts: { commits: known([commit()]), ...pull({ totals: { commits: 2, changedFiles: 1 } }) }, holds: 'unknown', says: '1 commits were read' },
  { keys: signatures, name: 'one commit twice in the place of another', when: 'signatures: verified', facts: { commits: known([commit({ signatureVerified: true }), commit({ signatureVerified: true })]) }, holds: 'unknown' },
]
