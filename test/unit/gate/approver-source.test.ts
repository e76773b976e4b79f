import { describe, expect, test } from 'vitest'
import { findActors } from '../../../src/gate/actors.ts'
import { approverSource } from '../../../src/gate/approver-source.ts'
import type { PullRequestFacts } from '../../../src/model/facts.ts'
import type { GateRule } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import {
  account,
  baseFiles,
  facts,
  file,
  known,
  notKnown,
  people,
  roles,
  twoReviewers,
} from '../../support/gate-facts.ts'

const DAY = '2026-03-04'
const listed = people.replace(
  'members: [ana, ben]}',
  'members: [ana, ben]}\n  - {id: mixed, title: Mixed, members: [mia, helper, robo, gone, nobody]}',
)
const helper = '  - {id: helper, name: Helper, type: bot, start: 2020-01-01, accounts: [{login: helper, id: 20}]}'
const files = [
  ...baseFiles(twoReviewers).slice(0, 1),
  file('compliance/people.yaml', listed.replace('teams:', `${helper}\nteams:`)),
  file('compliance/roles.yaml', roles),
]
const { model } = readProgram(files)
const actorOf = findActors(model, [])

type From = NonNullable<GateRule['require']>['from']
const sourceOf = (from: From, teams: PullRequestFacts['teams'] = []) =>
  approverSource(from, model, facts({ teams }), DAY)
const lets = (from: From, login: string, teams: PullRequestFacts['teams'] = []) =>
  sourceOf(from, teams).reasonAgainst(actorOf(account(login)))

const security = { team: 'Acme/Security', members: known([9]) }
const unreadTeam = { team: 'acme/security', members: notKnown }
const otherTeam = { team: 'acme/other', members: known([3]) }

test('nobody is nobody', () => {
  const { reasonAgainst, ...source } = sourceOf([])
  expect(source).toEqual({ description: 'nobody', unknown: [], people: [], open: false, roles: new Set() })
  expect(reasonAgainst(actorOf(account('ana')))).toBe('the rule lets nobody approve')
})

test('who is not said is anybody with the permission', () => {
  for (const from of [undefined, {}]) {
    const { reasonAgainst, ...source } = sourceOf(from)
    const description = 'somebody with write permission who had no part in the change'
    expect(source).toEqual({ description, unknown: [], people: undefined, open: true, roles: new Set() })
    expect(reasonAgainst(actorOf(account('zed')))).toBeUndefined()
    expect(reasonAgainst(actorOf(account('eve')))).toBe('has only read permission, write is needed')
  }
})

interface Row {
  readonly name: string
  readonly from: From
  readonly description: string
  readonly people: readonly string[]
  readonly unknown?: readonly string[]
  readonly open?: boolean
  readonly teams?: PullRequestFacts['teams']
}

describe('a list', () => {
  // biome-ignore format: one row, one line
  test.each<Row>([
    { name: 'of people, sorted', from: { users: ['cleo', 'ana'] }, description: 'cleo or ana', people: ['ana', 'cleo'] },
    { name: 'of somebody who is not in People', from: { users: ['zoe', 'ana'] }, description: 'zoe or ana', people: ['ana'], unknown: ['there is no person zoe in People'] },
    { name: 'of a team', from: { teams: ['platform'] }, description: 'team platform', people: ['ana', 'ben'] },
    { name: 'of a team with machines, people who left and people nobody knows', from: { teams: ['mixed'] }, description: 'team mixed', people: ['mia'] },
    { name: 'of a team that does not exist', from: { teams: ['zoo'] }, description: 'team zoo', people: [], unknown: ['there is no team zoo in People'] },
    { name: 'of a role, as of the day', from: { roles: ['security_reviewer'] }, description: 'role security_reviewer', people: ['ben'] },
    { name: 'of a role that does not exist', from: { roles: ['king'] }, description: 'role king', people: [], unknown: ['there is no role king in Roles'] },
    { name: 'of a team of the forge', from: { githubTeams: ['acme/security'] }, description: 'team acme/security', people: [], open: true, teams: [otherTeam, security] },
    { name: 'of a team of the forge that could not be read', from: { githubTeams: ['acme/security'] }, description: 'team acme/security', people: [], open: true, teams: [unreadTeam], unknown: ['the members of acme/security could not be read: the list was cut'] },
    { name: 'of a team of the forge that was not read', from: { githubTeams: ['acme/security'] }, description: 'team acme/security', people: [], open: true, teams: [otherTeam], unknown: ['the members of acme/security were not read'] },
    { name: 'of all of these', from: { users: ['cleo'], roles: ['on_call_manager'], teams: ['platform'], githubTeams: ['acme/security'] }, description: 'cleo or role on_call_manager or team platform or team acme/security', people: ['ana', 'ben', 'cleo', 'dan'], open: true, teams: [security] },
    { name: 'of what is unknown, sorted', from: { users: ['zoe', 'abe'] }, description: 'zoe or abe', people: [], unknown: ['there is no person abe in People', 'there is no person zoe in People'] },
    { name: 'with nothing in it', from: { users: [], teams: [], roles: [], githubTeams: [] }, description: 'nobody', people: [] },
  ])('$name', ({ from, description, people: wanted, unknown = [], open = false, teams = [] }) => {
    const { reasonAgainst, roles, ...source } = sourceOf(from, teams)
    expect(source).toEqual({ description, people: wanted, unknown, open })
    expect([...roles]).toEqual((from as { roles?: string[] }).roles ?? [])
    for (const person of wanted) expect(reasonAgainst(actorOf(account(person)))).toBeUndefined()
    expect(reasonAgainst(actorOf(account('ada')))).toBe(`is not ${description}`)
  })
})

test('each kind of list alone is a list', () => {
  for (const from of [{ users: [] }, { teams: [] }, { githubTeams: [] }, { roles: [] }] as const) {
    expect(lets(from, 'ana')).toBe('is not nobody')
  }
})

test('the members of a team of the forge need not be in People', () => {
  const from = { githubTeams: ['acme/security'] } as const
  expect(lets(from, 'zed', [security])).toBeUndefined()
  expect(lets(from, 'ana', [security, otherTeam])).toBe('is not team acme/security')
  expect(lets({ users: ['ana'] }, 'zed', [security])).toBe('is not ana')
})

test('a permission is a floor under every list', () => {
  expect(lets({ users: ['ana'], permission: 'admin' }, 'ana')).toBe('has only write permission, admin is needed')
  expect(lets({ permission: 'maintain' }, 'ana')).toBe('has only write permission, maintain is needed')
  expect(lets({ users: ['eve'] }, 'eve')).toBe('has only read permission, write is needed')
})

test('a permission that is not known is no reason: the vote itself is not determined', () => {
  const source = approverSource({ users: ['ana'] }, model, facts({ permissions: [] }), DAY)
  expect(source.reasonAgainst(actorOf(account('ana')))).toBeUndefined()
})
