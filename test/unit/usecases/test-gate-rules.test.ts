import { describe, expect, test } from 'vitest'
import { GateCasesReport as validate } from '../../../src/read/report-validators.gen.js'
import { printCases, statusOfCases } from '../../../src/report/print-gate-cases.ts'
import type { RulesSource } from '../../../src/usecases/judge-pull-request.ts'
import { testGateRules } from '../../../src/usecases/test-gate-rules.ts'
import { apart, baseFiles, byCategory, facts, known, review, twoReviewers } from '../../support/gate-facts.ts'
import { readXml } from '../../support/read-xml.ts'
import { filledProgram } from '../../support/starter-program.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const leads = '  - {id: leads, when: {paths: ["app/**"]}, require: {approvals: 1, from: {roles: [technical_lead]}}}'
const source = (rules: string): RulesSource => ({
  settings: undefined,
  files: baseFiles(rules, 'deployment: {merging: true}'),
  sha: undefined,
})
const plain = source(`${twoReviewers}\n${leads}\n${apart}`)
const head = 'apiVersion: countersign/v1\nkind: GateCases\nasOf: 2026-03-03\n'

const run = (text: string | Uint8Array, rules = plain, files: Readonly<Record<string, string>> = {}) =>
  testGateRules(
    [
      {
        file: { path: 'cases.yaml', bytes: typeof text === 'string' ? bytesOf(text) : text },
        read: async (path) => (files[path] === undefined ? undefined : { path, bytes: bytesOf(files[path]) }),
      },
    ],
    rules,
  )
/** One case with this `given` and `expect`, as flow mappings. */
const one = (given: string, expected: string) =>
  `${head}cases:\n  - name: it\n    given: ${given}\n    expect: ${expected}\n`

