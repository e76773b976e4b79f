import {
  account,
  commit,
  known,
  opened,
  peopleWith,
  permissions,
  review,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const ana = review('ana')
const ben = review('ben')
const two = known([ana, ben])
const owners = '  - {id: own, require: {approvals: 2, from: {users: [ana, ben]}}}'
const bot = account('app[bot]')
const byBot = {
  pull: { author: bot },
  commits: known([commit({ parties: [{ as: 'author', account: bot }] })]),
  headChanges: known([opened({ by: bot })]),
}
const byZed = {
  pull: { author: account('zed') },
  commits: known([commit({ parties: [{ as: 'author', account: account('zed') }] })]),
  headChanges: known([opened({ by: account('zed') })]),
  reviews: two,
}
const withZed = (login: string) =>
  peopleWith('accounts: [{login: ana, id: 3}]', `accounts: [{login: ana, id: 3}, {login: ${login}, id: 9}]`)
const as = (login: string, id?: number, type?: 'user' | 'bot' | 'organization' | 'other') => {
  const by = stranger(login, id, type)
  return { reviews: known([ana, review(login, { by })]), permissions: permissions({}, [by]) }
}

/** Somebody who must not approve appears as somebody else. */
// biome-ignore format: one row, one line
export const identityAttacks: readonly Attack[] = [
  { name: 'the author approves', change: { facts: { reviews: known([ana, review('ada')]) } }, wanted: 'pending', says: 'opened the pull request' },
  { name: 'the author approves with a second account', change: { facts: { reviews: known([ana, review('ada-home')]) } }, wanted: 'pending', says: 'ada (ada-home) opened the pull request' },
  { name: 'the author approves with the login in capitals', change: { facts: { reviews: known([ana, review('ada', { by: { id: 1, login: 'ADA', type: 'user' } })]) } }, wanted: 'pending', says: 'opened the pull request' },
  { name: 'the author is renamed and approves under the new login', change: { facts: { reviews: known([ana, review('ada', { by: { id: 1, login: 'someone-new', type: 'user' } })]) } }, wanted: 'pending', says: 'opened the pull request' },
  { name: 'an author who is not in People is renamed and approves', from: { facts: byZed }, change: { facts: as('somebody-new', 9) }, wanted: 'pending', says: 'somebody-new opened the pull request' },
  { name: 'an author who is not in People approves', from: { facts: byZed }, change: { facts: { reviews: known([ana, review('zed')]) } }, wanted: 'pending', says: 'zed opened the pull request' },
  { name: 'the second reviewer is another account of the first', change: { files: withZed('zed'), facts: { reviews: known([ana, review('zed')]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'the second reviewer is another account of the first, in other letters', change: { files: withZed('ZED'), facts: { reviews: known([ana, review('zed', { by: { id: 9, login: 'Zed', type: 'user' } })]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'one account approves, is renamed and approves again', from: { facts: { reviews: known([ana, review('zed')]) } }, change: { facts: { reviews: known([review('zed'), review('zed', { by: stranger('zed-two', 9) })]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'one login under two numbers is one person where People names only the login', change: { facts: { reviews: known([ben, review('ben', { by: stranger('ben', 44) })]), permissions: permissions({}, [stranger('ben', 44)]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'one number under two logins, of which one is of somebody else', change: { facts: { reviews: known([ana, review('ben', { by: { id: 3, login: 'ben', type: 'user' } })]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a login of People, given up and registered again by a stranger', from: { rules: owners, facts: { reviews: two } }, change: { facts: { reviews: known([ben, review('ana', { by: stranger('ana') })]), permissions: permissions({}, [stranger('ana')]) } }, wanted: 'pending', says: 'own: is not ana or ben' },
  { name: 'a login that only looks like one of People', from: { rules: owners, facts: { reviews: two } }, change: { facts: { reviews: known([ana, review('ben', { by: stranger('bеn') })]), permissions: permissions({}, [stranger('bеn')]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a login that becomes one of People in small letters of another alphabet', from: { rules: owners.replace('ben', 'kim'), files: peopleWith('{id: mia, name: Mia, type: employee, start: 2020-01-01, accounts: [{login: mia, id: 11}]}', '{id: kim, name: Kim, type: employee, start: 2020-01-01, accounts: [{login: kim}]}', owners.replace('ben', 'kim')), facts: as('kim') }, change: { facts: as('\u212Aim') }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a login with a space behind it', from: { rules: owners, facts: { reviews: two } }, change: { facts: as('ben ') }, wanted: 'pending', says: 'ben  own: is not ana or ben' },
  { name: 'an app', change: { facts: { reviews: known([ana, review('app[bot]')]) } }, wanted: 'pending', says: 'app[bot] is a machine, not a person' },
  { name: 'an app named like a person of People', from: { rules: owners, facts: { reviews: two } }, change: { facts: as('ben[bot]', 901, 'bot') }, wanted: 'pending', says: 'ben[bot] is a machine' },
  { name: 'a machine whose login does not say so', change: { facts: as('helpful', 902, 'bot') }, wanted: 'pending', says: 'helpful is a machine' },
  { name: 'an app that People gives to somebody', change: { files: peopleWith('accounts: [{login: cleo, id: 5}]', 'accounts: [{login: cleo, id: 5}, {login: "app[bot]", id: 12}]'), facts: { reviews: known([ana, review('app[bot]')]) } }, wanted: 'pending', says: 'is a machine' },
  { name: 'an organisation', change: { facts: as('acme', 903, 'organization') }, wanted: 'pending', says: 'acme is a machine' },
  { name: 'an account of an import', change: { facts: as('imported', 904, 'other') }, wanted: 'pending', says: 'imported is a machine' },
  { name: 'a machine account that people use', change: { facts: { reviews: known([ana, review('robo')]) } }, wanted: 'pending', says: 'robo is a machine' },
  { name: 'an automaton with the account of a user', change: { files: peopleWith('name: Dan, type: contractor', 'name: Dan, type: bot'), facts: { reviews: known([ana, review('dan')]) } }, wanted: 'pending', says: 'dan is a machine' },
  { name: 'an account that several people use', from: { facts: { reviews: known([ana, review('dan')]) } }, change: { files: peopleWith('name: Dan, type: contractor', 'name: Dan, type: contractor, shared: true') }, wanted: 'pending', says: 'dan is used by several people' },
  { name: 'a deleted account', change: { facts: { reviews: known([ana, review(null)]) } }, wanted: 'pending', says: 'the account was deleted' },
  { name: 'two deleted accounts', change: { facts: { reviews: known([review(null), review(null)]) } }, wanted: 'pending', says: '0 of 2 approvals' },
  { name: 'the account that stands for deleted ones', change: { facts: { reviews: known([ana, review('ghost')]), permissions: permissions({}, [account('ghost')]) } }, wanted: 'pending', says: 'the account was deleted' },
  { name: 'the account that stands for deleted ones, in capitals', change: { facts: as('GHOST', 10137) }, wanted: 'pending', says: 'the account was deleted' },
  { name: 'somebody who left', change: { facts: { reviews: known([ana, review('gone')]) } }, wanted: 'pending', says: 'gone may not act on 2026-03-04' },
  { name: 'somebody whose last day was yesterday', change: { files: peopleWith('name: Ben, type: employee, start: 2020-01-01', 'name: Ben, type: employee, start: 2020-01-01, end: 2026-03-03') }, wanted: 'pending', says: 'ben may not act on 2026-03-04' },
  { name: 'somebody who begins tomorrow', change: { files: peopleWith('name: Ben, type: employee, start: 2020-01-01', 'name: Ben, type: employee, start: 2026-03-05') }, wanted: 'pending', says: 'ben may not act on 2026-03-04' },
  { name: 'whoever asked a machine for the change', from: { facts: { ...byBot, reviews: two } }, change: { facts: { pull: { requestedBy: account('ben') } } }, wanted: 'pending', says: 'ben asked the author, a machine, for it' },
  { name: 'whoever asked a machine for the change, with a second account', from: { facts: { ...byBot, reviews: known([ana, review('ada-home')]) } }, change: { facts: { pull: { requestedBy: account('ada') } } }, wanted: 'pending', says: 'ada (ada-home) asked the author' },
  { name: 'whoever answers for the machine account that opened it', from: { facts: { pull: { author: account('robo') }, commits: known([commit({ parties: [{ as: 'author', account: account('robo') }] })]), headChanges: known([opened({ by: account('robo') })]), reviews: two } }, change: { files: peopleWith('name: Robo, type: service', 'name: Robo, type: service, owner: ben') }, wanted: 'pending', says: 'ben answers for robo, which opened the pull request' },
  { name: 'an account that People gives to two people', change: { files: peopleWith('accounts: [{login: cleo, id: 5}]', 'accounts: [{login: cleo, id: 5}, {login: zed, id: 3}]') }, wanted: 'not-determined', says: 'account 3 is of ana and of cleo' },
  { name: 'a login that People gives to two people', change: { files: peopleWith('accounts: [{login: cleo, id: 5}]', 'accounts: [{login: cleo, id: 5}, {login: bEn}]') }, wanted: 'not-determined', says: 'account ben is of ben and of cleo' },
  { name: 'a second record of a person that adds an account', change: { files: [...peopleWith('Cleo', 'Cleo'), { path: 'compliance/more.yaml', bytes: new TextEncoder().encode('apiVersion: countersign/v1\nkind: People\npeople:\n  - {id: ana, name: Ana, type: employee, start: 2020-01-01, accounts: [{login: zed}]}\n') }] }, wanted: 'not-determined', says: 'more than one person ana' },
]
