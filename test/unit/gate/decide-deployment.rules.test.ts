import { describe, expect, test } from 'vitest'
import { checkRun, commitStatus, environmentState } from '../../support/check-facts.ts'
import {
  B,
  C,
  D,
  type Deployment,
  decideDeploy,
  deployment,
  logged,
  mergedChange as merged,
  run,
  saidByDeployment,
} from '../../support/deployment-facts.ts'
import { account, changeWith, file, gateRules, known, notKnown, twoReviewers } from '../../support/gate-facts.ts'

interface Row extends Deployment {
  readonly name: string
  readonly wanted: string
  readonly says?: string
}

function judge({ name: _, wanted, says = '', ...situation }: Row): void {
  const decision = decideDeploy(situation)
  expect(`${decision.verdict}\n${saidByDeployment(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
  expect(saidByDeployment(decision)).toContain(says)
}

const back = { before: [C], facts: { previousSha: D, redeployed: true, commits: notKnown } }
const environment = (lines: string) => `deployment: {environments: [{name: Production, ${lines}}]}`

describe('who may deploy', () => {
  const deployers = (lines: string) => environment(`deployers: ${lines}`)
  const dan = { users: deployers('{users: [dan]}') }
  const role = (login: string, to: 'read' | 'unknown' | 'maintain') => ({
    permissions: [{ account: account(login), role: to }],
  })
  const team = (members: object) => ({
    teams: [{ team: 'acme/ops', members: members as ReturnType<typeof known<number>> }],
  })

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'somebody who is listed', head: dan.users, wanted: 'approved' },
    { name: 'somebody who is not listed', head: deployers('{users: [cleo]}'), wanted: 'refused', says: 'dan may not deploy to production: is not cleo; cleo may deploy it' },
    { name: 'one of two who is not listed', head: dan.users, facts: { run: run({ actor: account('cleo') }) }, wanted: 'refused', says: 'cleo may not deploy to production: is not dan' },
    { name: 'somebody for whom a machine deploys and who is not listed', head: dan.users, facts: { deployment: deployment({ requestedBy: account('cleo') }) }, wanted: 'refused', says: 'cleo may not deploy' },
    { name: 'an empty list', head: deployers('[]'), wanted: 'refused', says: 'dan may not deploy to production: the rules let nobody' },
    { name: 'an empty list of users', head: deployers('{users: []}'), wanted: 'refused', says: 'dan may not deploy to production: is not nobody' },
    { name: 'a member of the team', head: deployers('{teams: [platform]}'), facts: { run: run({ actor: account('ana'), triggeringActor: account('ana') }) }, merged: [merged(1, [B, C], { counted: [] })], wanted: 'approved' },
    { name: 'somebody outside the team', head: deployers('{teams: [platform]}'), wanted: 'refused', says: 'is not team platform; nobody is left who may deploy it: ana approved #1; ben approved #1' },
    { name: 'a holder of the role', head: deployers('{roles: [on_call_manager]}'), wanted: 'approved' },
    { name: 'somebody without the role', head: deployers('{roles: [security_reviewer]}'), wanted: 'refused', says: 'is not role security_reviewer' },
    { name: 'a role that expired', head: deployers('{roles: [security_reviewer]}'), facts: { run: run({ actor: account('ana'), triggeringActor: account('ana') }) }, merged: [merged(1, [B, C], { counted: [] })], wanted: 'refused', says: 'ana may not deploy' },
    { name: 'a name that is not in People', head: deployers('{users: [nobody]}'), wanted: 'not-determined', says: 'there is no person nobody in People' },
    { name: 'a role that is not in Roles', head: deployers('{roles: [no_role]}'), wanted: 'not-determined', says: 'there is no role no_role in Roles' },
    { name: 'somebody with too low a permission', head: deployers('{permission: maintain}'), wanted: 'refused', says: 'dan may not deploy to production: has only write permission, maintain is needed' },
    { name: 'somebody with the permission', head: deployers('{permission: maintain}'), facts: role('dan', 'maintain'), wanted: 'approved' },
    { name: 'a permission that is not known', head: deployers('{permission: maintain}'), facts: role('dan', 'unknown'), wanted: 'not-determined', says: 'the permission of dan, who deploys it, could not be read' },
    { name: 'a permission that was not read', head: dan.users, facts: { permissions: [] }, wanted: 'not-determined', says: 'the permission of dan' },
    { name: 'somebody who is listed and may only read', head: dan.users, facts: role('dan', 'read'), wanted: 'refused', says: 'has only read permission, write is needed' },
    { name: 'a member of a team of the forge', head: deployers('{githubTeams: [acme/ops]}'), facts: team(known([6])), wanted: 'approved' },
    { name: 'somebody outside a team of the forge', head: deployers('{githubTeams: [acme/ops]}'), facts: team(known([3])), wanted: 'refused', says: 'is not team acme/ops; somebody else of team acme/ops may deploy it' },
    { name: 'a team of the forge that could not be read', head: deployers('{githubTeams: [acme/ops]}'), facts: team(notKnown), wanted: 'not-determined', says: 'the members of acme/ops could not be read' },
    { name: 'a machine alone, which nobody lists', head: dan.users, facts: { run: null }, wanted: 'not-determined', says: 'no person is known to deploy it' },
    { name: 'another environment that lists others', head: 'deployment: {environments: [{name: staging, deployers: {users: [cleo]}}]}', wanted: 'approved' },
    { name: 'two records, and one of them lists others', head: dan.users, more: [file('compliance/more-rules.yaml', gateRules('  - {id: more, require: {approvals: 1}}', deployers('{users: [cleo]}')))], wanted: 'refused', says: 'is not cleo; nobody is left who may deploy it: no such person' },
    { name: 'going back by somebody who is not listed', head: deployers('{users: [cleo]}'), ...back, wanted: 'refused', says: 'cleo may deploy it' },
    { name: 'going back by somebody who is listed', head: dan.users, ...back, wanted: 'approved' },
    { name: 'going back by a machine alone, where people are listed', head: dan.users, ...back, facts: { ...back.facts, run: null }, wanted: 'not-determined', says: 'no person is known' },
    { name: 'going back by a machine alone, where nobody is listed', ...back, facts: { ...back.facts, run: null }, wanted: 'approved' },
  ]
  test.each(rows)('$name: $wanted', judge)

  test('a key that means nothing for a deployment is refused with the file', () => {
    const decision = decideDeploy({ head: deployers('{codeOwners: true}') })
    expect(decision).toMatchObject({ verdict: 'not-determined', code: 'unreadable-rules' })
  })

  test('who else may deploy it stands in the line where only people stand in the way', () => {
    const decision = decideDeploy({ facts: { run: run({ actor: account('ana') }) } })
    expect(decision.summary).toBe(
      'Refused: ccccccc to production: ana approved #1 and deploys it; ada, cleo, dan and 2 more may deploy it (and 1 more)'.replace(
        'dan and 2 more',
        'dan or 2 more',
      ),
    )
  })

  test('where nobody is left everybody is named with the reason', () => {
    const changes = [merged(1, [B], { counted: [] }), merged(2, [C])]
    const head = deployers('{users: [ana, ben]}')
    const decision = decideDeploy({
      head,
      merged: changes,
      facts: { run: run({ actor: account('ana'), triggeringActor: account('ana') }) },
    })
    expect(decision.summary).toContain('nobody is left who may deploy it: ana approved #2; ben approved #2')
  })
})

describe('what is asked for of the commit', () => {
  const checks = environment('checks: [{name: ci, by: github-actions}]')
  const evidence = (lines: string) => environment(`evidence: {${lines}}`)
  const scan = evidence('scans: [{name: ci, by: github-actions, withinHours: 48}]')
  const coverage = evidence('coverage: [{name: ci, by: github-actions, atLeast: 80}]')
  const health = evidence('health: [{environment: staging, withinHours: 48}]')
  const withCheck = (more: Parameters<typeof checkRun>[0] = {}) => ({ facts: { checks: known([checkRun(more)]) } })
  const withState = (more: Parameters<typeof environmentState>[0] = {}) => ({
    facts: { environmentStates: known([environmentState({ sha: C, ...more })]) },
  })

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'a check that succeeded', head: checks, ...withCheck(), wanted: 'approved' },
    { name: 'a check that failed', head: checks, ...withCheck({ state: 'failure' }), wanted: 'refused', says: '`ci` by github-actions ended with failure' },
    { name: 'a check that has not ended', head: checks, ...withCheck({ state: 'pending', at: null }), wanted: 'pending', says: 'Waiting: ccccccc to production: `ci` by github-actions has not ended yet' },
    { name: 'a check that nobody posted', head: checks, facts: { checks: known([]) }, wanted: 'pending', says: 'has not been posted' },
    { name: 'a check that somebody else posted', head: checks, facts: { checks: known([commitStatus('eve')]) }, wanted: 'pending', says: '`ci` was posted by eve, not by github-actions' },
    { name: 'checks that could not be read', head: checks, wanted: 'not-determined', says: 'the checks could not be read' },
    { name: 'a check that succeeded after it began', head: checks, ...withCheck({ at: '2026-03-04T09:00:01Z' }), wanted: 'not-determined', says: 'was posted later' },
    { name: 'a check of another environment', head: checks.replace('Production', 'staging'), wanted: 'approved' },
    { name: 'a scan without findings', head: scan, ...withCheck(), wanted: 'approved' },
    { name: 'a scan with findings', head: scan, ...withCheck({ annotations: 2 }), wanted: 'refused', says: 'ended with 2 findings' },
    { name: 'a scan that is too old', head: scan, ...withCheck({ at: '2026-03-02T08:59:59Z' }), wanted: 'pending', says: 'run it again' },
    { name: 'enough coverage', head: coverage, ...withCheck({ text: '81% of lines' }), wanted: 'approved' },
    { name: 'too little coverage', head: coverage, ...withCheck({ text: '79% of lines' }), wanted: 'refused', says: 'states 79%, at least 80% is needed' },
    { name: 'a commit that runs in staging', head: health, ...withState(), wanted: 'approved' },
    { name: 'a commit that was not deployed to staging', head: health, ...withState({ sha: B }), wanted: 'pending', says: 'has not been deployed to staging: deploy it there first' },
    { name: 'a commit that failed in staging', head: health, ...withState({ state: 'failure' }), wanted: 'refused' },
    { name: 'deployments that could not be read', head: health, wanted: 'not-determined', says: 'could not be read' },
    { name: 'going back, which was shown to be good before', head: health, ...back, wanted: 'approved' },
    { name: 'something that waits, and something that is wrong', head: checks, facts: { checks: known([]) }, merged: [merged(1, [B], { verdict: 'refused' }), merged(2, [C])], wanted: 'refused', says: 'has not been posted' },
  ]
  test.each(rows)('$name: $wanted', judge)
})

describe('freezes', () => {
  const frozen = (start: string, end: string, more = '') =>
    `freezes: [{title: Year end, start: ${start}, end: ${end}${more}}]`
  const now = frozen('2026-03-04T09:00:00Z', '2026-03-05T00:00:00Z')
  const emergency = { judgedAs: ['emergency'], category: 'emergency' }

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'in a freeze', head: now, wanted: 'refused', says: 'Refused: ccccccc to production: production is frozen until 2026-03-05T00:00:00Z (Year end), and #1 was not approved as an emergency' },
    { name: 'before it', head: frozen('2026-03-04T09:00:01Z', '2026-03-05T00:00:00Z'), wanted: 'approved' },
    { name: 'at its end', head: frozen('2026-03-01T00:00:00Z', '2026-03-04T09:00:00Z'), wanted: 'approved' },
    { name: 'in a freeze of this environment', head: frozen('2026-03-04T00:00:00Z', '2026-03-05T00:00:00Z', ', environments: [Production]'), wanted: 'refused' },
    { name: 'in a freeze of another environment', head: frozen('2026-03-04T00:00:00Z', '2026-03-05T00:00:00Z', ', environments: [staging]'), wanted: 'approved' },
    { name: 'an emergency in a freeze', head: now, merged: [merged(1, [B, C], emergency)], wanted: 'approved' },
    { name: 'an emergency and another change', head: now, merged: [merged(1, [B], emergency), merged(2, [C])], wanted: 'refused', says: '#2 was not approved as an emergency' },
    { name: 'a change that only claims to be an emergency', head: now, merged: [merged(1, [B, C], { category: 'emergency' })], wanted: 'refused', says: '#1 was not approved as an emergency' },
    { name: 'a change that is also something else', head: now, merged: [merged(1, [B, C], { judgedAs: ['emergency', 'normal'] })], wanted: 'refused' },
    { name: 'a change that was judged as nothing', head: now, merged: [merged(1, [B, C], { judgedAs: [] })], wanted: 'refused' },
    { name: 'going back in a freeze', head: now, ...back, wanted: 'approved', says: 'production is frozen until 2026-03-05T00:00:00Z (Year end); going back brings no change' },
  ]
  test.each(rows)('$name: $wanted', judge)

  test('a claim whose verdict the log does not have is not determined', () => {
    const { judgedAs: _, ...older } = merged(1, [B, C], { category: 'emergency' })
    expect(decideDeploy({ head: now, merged: [older] }).verdict).toBe('not-determined')
  })
})

describe('parts that are kept apart', () => {
  const apart = (parts: string, when = '') =>
    `${twoReviewers}\n  - {id: apart, ${when === '' ? '' : `when: {${when}}, `}forbid: {samePerson: [${parts}]}}`
  const by = (login: string) => ({ facts: { run: run({ actor: account(login), triggeringActor: account(login) }) } })
  const one = (more: Parameters<typeof merged>[2]) => [merged(1, [B, C], more)]
  const cleo = { ...logged('cleo'), as: 'contributor' } as const
  const asked = { changeRequests: ['CHG-1'] }
  const change = changeWith('requestedBy: ada', 'requestedBy: cleo').text

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'the author deploys, and no rule keeps them apart', ...by('ada'), wanted: 'approved' },
    { name: 'the author deploys', rules: apart('author, deployer'), ...by('ada'), wanted: 'refused', says: 'ada opened #1 and deploys it' },
    { name: 'the author deploys with another account', rules: apart('author, deployer'), ...by('ada-home'), wanted: 'refused', says: 'ada opened #1 and deploys it' },
    { name: 'a contributor deploys', rules: apart('contributor, deployer'), merged: one({ parts: [cleo] }), ...by('cleo'), wanted: 'refused', says: 'cleo contributed to #1 and deploys it' },
    { name: 'a contributor deploys, and the rule is about authors', rules: apart('author, deployer'), merged: one({ parts: [cleo] }), ...by('cleo'), wanted: 'approved' },
    { name: 'contributors that the log does not know', rules: apart('contributor, deployer'), merged: one({ parts: null }), wanted: 'not-determined', says: 'who had a part in #1 is not known to the log' },
    { name: 'an author who is gone', rules: apart('author, deployer'), merged: one({ author: null }), wanted: 'not-determined', says: 'the account that opened #1 is gone' },
    { name: 'whoever asked a machine for it deploys', rules: apart('author, deployer'), merged: one({ author: logged('app[bot]'), parts: [{ ...logged('cleo'), as: 'author' }] }), ...by('cleo'), wanted: 'refused', says: 'cleo opened #1' },
    { name: 'the requester deploys', rules: apart('requester, deployer'), merged: one(asked), change, ...by('cleo'), wanted: 'refused', says: 'cleo requested CHG-1 of #1 and deploys it' },
    { name: 'somebody else than the requester deploys', rules: apart('requester, deployer'), merged: one(asked), change, wanted: 'approved' },
    { name: 'an approver merged', rules: apart('approver, merger'), merged: one({ mergedBy: logged('ana') }), wanted: 'refused', says: 'ana approved #1 and merged #1' },
    { name: 'an approver merged, and no rule keeps them apart', rules: apart('author, deployer'), merged: one({ mergedBy: logged('ana') }), wanted: 'approved' },
    { name: 'nobody is known to have merged', rules: apart('approver, merger'), merged: one({ mergedBy: null, parts: [] }), wanted: 'not-determined', says: 'who merged #1, or the person behind it, is not known' },
    { name: 'the merger deploys, which is one step', rules: apart('merger, deployer'), ...by('mia'), wanted: 'approved' },
    { name: 'a rule for another branch', rules: apart('author, deployer', 'base: ["release/**"]'), ...by('ada'), wanted: 'approved' },
    { name: 'a rule for this branch', rules: apart('author, deployer', 'base: [main]'), ...by('ada'), wanted: 'refused' },
    { name: 'a rule for another category', rules: apart('author, deployer', 'category: [emergency]'), ...by('ada'), wanted: 'approved' },
    { name: 'a rule for this category', rules: apart('author, deployer', 'category: [normal]'), ...by('ada'), wanted: 'refused' },
    { name: 'a rule for paths that applied when it was merged', rules: apart('author, deployer', 'paths: ["iam/**"]'), merged: one({ rules: ['apart'] }), ...by('ada'), wanted: 'refused' },
    { name: 'a rule for paths that did not apply when it was merged', rules: apart('author, deployer', 'paths: ["iam/**"]'), ...by('ada'), wanted: 'approved' },
    { name: 'an environment approver who wrote it', rules: apart('author, approver'), facts: { environmentApprovals: known([{ by: account('ada'), state: 'approved' }]) }, wanted: 'refused', says: 'ada opened #1 and let it into production' },
    { name: 'somebody who could deploy and is kept from it is not named as one who may', rules: apart('author, deployer'), ...by('ana'), head: environment('deployers: {users: [ana, ada]}'), wanted: 'refused', says: 'nobody is left who may deploy it: ada opened #1; ana approved #1' },
  ]
  test.each(rows)('$name: $wanted', judge)

  test('a rule for paths, and the log does not have which rules applied', () => {
    const { rules: _, ...older } = merged(1, [B, C])
    const rules = apart('author, deployer', 'paths: ["iam/**"]')
    const decision = decideDeploy({ rules, merged: [older], ...by('ada') })
    expect(decision.verdict).toBe('not-determined')
    expect(decision.summary).toContain('whether apart applies to #1 is not known to the log')
    expect(decideDeploy({ rules, merged: [older] }).verdict).toBe('approved')
  })

  test('a rule for categories, and the log does not have by which it was judged', () => {
    const { judgedAs: _, ...older } = merged(1, [B, C])
    const rules = apart('author, deployer', 'category: [normal]')
    expect(decideDeploy({ rules, merged: [older], ...by('ada') }).verdict).toBe('not-determined')
  })
})

describe('pairs of segregation of duties', () => {
  const pairs = (ids = 'SOD-1') => `${twoReviewers}\n  - {id: apart, forbid: {pairs: [${ids}]}}`
  const held = (person: string, ...roles: readonly string[]) =>
    roles.map((role) => `  - {role: ${role}, person: ${person}, grantedAt: 2026-01-01}\n`).join('')
  const duties = (assignments: string) => ({
    more: [
      file(
        'compliance/duties.yaml',
        `apiVersion: countersign/v1\nkind: Roles\nroles:\n  - {id: developer, title: Developer}\n  - {id: releaser, title: Releaser}\nsegregationOfDuties:\n  - {id: SOD-1, roles: [developer, releaser], scope: same-change}\nassignments:\n${assignments}`,
      ),
    ],
  })
  const by = (login: string) => ({ facts: { run: run({ actor: account(login), triggeringActor: account(login) }) } })

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'makes and deploys it, and holds both', rules: pairs(), ...duties(held('ada', 'developer', 'releaser')), ...by('ada'), wanted: 'refused', says: 'ada opened #1 and deploys it, and holds developer and releaser, which exclude each other (SOD-1)' },
    { name: 'makes and deploys it, and holds one', rules: pairs(), ...duties(held('ada', 'developer')), ...by('ada'), wanted: 'approved' },
    { name: 'makes it only, and holds both', rules: pairs(), ...duties(held('ada', 'developer', 'releaser')), wanted: 'approved' },
    { name: 'approves and merges it, and holds both', rules: pairs(), ...duties(held('ana', 'developer', 'releaser')), merged: [merged(1, [B, C], { mergedBy: logged('ana') })], wanted: 'refused', says: 'ana approved #1 and merged #1' },
    { name: 'deploys it and holds both, and who made it is not known', rules: pairs(), ...duties(held('dan', 'developer', 'releaser')), merged: [merged(1, [B, C], { parts: null })], wanted: 'not-determined', says: 'who had a part in #1 is not known' },
    { name: 'nobody holds both, and who made it is not known', rules: pairs(), ...duties(held('dan', 'developer')), merged: [merged(1, [B, C], { parts: null })], wanted: 'approved' },
    { name: 'a pair that is not in Roles', rules: pairs('SOD-9'), ...duties(held('ada', 'developer')), wanted: 'not-determined', says: 'there is no pair SOD-9 in Roles' },
  ]
  test.each(rows)('$name: $wanted', judge)
})

describe('systems of a change request', () => {
  const systems = (repositories: string) =>
    file(
      'compliance/data.yaml',
      `apiVersion: countersign/v1\nkind: DataInventory\nid: INV-1\ntitle: All\nsystems:\n  - {id: api, title: API, owner: ana, criticality: high${repositories}}\n  - {id: web, title: Web, owner: ana, criticality: high, repositories: [acme/web]}\n`,
    )
  const change = (names: string) =>
    changeWith('category: normal', 'category: normal', `affectedSystems: [${names}]\n`).text
  const named = [merged(1, [B, C], { changeRequests: ['CHG-1'] })]

  // biome-ignore format: one row, one line
  const rows: readonly Row[] = [
    { name: 'a system of this repository', merged: named, change: change('api'), more: [systems(', repositories: [acme/Shop]')], wanted: 'approved' },
    { name: 'a system of another repository', merged: named, change: change('api'), more: [systems(', repositories: [acme/api]')], wanted: 'refused', says: 'CHG-1 of #1 is for acme/api, not for acme/shop' },
    { name: 'systems of which one is of this repository', merged: named, change: change('web, api'), more: [systems(', repositories: [acme/shop]')], wanted: 'approved' },
    { name: 'a system that does not say where it lies', merged: named, change: change('web, api'), more: [systems('')], wanted: 'approved' },
    { name: 'a system that may stand in a record that cannot be read', merged: named, change: change('api'), more: [file('compliance/data.yaml', 'apiVersion: countersign/v1\nkind: DataInventory\nid: INV-1\n')], wanted: 'not-determined', says: 'CHG-1 of #1 names api, and a record of the program cannot be read' },
    { name: 'a system that nobody described', merged: named, change: change('something'), more: [systems('')], wanted: 'approved' },
  ]
  test.each(rows)('$name: $wanted', judge)
})