describe('what a case leaves out is ordinary', () => {
  test.each([
    ['nobody approved yet', '{}', 'pending'],
    ['two approve', '{approvals: [ana, ben]}', 'approved'],
    ['an account that People does not have approves', '{approvals: [ana, "@zoe"]}', 'approved'],
    ['an account of somebody in People', '{author: ana, approvals: ["@ben", "@ana"]}', 'pending'],
    ['the second account of the author', '{author: "@ada", approvals: ["@ada-home", ana]}', 'pending'],
    ['two accounts nobody knows', '{approvals: ["@zoe", "@yan"]}', 'approved'],
    ['the same account twice', '{approvals: ["@zoe", "@ZOE"]}', 'pending'],
    ['somebody who left', '{approvals: [gone, ben]}', 'pending'],
    ['the same before they left', '{on: 2026-02-01, approvals: [gone, ben]}', 'approved'],
    ['too little permission', '{approvals: [ana, ben], permissions: [{of: ben, is: read}]}', 'pending'],
    [
      'a permission nobody could read',
      '{approvals: [ana, ben], permissions: [{of: ben, is: unknown}]}',
      'not-determined',
    ],
    ['a machine', '{approvals: [ana, "@app[bot]"]}', 'pending'],
    ['a machine of People', '{approvals: [ana, robo]}', 'pending'],
    ['a role that is needed', '{paths: [app/a.ts], approvals: [ben, dan]}', 'pending'],
    ['a role that is held', '{paths: [app/a.ts], approvals: [ben, cleo]}', 'approved'],
    [
      'a role that is needed for where it was',
      '{paths: [{path: x.ts, from: app/a.ts}], approvals: [ben, dan]}',
      'pending',
    ],
    ['a draft', '{draft: true, approvals: [ana, ben]}', 'pending'],
    ['the text of a comment', '{approvals: [ana], comments: [ben]}', 'pending'],
    ['a commit by an approver', '{commits: [{by: ben}, {}], approvals: [ana, ben]}', 'pending'],
    ['a co-author', '{commits: [{coAuthors: [ben]}], approvals: [ana, ben]}', 'pending'],
    ['a commit of nobody', '{commits: [{unlinked: true}], approvals: [ana, ben]}', 'not-determined'],
    ['a push by an approver', '{pushes: [ben], approvals: [ana, ben]}', 'pending'],
    ['an old approval', '{approvals: [ana, {by: ben, at: old}]}', 'pending'],
    ['an approval that was re-bound', '{approvals: [ana, {by: ben, at: before-push}]}', 'pending'],
    ['an approval that was dismissed', '{approvals: [ana, {by: ben, dismissedBy: cleo}]}', 'pending'],
    ['an objection', '{approvals: [ana, ben], objections: [cleo]}', 'refused'],
    [
      'an objection that the author dismissed',
      '{author: ada, approvals: [ana, ben], objections: [{by: cleo, dismissedBy: ada}]}',
      'refused',
    ],
    [
      'an objection that somebody else dismissed',
      '{author: ada, approvals: [ana, ben], objections: [{by: cleo, dismissedBy: dan}]}',
      'approved',
    ],
    ['an approver merges', '{approvals: [ana, ben], merged: {by: ana}}', 'refused'],
    ['somebody else merges', '{approvals: [ana, ben], merged: {by: mia}}', 'approved'],
    ['an approver switches on auto-merge', '{approvals: [ana, ben], autoMergeBy: ana}', 'pending'],
    ['who asked a machine for it', '{author: "@app[bot]", requestedBy: ben, approvals: [ana, ben]}', 'pending'],
    ['reviews that are not known', '{approvals: [ana, ben], unknown: [reviews]}', 'not-determined'],
    ['commits that are not known', '{approvals: [ana, ben], unknown: [commits]}', 'not-determined'],
    ['files that are not known', '{approvals: [ben, dan], unknown: [files]}', 'not-determined'],
    ['pushes that are not known', '{approvals: [ana, ben], unknown: [pushes]}', 'not-determined'],
    ['another branch', '{base: develop, approvals: [ana, ben]}', 'approved'],
  ])('%s', async (_name, given, verdict) => {
    expect(await run(one(given, `{verdict: ${verdict}}`))).toMatchObject([{ outcome: 'passed', messages: [] }])
  })

  test.each([
    [
      'a check',
      '{id: ci, require: {checks: [{name: test, by: github-actions}]}}',
      '{checks: [{name: test}]}',
      'approved',
    ],
    [
      'a check that failed',
      '{id: ci, require: {checks: [{name: test, by: github-actions}]}}',
      '{checks: [{name: test, state: failure}]}',
      'refused',
    ],
    [
      'a check of another App',
      '{id: ci, require: {checks: [{name: test, by: github-actions}]}}',
      '{checks: [{name: test, by: evil}]}',
      'pending',
    ],
    ['no check', '{id: ci, require: {checks: [{name: test, by: github-actions}]}}', '{}', 'pending'],
    [
      'a label by the right one',
      '{id: l, when: {labels: {names: [x], setBy: {users: [ana]}}}, require: {approvals: 9}}',
      '{labels: [{name: x, by: ana}]}',
      'pending',
    ],
    ['no label', '{id: l, when: {labels: {names: [x]}}, require: {approvals: 9}}', '{}', 'approved'],
    [
      'a label by the wrong one, which only adds',
      '{id: l, when: {labels: {names: [x], setBy: {users: [ana]}}}, require: {approvals: 9}}',
      '{labels: [{name: x, by: eve}]}',
      'pending',
    ],
    ['time that passed', '{id: ripe, require: {minimumAge: {minutes: 90}}}', '{waitedMinutes: 200}', 'approved'],
    ['time that did not', '{id: ripe, require: {minimumAge: {minutes: 600}}}', '{waitedMinutes: 200}', 'pending'],
    ['a signature', '{id: s, require: {signatures: verified}}', '{commits: [{signed: true}]}', 'approved'],
    ['none', '{id: s, require: {signatures: verified}}', '{}', 'refused'],
    ['a fork', '{id: f, when: {headRepository: fork}, require: {approvals: 9}}', '{fork: true}', 'pending'],
    ['no fork', '{id: f, when: {headRepository: fork}, require: {approvals: 9}}', '{}', 'approved'],
    ['code owners', '{id: o, require: {codeOwners: approved}}', '{codeOwners: "* @cleo"}', 'pending'],
    ['the title', '{id: t, when: {title: ["WIP*"]}, require: {approvals: 9}}', '{title: WIP later}', 'pending'],
  ])('%s', async (_name, rule, given, verdict) => {
    const more = given.replace(/\}$/, `${given === '{}' ? '' : ', '}approvals: [ana, ben]}`)
    const results = await run(one(more, `{verdict: ${verdict}}`), source(`${twoReviewers}\n  - ${rule}`))
    expect(results).toMatchObject([{ outcome: 'passed', messages: [] }])
  })

  test.each([
    ['an emergency', '{author: ada, change: {category: emergency}, approvals: [dan]}', 'approved'],
    ['an emergency without the role', '{author: ada, change: {category: emergency}, approvals: [ana]}', 'pending'],
    [
      'asked for by whoever approves',
      '{author: ada, change: {category: emergency, requestedBy: dan}, approvals: [dan]}',
      'pending',
    ],
    [
      'a draft of a change request',
      '{author: ada, change: {category: emergency, status: draft}, approvals: [dan]}',
      'pending',
    ],
    [
      'change requests that are not known',
      '{author: ada, change: {category: emergency}, approvals: [dan], unknown: [change-requests]}',
      'not-determined',
    ],
  ])('%s', async (_name, given, verdict) => {
    expect(await run(one(given, `{verdict: ${verdict}}`), source(byCategory))).toMatchObject([{ messages: [] }])
  })
})

