import { afterAll, beforeAll, expect, test } from 'vitest'
import { mayChangeRules } from '../../../src/usecases/pushed-rules.ts'
import { type GateRepository, here, openGateRepository } from '../../support/gate-repository.ts'
import { expectContractKept } from '../../support/github/fake-github.ts'

let stage: GateRepository
let count = 0
beforeAll(async () => {
  stage = await openGateRepository()
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

/** A branch that starts at main, and the ids before and after a push of these files. */
async function pushed(files: Readonly<Record<string, string | null>>, onto?: string) {
  const before = await stage.repo.tipOf('main')
  const branch = `push-${++count}`
  const after = await stage.repo.commit(branch, { files, author: stage.users.ada, onto: onto ?? before })
  return { before, after }
}

test.each([
  ['other files', { 'src/a.ts': 'a\n', 'compliance-notes.md': 'n\n', 'docs/countersign.yaml': 'x: 1\n' }, false],
  ['the settings', { 'countersign.yaml': 'apiVersion: countersign/v1\nkind: Config\nprogram: compliance\n' }, true],
  ['people', { 'compliance/people.yaml': null }, true],
  ['a text of the program', { 'compliance/notes.md': 'n\n' }, true],
  ['code owners', { '.github/CODEOWNERS': '* @ana\n' }, true],
  [
    'a file that is moved out of the program',
    { 'compliance/gate-rules.yaml': null, 'old-rules.yaml': undefined },
    true,
  ],
  ['settings that cannot be read', { 'countersign.yaml': 'kind: [\n' }, true],
] as const)('%s: %j is %s', async (_name, files, wanted) => {
  const moved = await stage.repo.tipOf('main')
  const text = await stage.forge.filesAt(here, moved, 'compliance/gate-rules.yaml', ['.yaml'])
  const rules = text[0] !== undefined && 'bytes' in text[0] ? Buffer.from(text[0].bytes).toString() : ''
  const given: Record<string, string | null> = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, content ?? null]),
  )
  if ('old-rules.yaml' in files) given['old-rules.yaml'] = rules
  expect(await mayChangeRules(here, await pushed(given), stage.forge)).toBe(wanted)
})

test('what cannot be shown to be the same is taken for a change', async () => {
  const { forge, repo, users } = stage
  const first = await repo.tipOf('main')
  const many = Object.fromEntries(Array.from({ length: 300 }, (_file, at) => [`many/${at}.txt`, `${at}\n`]))
  expect(await mayChangeRules(here, await pushed(many), forge)).toBe(true)
  // A push by force that throws a commit of the rules away.
  await repo.commit('forced', { files: { 'compliance/note.yaml': 'n: 1\n' }, author: users.ada, onto: first })
  const before = await repo.tipOf('forced')
  const { after } = await pushed({ 'other.txt': 'o\n' }, first)
  expect(await mayChangeRules(here, { before, after }, forge)).toBe(true)
  expect(await mayChangeRules(here, { before, after: first }, forge)).toBe(true)
  expect(await mayChangeRules(here, { before: 'd'.repeat(40), after }, forge)).toBe(true)
  const withdraw = stage.github.inject({
    operation: 'repos/compare-commits-with-basehead',
    fault: { kind: 'status', status: 500 },
  })
  expect(await mayChangeRules(here, { before: first, after }, forge)).toBe(true)
  withdraw()
  expect(await mayChangeRules(here, { before: first, after: first }, forge)).toBe(false)
})
