import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/action-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

// Slow, for the Action asks several times before it gives up.
test.each([
  ['nobody listens', { GITHUB_API_URL: 'http://127.0.0.1:9' }],
  ['there is no such server', { GITHUB_API_URL: 'http://forge.invalid/api/v3' }],
])('%s: not determined, in one sentence', async (_name, env) => {
  const pull = await stage.proposal()
  const result = await stage.gate(pull, { env })
  expect(result).toMatchObject({ status: 3, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '3' } })
  expect(result.annotations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Not determined: The forge did not answer /),
  ])
  expect(result.visible).not.toContain(stage.token)
})

test('a forge that is in trouble all the time', async () => {
  const pull = await stage.proposal()
  const withdraw = stage.github.inject({ operation: 'pulls/list-reviews', fault: { kind: 'status', status: 502 } })
  const result = await stage.gate(pull)
  withdraw()
  expect(result).toMatchObject({ status: 3, stderr: '', outputs: { verdict: 'not-determined' } })
  expect(stage.status(pull.headSha)?.state).not.toBe('success')
})