describe('an expectation that does not hold says what is', () => {
  test.each([
    ['{approvals: [ana]}', '{verdict: approved}', 'verdict: expected approved, is pending'],
    [
      '{approvals: [ana]}',
      '{verdict: pending, says: nonsense}',
      'says: expected `nonsense`, which neither the summary nor a note holds',
    ],
    [
      '{approvals: [ana]}',
      '{verdict: pending, rules: {two-reviewers: approved}}',
      'rules: two-reviewers is expected to be approved, is pending: 1 of 2',
    ],
    ['{}', '{verdict: pending, rules: {leads: pending}}', 'rules: leads is expected to be pending, is not-applicable'],
    [
      '{}',
      '{verdict: pending, rules: {two-reviewer: pending}}',
      'rules: there is no rule two-reviewer; did you mean two-reviewers?',
    ],
    ['{}', '{verdict: pending, unblockedBy: [ana]}', 'unblockedBy: expected ana, is nobody'],
    ['{paths: [app/x]}', '{verdict: pending, unblockedBy: [ana]}', 'unblockedBy: expected ana, is ana, cleo'],
    ['{paths: [app/x]}', '{verdict: pending, unblockedBy: []}', 'unblockedBy: expected nobody, is ana, cleo'],
    [
      '{approvals: [ana, ben]}',
      '{verdict: approved, unblockedBy: anybody}',
      'unblockedBy: expected anybody, but no approval is missing',
    ],
    ['{approvals: [ana, ben]}', '{verdict: approved, counted: [ana]}', 'counted: expected ana, is ana, ben'],
    [
      '{approvals: [ana, ben]}',
      '{verdict: approved, counted: [ana, cleo]}',
      'counted: expected ana, cleo, is ana, ben',
    ],
    ['{approvals: [ana, ben]}', '{verdict: approved, notCounted: [ana]}', 'notCounted: ana is counted'],
    ['{approvals: [ana, ben]}', '{verdict: approved, notCounted: ["@zoe"]}', 'notCounted: @zoe has not reviewed'],
  ])('%s and %s', async (given, expected, says) => {
    const [result] = await run(one(given, expected))
    expect(result?.outcome).toBe('failed')
    expect(result?.messages.join('\n')).toContain(says)
    expect(result?.at).toMatchObject({ file: 'cases.yaml', line: 5 })
  })

  test.each([
    ['{}', '{verdict: pending, unblockedBy: anybody}'],
    ['{paths: [app/x]}', '{verdict: pending, unblockedBy: [cleo, ana]}'],
    ['{paths: [app/x], author: ana}', '{verdict: pending, unblockedBy: [cleo]}'],
    [
      '{approvals: [ana, eve], permissions: [{of: eve, is: read}]}',
      '{verdict: pending, counted: [ana], notCounted: ["@eve"], says: 1 of 2}',
    ],
  ])('%s and %s holds', async (given, expected) => {
    expect(await run(one(given, expected))).toMatchObject([{ outcome: 'passed', messages: [] }])
  })
})

