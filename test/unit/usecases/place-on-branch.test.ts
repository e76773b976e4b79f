import { afterAll, expect, test } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { placeOnBranch } from '../../../src/usecases/place-on-branch.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

/** main: start - one - merge - last; side: start - s, merged; topic: one - t. */
const work = sandbox.work('shop')
const commit = (name: string) => {
  sandbox.write(work, `${name}.txt`, name)
  return sandbox.commit(work, name)
}
const start = commit('start')
sandbox.run(work, 'checkout', '-q', '-b', 'side')
const side = commit('side')
sandbox.run(work, 'checkout', '-q', 'main')
const one = commit('one')
sandbox.run(work, 'checkout', '-q', '-b', 'topic')
const topic = commit('topic')
sandbox.run(work, 'checkout', '-q', 'main')
sandbox.run(work, 'merge', '-q', '--no-ff', '-m', 'merge', 'side')
const merge = sandbox.run(work, 'rev-parse', 'HEAD')
const last = commit('last')
const gone = 'f'.repeat(40)

const history = gitHistory(sandbox.git, { where: { cwd: work } })

// biome-ignore format: one row, one line
test.each([
  { name: 'the tip', sha: last, previousSha: start, isOn: true, line: [one, merge, last] },
  { name: 'a commit that was the tip', sha: merge, previousSha: one, isOn: true, line: [merge] },
  { name: 'the first commit', sha: start, previousSha: null, isOn: true, line: undefined },
  { name: 'a commit that a merge brought in', sha: side, previousSha: start, isOn: false, line: [side] },
  { name: 'a commit of a branch that was not merged', sha: topic, previousSha: one, isOn: false, line: [topic] },
  { name: 'going back', sha: one, previousSha: last, isOn: true, line: [] },
  { name: 'a commit that is not here', sha: gone, previousSha: start, isOn: undefined, line: undefined },
  { name: 'a deployment before that is not here', sha: last, previousSha: gone, isOn: true, line: undefined },
])('$name', async ({ sha, previousSha, isOn, line }) => {
  expect(await placeOnBranch(history, last, { sha, previousSha })).toEqual({ isOn, line })
})

test('a shallow clone proves that a commit is on the branch, and never that it is not', async () => {
  sandbox.run(sandbox.folder, 'clone', '-q', '--depth', '2', '--no-single-branch', `file://${work}`, 'shallow')
  const shallow = gitHistory(sandbox.git, { where: { cwd: sandbox.path('shallow') } })
  expect(await placeOnBranch(shallow, last, { sha: merge, previousSha: null })).toEqual({ isOn: true, line: undefined })
  expect(await placeOnBranch(shallow, last, { sha: topic, previousSha: one })).toEqual({
    isOn: undefined,
    line: undefined,
  })
})
