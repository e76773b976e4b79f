import { afterAll, expect, test } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import type { Git } from '../../../src/adapters/git-process.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const work = sandbox.work('shop')
for (const text of ['1', '2', '3']) {
  sandbox.write(work, 'PIN', text)
  sandbox.commit(work, text)
}

/** Streams that were begun and not ended: each keeps the process alive until its time is over. */
let open = 0
const git: Git = {
  ...sandbox.git,
  async *stream(call) {
    open += 1
    try {
      yield* sandbox.git.stream(call)
    } finally {
      open -= 1
    }
  },
}
const history = gitHistory(git, { where: { cwd: work } })
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()

test('versions of a file, newest first, and nothing is left running', async () => {
  const { versions, more } = await history.fileVersions('HEAD', 'PIN', 10)
  const texts: string[] = []
  for await (const { bytes } of versions) texts.push(textOf(bytes))
  expect([texts, more, open]).toEqual([['3', '2', '1'], false, 0])
})

test('nor where the reader leaves early', async () => {
  const { versions } = await history.fileVersions('HEAD', 'PIN', 10)
  for await (const { bytes } of versions) {
    expect(textOf(bytes)).toBe('3')
    break
  }
  expect(open).toBe(0)
})