describe('people of the cases instead of those of the program', () => {
  const cast = `${head}people:\n  - {id: x}\n  - {id: y, roles: [technical_lead]}\n  - {id: z_, roles: [security_reviewer]}\n  - {id: z}\n`
  const casts = (given: string, expected: string) =>
    `${cast}cases:\n  - {name: it, given: ${given}, expect: ${expected}}\n`

  test.each([
    ['{author: x, paths: [app/a], approvals: [y, z]}', '{verdict: approved, counted: [y, z]}'],
    ['{author: x, paths: [app/a], approvals: [x, z]}', '{verdict: pending, unblockedBy: [y]}'],
    ['{author: x, approvals: [z, z_]}', '{verdict: approved}'],
  ])('%s and %s', async (given, expected) => {
    expect(await run(casts(given, expected))).toMatchObject([{ outcome: 'passed', messages: [] }])
  })

  test.each([
    [casts('{author: ana}', '{verdict: pending}'), 'Nobody in People has the id ana'],
    [
      cast.replace('technical_lead', 'technical_leed').concat('cases: [{name: it, expect: {verdict: pending}}]\n'),
      'there is no role technical_leed',
    ],
    [
      cast
        .replace('{id: x}', '{id: x, teams: [plattform]}')
        .concat('cases: [{name: it, expect: {verdict: pending}}]\n'),
      'there is no team plattform',
    ],
    [
      cast.replace('{id: z}', '{id: y}').concat('cases: [{name: it, expect: {verdict: pending}}]\n'),
      'the id y is given twice',
    ],
  ])('are refused: %#', async (text, says) => {
    const results = await run(text)
    expect(results).toMatchObject([{ outcome: 'unusable' }])
    expect(results[0]?.messages.join('\n')).toContain(says)
  })
})

