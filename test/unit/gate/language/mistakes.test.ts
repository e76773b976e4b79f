import { describe, expect, test } from 'vitest'
import type { Location } from '../../../../src/model/location.ts'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { readProgram } from '../../../../src/read/read-program.ts'
import { rules as everyRule } from '../../../../src/rules/registry.gen.ts'
import { failuresOf, runRules } from '../../../../src/rules/run-rules.ts'
import { baseFiles, decide, gateRules } from '../../../support/gate-facts.ts'
import { textAt } from '../../../support/text-at.ts'
import { two } from './row.ts'

interface Mistake {
  readonly name: string
  /** The rules, or with `head` what stands before one that is right. */
  readonly rules?: string
  readonly head?: string
  /** What is underlined, with the code and a part of what is said. */
  readonly found: readonly [code: string, shown: string, says: string]
  /** What the gate does with it: it never decides by what it does not understand. */
  readonly gate?: 'approved' | 'pending'
}

const right = '  - {id: own, require: {approvals: 2}}'
const own = (require: string) => `  - {id: own, require: {${require}}}`
const when = (condition: string) => `  - {id: own, when: {${condition}}, require: {approvals: 2}}`
const bot = (more: string) =>
  `botChanges:\n  - {id: up, machines: ["dependabot[bot]"], paths: [a], approvals: 1, insteadOf: [own]}${more}`
const leaf =
  'approvals, from, exactCommit, codeOwners, changeRequest, signatures, minimumAge, checks, workflows, evidence'
const conditions = 'base, head, headRepository, paths, onlyPaths, modes, labels, authors, title, signatures'

