import { expect, test } from 'vitest'
import { gatePullRequest } from '../../../src/usecases/gate-pull-request.ts'
import { here, openGateRepository } from '../../support/gate-repository.ts'
import { expectContractKept } from '../../support/github/fake-github.ts'

test('a status costs five requests, three where it stands already', async () => {
  const stage = await openGateRepository()
  try {
    const { github, forge } = stage
    const { number } = await stage.proposal()
    const run = async (post: boolean) => {
      github.requests.length = 0
      await gatePullRequest({ ...here, number }, { post, poster: 'github-actions[bot]' }, { forge })
      return github.requests.map(({ operation }) => operation).sort()
    }
    const judging = await run(false)
    const list = 'repos/list-commit-statuses-for-ref'
    const again = ['git/get-ref', 'pulls/get']
    expect(await run(true)).toEqual([...judging, ...again, list, list, 'repos/create-commit-status'].sort())
    expect(await run(true)).toEqual([...judging, ...again, list].sort())
    expectContractKept(github)
  } finally {
    await stage.close()
  }
})