describe('what means nothing is not decided, and says where', () => {
  test.each<[string, string, string, number]>([
    [
      'a name that is misspelt',
      one('{approvals: [anna]}', '{verdict: pending}'),
      'Nobody in People has the id anna. Did you mean `ana`?',
      6,
    ],
    [
      'a change request that nobody asks for',
      one('{change: {}}', '{verdict: pending}'),
      'Nobody asks for the change request',
      6,
    ],
    ['a key nobody knows', one('{approval: [ana]}', '{verdict: pending}'), 'Unknown key `approval`', 6],
    [
      'a key nobody knows, with what is allowed',
      one('{}', '{verdict: pending, say: x}'),
      'Allowed here: verdict, says, unblockedBy, counted, notCounted, rules',
      7,
    ],
    ['a verdict nobody knows', one('{}', '{verdict: green}'), 'verdict', 7],
    ['no verdict', one('{}', '{}'), 'has no `verdict`', 7],
    ['an account without quotes', one('{approvals: [@ana]}', '{verdict: pending}'), '', 6],
    ['another kind', 'apiVersion: countersign/v1\nkind: GateRules\nrules: []\n', 'This is no file of cases', 2],
    ['a list', '- a\n', 'A file of cases is a mapping', 1],
    ['nothing', '', 'The file holds no cases', 1],
    [
      'two documents',
      `${one('{}', '{verdict: pending}')}---\n${head}cases: []\n`,
      'A file of cases is one document',
      9,
    ],
    [
      'two of one name',
      `${head}cases:\n  - {name: it, expect: {verdict: pending}}\n  - {name: it, expect: {verdict: pending}}\n`,
      'There is another case `it` above',
      6,
    ],
    [
      'facts beside what is given',
      `${head}cases:\n  - {name: it, given: {}, facts: f.json, expect: {verdict: pending}}\n`,
      'exclude each other',
      5,
    ],
    [
      'facts that are not there',
      `${head}cases:\n  - {name: it, facts: f.json, expect: {verdict: pending}}\n`,
      'There is no file f.json',
      5,
    ],
    [
      'facts that are none',
      `${head}cases:\n  - {name: it, facts: bad.json, expect: {verdict: pending}}\n`,
      'bad.json does not hold facts',
      5,
    ],
    [
      'facts elsewhere',
      `${head}cases:\n  - {name: it, facts: ../../etc/passwd.json, expect: {verdict: pending}}\n`,
      'Write the path of a JSON file below the folder',
      5,
    ],
    ['no day', one('{}', '{verdict: pending}').replace('asOf: 2026-03-03\n', ''), 'has no `asOf`', 1],
    ['a key that changes objects', one('{__proto__: {}}', '{verdict: pending}'), '__proto__', 6],
  ])('%s', async (_name, text, says, line) => {
    const results = await run(text, plain, { 'bad.json': '{"schema":"x"}' })
    expect(results.length).toBeGreaterThan(0)
    expect(results.every(({ outcome }) => outcome === 'unusable')).toBe(true)
    expect(results.map(({ messages }) => messages.join('\n')).join('\n')).toContain(says)
    expect(results[0]?.at.line).toBe(line)
    expect(statusOfCases(results)).toBe(2)
  })

  test('one of them does not keep the others from being decided', async () => {
    const results = await run(
      `${head}cases:\n  - {name: a, given: {author: nobody}, expect: {verdict: pending}}\n  - {name: b, expect: {verdict: pending}}\n`,
    )
    expect(results.map(({ outcome }) => outcome)).toEqual(['unusable', 'passed'])
  })

  test('bytes that are no text', async () => {
    expect(await run(new Uint8Array([0xff, 0xfe, 0x00]))).toMatchObject([{ outcome: 'unusable' }])
  })
})

test('facts of a file are decided as they are', async () => {
  const kept = JSON.stringify(facts({ reviews: known([review('ana'), review('ben')]) }))
  const text = `${head}cases:\n  - {name: it, facts: kept/f.json, expect: {verdict: approved, counted: [ana, ben]}}\n`
  expect(await run(text, plain, { 'kept/f.json': kept })).toMatchObject([{ outcome: 'passed', messages: [] }])
})

test('what the file says of every case, a case replaces', async () => {
  const text = `${head}given: {author: ana, approvals: [ben]}\ncases:
  - {name: a, expect: {verdict: pending, counted: [ben]}}
  - {name: b, given: {author: "@zoe", approvals: [ana, ben]}, expect: {verdict: approved}}
`
  expect(await run(text)).toMatchObject([{ messages: [] }, { messages: [] }])
})

test('rules that cannot be read decide nothing', async () => {
  const results = await run(one('{approvals: [ana, ben]}', '{verdict: approved}'), source('  - {id: x, requires: {}}'))
  expect(results).toMatchObject([{ outcome: 'failed', summary: expect.stringContaining('cannot be read') }])
})