// biome-ignore format: one row, one line
const mistakes: readonly Mistake[] = [
  { name: 'a key that is not known', rules: own('aprovals: 2'), found: ['SCH-001', 'aprovals', `Did you mean \`approvals\`? Allowed here: ${leaf}, all, any, reviewAfter`] },
  { name: 'a key of a rule that is not known', rules: '  - {id: own, require: {approvals: 2}, unless: {base: [main]}}', found: ['SCH-001', 'unless', 'Allowed here: id, title, when, require, forbid'] },
  { name: 'a key of a condition that is not known', rules: when('branch: [main]'), found: ['SCH-001', 'branch', `Allowed here: ${conditions}, category, not`] },
  { name: 'a key of `not` that is not known', rules: when('not: {branch: [main]}'), found: ['SCH-001', 'branch', `Allowed here: ${conditions};`] },
  { name: 'a key of approvers that is not known', rules: own('approvals: 2, from: {group: [a]}'), found: ['SCH-001', 'group', 'Allowed here: users, teams, githubTeams, roles, permission, codeOwners'] },
  { name: 'a key of a prohibition that is not known', rules: '  - {id: own, require: {approvals: 2}, forbid: {people: [author]}}', found: ['SCH-001', 'people', 'Allowed here: samePerson, pairs'] },
  { name: 'a key of a change by machines that is not known', head: bot('').replace('approvals: 1', 'approvals: 1, require: 1'), found: ['SCH-001', 'require', 'Allowed here: id, title, machines, paths, update, approvals, insteadOf'] },
  { name: 'names where a mapping is asked for', rules: own('approvals: 2, from: [ana]'), found: ['SCH-003', '[ana]', 'a mapping or an empty list'] },
  { name: 'one name where a mapping is asked for', rules: own('approvals: 2, from: ana'), found: ['SCH-003', 'ana', 'Its keys: users, teams, githubTeams, roles, permission, codeOwners.'] },
  { name: 'a list where a mapping is asked for', rules: '  - {id: own, require: [{approvals: 2}]}', found: ['SCH-003', '[{approvals: 2}]', 'must be a mapping'] },
  { name: 'a mapping where a list is asked for', rules: own('all: {approvals: 2}'), found: ['SCH-003', '{approvals: 2}', 'must be a list'] },
  { name: 'a name where a list is asked for', rules: when('base: main'), found: ['SCH-003', 'main', 'Write it as a list: `[main]`'] },
  { name: 'no approvals', rules: own('approvals: 0'), found: ['SCH-003', '0', 'at least 1 (How many people must approve)'] },
  { name: 'fewer approvals than none', rules: own('approvals: -1'), found: ['SCH-003', '-1', 'at least 1'] },
  { name: 'no approvals below `any`', rules: own('any: [{approvals: 0}, {approvals: 2}]'), found: ['SCH-003', '0', 'at least 1'] },
  { name: 'no approvals of a change by machines', head: bot('').replace('approvals: 1', 'approvals: 0'), found: ['SCH-003', '0', 'at least 1'] },
  { name: 'no minutes', rules: own('approvals: 2, minimumAge: {minutes: 0}'), found: ['SCH-003', '0', 'at least 1'] },
  { name: 'no coverage', rules: own('approvals: 2, evidence: {coverage: [{name: a, by: b, atLeast: 0}]}'), found: ['SCH-003', '0', 'at least 1'] },
  { name: 'a number that is text', rules: own('approvals: "2"'), found: ['SCH-003', '"2"', 'must be a whole number'] },
  { name: 'an empty `all`', rules: own('approvals: 2, all: []'), found: ['SCH-003', '[]', 'Write at least 1'] },
  { name: 'an empty `any`', rules: own('approvals: 2, any: []'), found: ['SCH-003', '[]', 'Write at least 1'] },
  { name: 'an empty part', rules: own('any: [{}, {approvals: 2}]'), found: ['SCH-003', '{}', `Write one of its keys at least: ${leaf}, all, any`] },
  { name: 'an empty `not`', rules: when('not: {}'), found: ['SCH-003', '{}', `Write one of its keys at least: ${conditions}.`] },
  { name: 'empty authors', rules: when('authors: {}'), found: ['SCH-003', '{}', 'users, teams, roles, machines'] },
  { name: 'authors that are nobody', rules: when('authors: {users: []}'), found: ['SCH-003', '[]', 'Write at least 1'] },
  { name: 'no base', rules: when('base: []'), found: ['SCH-003', '[]', 'Write at least 1'] },
  { name: 'an empty prohibition', rules: '  - {id: own, require: {approvals: 2}, forbid: {}}', found: ['SCH-003', '{}', 'samePerson, pairs'] },
  { name: 'a prohibition of one part', rules: '  - {id: own, require: {approvals: 2}, forbid: {samePerson: [author]}}', found: ['SCH-003', '[author]', 'Write at least 2'] },
  { name: 'a part that is not known', rules: '  - {id: own, require: {approvals: 2}, forbid: {samePerson: [author, releaser]}}', found: ['SCH-004', 'releaser', 'Allowed: author (opened the pull request, or asked a machine to), contributor'] },
  { name: 'a change by no machine', head: bot('').replace('["dependabot[bot]"]', '[]'), found: ['SCH-003', '[]', 'Write at least 1'] },
  { name: 'a fourth level', rules: own('all: [{any: [{all: [{any: [{approvals: 1}]}]}]}]'), found: ['SCH-001', 'any', `in InnermostRequirement. Allowed here: ${leaf};`] },
  { name: '`not` in `not`', rules: when('not: {not: {base: [main]}}'), found: ['SCH-001', 'not', `Allowed here: ${conditions};`] },
  { name: 'a category below `not`', rules: when('not: {category: [emergency]}'), found: ['SCH-001', 'category', `Allowed here: ${conditions};`] },
  { name: 'a permission below write', rules: own('approvals: 2, from: {permission: read}'), found: ['SCH-004', 'read', 'Allowed: write (may push)'] },
  { name: 'a check of nobody', rules: own('approvals: 2, checks: [{name: ci}]'), found: ['SCH-002', '{', 'Add `by:`. Who must have posted it'] },
  { name: 'a check by its name alone', rules: own('approvals: 2, checks: [ci]'), found: ['SCH-003', 'ci', 'must be a mapping'] },
  { name: 'a scan of nobody', rules: own('approvals: 2, evidence: {scans: [{name: scan}]}'), found: ['SCH-002', '{', 'Add `by:`'] },
  { name: 'a result that is never enough', rules: own('approvals: 2, checks: [{name: ci, by: a, accept: [failure]}]'), found: ['SCH-004', 'failure', 'Allowed: success'] },
  { name: 'a workflow without its folder', rules: own('approvals: 2, workflows: [{path: ci.yml}]'), found: ['SCH-003', 'ci.yml', 'for example .github/workflows/ci.yml'] },
  { name: 'yes where approval is meant', rules: own('approvals: 2, changeRequest: true'), found: ['SCH-004', 'true', 'Allowed: approved (submitted, and every role that its category asks for has approved)'] },
  { name: 'no where only yes is there', rules: own('approvals: 2, exactCommit: false'), found: ['SCH-004', 'false', 'Allowed: true'] },
  { name: 'a day where a moment is asked for', head: 'freezes:\n  - {title: A, start: 2026-03-04, end: "2026-03-05T09:00:00Z"}', found: ['SCH-003', '2026-03-04', 'Write a moment with offset'] },
  { name: 'a freeze that ends before it begins', head: 'freezes:\n  - {title: A, start: "2026-03-04T10:00:00Z", end: "2026-03-04T09:00:00Z"}', found: ['REF-008', '"2026-03-04T09:00:00Z"', 'is before'] },
  { name: 'one key twice', rules: '  - id: own\n    require: {approvals: 2}\n    require: {approvals: 1}', found: ['YML-005', 'require', 'Keep one of them'] },
  { name: 'one id twice', rules: `${right}\n  - {id: own, require: {approvals: 1}}`, found: ['REF-001', 'own', 'is already the id of a gate-rule'] },
  { name: 'one id of a change by machines twice', head: bot('\n  - {id: up, machines: ["renovate[bot]"], paths: [a], approvals: 1, insteadOf: [own]}'), found: ['REF-001', 'up', 'is already the id of a bot-change'] },
  { name: 'a person who is not there', rules: own('approvals: 1, from: {users: [anna]}'), found: ['REF-002', 'anna', 'the person anna, which does not exist'] },
  { name: 'a team that is not there', rules: own('approvals: 1, from: {teams: [platfrm]}'), found: ['REF-002', 'platfrm', 'the team platfrm'] },
  { name: 'a role that is not there', rules: own('all: [{any: [{from: {roles: [tech_lead]}}]}]'), found: ['REF-002', 'tech_lead', 'the role tech_lead'] },
  { name: 'a person of a label who is not there', rules: `${right}\n  - {id: more, when: {not: {labels: {names: [a], setBy: {users: [anna]}}, base: [main]}}, require: {approvals: 1}}`, found: ['REF-002', 'anna', 'the person anna'] },
  { name: 'a team of authors that is not there', rules: `${right}\n  - {id: more, when: {authors: {teams: [platfrm]}}, require: {approvals: 1}}`, found: ['REF-002', 'platfrm', 'the team platfrm'] },
  { name: 'a pair that is not there', rules: `${right}\n  - {id: more, forbid: {pairs: [SOD-NOPE]}}`, found: ['REF-002', 'SOD-NOPE', 'the sod-pair SOD-NOPE'] },
  { name: 'a role of changes that is not there', head: 'changeApprovals:\n  normal: [tech_lead]', rules: own('approvals: 2, changeRequest: approved'), found: ['REF-002', 'tech_lead', 'the role tech_lead'], gate: 'pending' },
  { name: 'a change by machines for a rule that is not there', head: bot('').replace('[own]', '[onw]'), found: ['REF-002', 'onw', 'the gate-rule onw'], gate: 'approved' },
]

interface Said {
  readonly code: string
  readonly message: string
  readonly at: Location
}

describe.each(mistakes)(
  '$name',
  ({ rules = right, head = '', found: [code, shown, says], gate = 'not-determined' }) => {
    const files = baseFiles(rules, head)
    const { model, problems } = readProgram(files)
    const failures = failuresOf(runRules(model, { asOf: '2026-03-04', settings: defaultSettings }, everyRule))
    const said: readonly Said[] = [
      ...problems.map((problem) => ({ code: problem.code, message: problem.message, at: problem.at })),
      ...failures.map(({ rule, finding }) => ({ code: rule.id, message: finding.message, at: finding.at })),
    ].filter(({ at, code: of }) => at.file === 'compliance/gate-rules.yaml' && !of.startsWith('GAT-'))

    test('is refused by the check, once, where it stands', () => {
      const text = gateRules(rules, head)
      expect(said.map((one) => [one.code, textAt(text, one.at)])).toEqual([
        [code, shown === '{' ? expect.stringMatching(/^\{/) : shown],
      ])
      expect(said[0]?.message).toContain(says)
    })

    test('is not what the gate decides by', () => {
      expect(decide({ files, facts: { reviews: two } }).verdict).toBe(gate)
    })
  },
)
