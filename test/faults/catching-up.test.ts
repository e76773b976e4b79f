import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { ForgeUnreachable } from '../../src/model/forge-fault.ts'
import type { Forge, ListedPull } from '../../src/ports/forge.ts'
import { recordMergedPullRequests } from '../../src/usecases/record-merged.ts'
import { verifyEvidence } from '../../src/usecases/verify-evidence.ts'
import { fakeForge } from '../support/fake-forge.ts'
import { account, facts, gateRules, known, people, review, roles, twoReviewers } from '../support/gate-facts.ts'
import { GitSandbox } from '../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const places = {
  ...{ protectedBranch: 'main', documentsBranch: 'compliance-docs', programFolder: 'compliance', checkpoints: [] },
}
const headSha = 'a'.repeat(40)

interface Merge {
  readonly number: number
  readonly sha: string
  readonly at: string
}

let work = ''
let start = ''
let count = 0
let merges: Merge[] = []
beforeEach(() => {
  count += 1
  work = sandbox.work(`work-${count}`)
  merges = []
  for (const [path, text] of Object.entries({ people, roles, 'gate-rules': gateRules(twoReviewers) }))
    sandbox.write(work, `compliance/${path}.yaml`, text)
  start = sandbox.commit(work, 'start')
})

/** A pull request merged on a day, approved by two, of which no webhook came. */
function merge(number: number, day: string): void {
  sandbox.write(work, 'app.ts', `change ${number}`)
  merges.push({ number, sha: sandbox.commit(work, `change (#${number})`), at: `${day}T12:00:00Z` })
}

const snapshot = ({ number, sha, at }: Merge) =>
  facts({
    reviews: known(['ana', 'ben'].map((login, index) => review(login, { id: index + 1, commit: headSha }))),
    pull: {
      ...{ number, state: 'closed', merged: true, mergedAt: at, mergedBy: account('mia'), mergeSha: sha },
    },
  })
const listed = ({ number, sha, at }: Merge): ListedPull => ({
  ...{ number, base: 'main', headSha, merged: true, mergedAt: at, mergeSha: sha },
})

const portsAt = (at: string) => ({
  log: gitEvidenceLog({
    ...{ git: sandbox.git, remote: work, branch: 'compliance-evidence', scratch: sandbox.folder },
    ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
  }),
  history: gitHistory(sandbox.git, { where: { cwd: work } }),
  spool: fileSpool(sandbox.path('spool')),
  clock: { now: () => Date.parse(at) },
})

function record(at: string, over: Partial<Forge> = {}) {
  const ports = portsAt(at)
  const of = (number: number) => merges.find((one) => one.number === number) ?? { number, sha: headSha, at }
  const forge = fakeForge(facts(), [], {
    pull: async ({ number }) => listed(of(number)),
    pullRequestFacts: async ({ number }) => snapshot(of(number)),
    filesAt: (_repository, commit, folder, endings) => ports.history.filesAt(commit, folder, endings),
    pullsOfCommit: async (_repository, sha) => merges.filter((one) => one.sha === sha).map(listed),
    ...over,
  })
  const address = 'git+https://github.com/acme/shop'
  const create = {
    ...{ origin: 'github.com/acme/shop/evidence', repository: { id: '500', name: 'acme/shop' }, address },
    ...{ protectedBranch: 'main', mayBeUnsigned: true, baseline: start },
  }
  const request = { places, signer: undefined, producer: { tool: 'countersign/0.1.0', run: 'local' }, address, create }
  return recordMergedPullRequests({ owner: 'acme', name: 'shop', id: '500' }, request, { ...ports, forge })
}

const recorded = async () =>
  ((await verifyEvidence(places, portsAt('2026-12-01T00:00:00Z'))).log?.entries ?? []).flatMap(
    ({ record: { predicate } }) => (predicate.kind === 'change.merged' ? [predicate] : []),
  )

describe('fault 08: webhooks that never came, runs that were skipped', () => {
  test('the next run records what three days left behind, once, and each record says how late it is', async () => {
    await record('2026-03-01T00:00:00Z')
    for (const [number, day] of [
      [7, '2026-03-01'],
      [8, '2026-03-02'],
      [9, '2026-03-03'],
    ] as const)
      merge(number, day)
    expect(await record('2026-03-04T12:00:00Z')).toMatchObject({ pulls: [7, 8, 9], unexplained: [], more: false })
    expect((await recorded()).map(({ data, occurredAt, recordedAt }) => [data.pull, occurredAt, recordedAt])).toEqual([
      [7, '2026-03-01T12:00:00Z', '2026-03-04T12:00:00Z'],
      [8, '2026-03-02T12:00:00Z', '2026-03-04T12:00:00Z'],
      [9, '2026-03-03T12:00:00Z', '2026-03-04T12:00:00Z'],
    ])
    expect(await record('2026-03-04T13:00:00Z')).toMatchObject({ pulls: [], append: undefined })
  })

  test('a month takes several runs, which say that more waits, and ends with every merge once', async () => {
    for (let number = 1; number <= 45; number += 1)
      merge(number, new Date(Date.parse('2026-02-01T00:00:00Z') + number * 43_200_000).toISOString().slice(0, 10))
    const first = await record('2026-03-05T00:00:00Z')
    expect([first.more, first.pulls.length]).toEqual([true, 40])
    const second = await record('2026-03-05T01:00:00Z')
    expect([second.more, second.pulls.length]).toEqual([false, 5])
    const numbers = (await recorded()).map(({ data }) => data.pull)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 45 }, (_each, at) => at + 1))
    expect(await record('2026-03-05T02:00:00Z')).toMatchObject({ pulls: [], more: false, append: undefined })
  })
})

describe('fault 09: the forge stops answering in the middle of catching up', () => {
  test('nothing is recorded as if it were all, and the next run records it all', async () => {
    for (const [number, day] of [
      [7, '2026-03-01'],
      [8, '2026-03-02'],
    ] as const)
      merge(number, day)
    const limited = async (_repository: unknown, sha: string) => {
      if (sha === merges[0]?.sha) throw new ForgeUnreachable('when asked: the token has used up its rate limit')
      return merges.filter((one) => one.sha === sha).map(listed)
    }
    await expect(record('2026-03-03T00:00:00Z', { pullsOfCommit: limited })).rejects.toThrow('rate limit')
    expect(await recorded()).toEqual([])
    expect(await record('2026-03-03T01:00:00Z')).toMatchObject({ pulls: [7, 8], more: false })
  })
})