describe('the cases that the starter brings', () => {
  const files = filledProgram()
  const textOf = (path: string) => {
    const file = files.find((one) => one.path === path)
    return file !== undefined && 'bytes' in file ? new TextDecoder().decode(file.bytes) : ''
  }
  const cases = textOf('compliance/gate-cases.yaml')
  const rules = textOf('compliance/gate-rules.yaml')
  const starter = (text = rules): RulesSource => ({
    settings: undefined,
    files: files.map((one) => (one.path === 'compliance/gate-rules.yaml' ? { ...one, bytes: bytesOf(text) } : one)),
    sha: undefined,
  })

  test('hold', async () => {
    const results = await run(cases, starter())
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(results.length).toBeGreaterThanOrEqual(15)
  })

  test.each([
    [
      'one reviewer is enough',
      /approvals: 2/,
      'approvals: 1',
      'One approval is not enough, and the first line says who is missing',
    ],
    [
      "changes need nobody's agreement",
      /changeRequest: approved/,
      'approvals: 1',
      'Two colleagues without the roles are two reviewers, but nobody agreed to the change',
    ],
    [
      'anybody agrees to an emergency',
      /emergency: \[on_call_manager\]/,
      'emergency: [technical_lead]',
      'An emergency needs the on-call manager alone, and a review afterwards',
    ],
    ['no review is owed', / {6}reviewAfter:\n.*\n.*\n/, '', ''],
    [
      "the program is anybody's",
      /roles: \[security_reviewer\]/,
      'permission: write',
      'A change to the program, its rules or the pipeline needs the security reviewer',
    ],
    [
      'merging does not deploy',
      /merging: true/,
      'merging: false',
      'Whoever approved it does not merge it, where merging releases',
    ],
    [
      'approvers may deploy',
      /samePerson: \[approver, deployer\]/,
      'samePerson: [author, approver]',
      'Whoever approved it does not merge it, where merging releases',
    ],
  ])('turn red where %s', async (_name, from, to, name) => {
    const changed = rules.replace(from, to)
    expect(changed).not.toBe(rules)
    const results = await run(cases, starter(changed))
    // An emergency owes a review also where no rule says so.
    const red = results.filter(({ outcome }) => outcome === 'failed').map((result) => result.name)
    if (name === '') expect(red).toEqual([])
    else expect(red).toContain(name)
  })
})

describe('results', () => {
  const text = `${head}cases:
  - {name: good, expect: {verdict: pending}}
  - {name: "bad \\e[31m | <b>", expect: {verdict: approved}}
  - {name: none, given: {author: nobody}, expect: {verdict: pending}}
`
  test('for a person', async () => {
    const printed = printCases(await run(text), 'pretty', false, '1970-01-01')
    expect(printed).toContain('✓ good\n✗ bad \\u001b[31m | <b>\n    cases.yaml:6:')
    expect(printed).toContain('    verdict: expected approved, is pending\n    the gate says: Waiting')
    expect(printed).toMatch(/\n1 passed, 1 failed, 1 unusable\.\n$/)
    expect(printed).not.toContain('\u001b')
  })

  test('for programs', async () => {
    const results = await run(text)
    const parsed: unknown = JSON.parse(printCases(results, 'json', false, '1970-01-01'))
    expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
    expect(parsed).toMatchObject({ counts: { passed: 1, failed: 1, unusable: 1 } })
    const junit = printCases(results, 'junit', false, '1970-01-01')
    expect(readXml(junit)).toBeDefined()
    expect(junit).toContain('tests="3" failures="1" errors="1" skipped="0"')
    const github = printCases(results, 'github', false, '1970-01-01')
    expect(github.split('\n').filter((line) => line.startsWith('::error file=cases.yaml,line='))).toHaveLength(2)
  })

  test('without a case nothing was tested, in every form', async () => {
    const results = await run(`${head}cases: []\n`)
    expect(statusOfCases(results)).toBe(3)
    expect(printCases(results, 'pretty', false, '1970-01-01')).toContain('Nothing was tested')
    expect(printCases(results, 'junit', false, '1970-01-01')).toContain('errors="1"')
    expect(printCases(results, 'github', false, '1970-01-01')).toContain('Nothing was tested')
  })
})
