import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import type { DeploymentFacts } from '../../../src/model/facts.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import {
  type RecordRequest,
  recordDeploymentFacts,
  recordPullRequestFacts,
} from '../../../src/usecases/record-from-facts.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { deployment, deploymentFacts } from '../../support/deployment-facts.ts'
import {
  account,
  facts,
  gateRules,
  known,
  merged,
  people,
  review,
  roles,
  twoReviewers,
} from '../../support/gate-facts.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const work = sandbox.work('shop')
const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const ports = {
  log: gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  }),
  history: gitHistory(sandbox.git, { where: { cwd: work } }),
  spool: fileSpool(sandbox.path('spool')),
  clock: { now: () => Date.parse('2026-03-05T00:00:00Z') },
}
const address = 'git+https://github.com/acme/shop'
const change = (message: string) => {
  sandbox.write(work, 'app.ts', message)
  return sandbox.commit(work, message)
}

let [start, waiting, good, topic] = ['', '', '', '']
let request: RecordRequest

/** main: start, then #1 that was merged while it waited, then #2 that was approved. */
beforeAll(async () => {
  for (const [path, text] of Object.entries({ people, roles, 'gate-rules': gateRules(twoReviewers) }))
    sandbox.write(work, `compliance/${path}.yaml`, text)
  start = sandbox.commit(work, 'start')
  waiting = change('waiting (#1)')
  sandbox.run(work, 'checkout', '-q', '-b', 'topic')
  topic = change('topic')
  sandbox.run(work, 'checkout', '-q', 'main')
  good = change('good (#2)')
  const create = {
    origin: 'github.com/acme/shop/evidence',
    repository: { id: '500', name: 'acme/shop' },
    address,
    protectedBranch: 'main',
    mayBeUnsigned: true,
    baseline: start,
  }
  request = { places, signer: undefined, producer: { tool: 'countersign/0.1.0', run: 'local' }, address, create }
  const pull = (number: number, mergeSha: string, approvers: readonly string[]) =>
    facts({
      reviews: known(approvers.map((login) => review(login))),
      pull: { ...merged('mia'), number, mergeSha },
    })
  const snapshots = [pull(1, waiting, ['ana']), pull(2, good, ['ana', 'ben'])]
  await recordPullRequestFacts(snapshots, request, ports)
})

let id = 0
async function recorded(more: Partial<DeploymentFacts>) {
  id += 1
  const made = deployment({ id, creator: account('dan') })
  const snapshot = deploymentFacts({ deployment: made, sha: good, previousSha: start, ...more })
  const { records } = await recordDeploymentFacts(snapshot, request, ports)
  const [predicate] = records.map((record) => record.predicate)
  if (predicate?.kind !== 'deployment') throw new Error('no deployment was recorded')
  return { verdict: predicate.data.verdict, said: predicate.data.reasons.join('\n') }
}

test('what brings a change that waited is refused', async () => {
  expect(await recorded({ commits: known([waiting, good]) })).toEqual({
    verdict: 'refused',
    said: expect.stringContaining('#1 was merged without its approvals'),
  })
})

test('facts that begin after that change do not make it the beginning of the next deployment', async () => {
  expect(await recorded({ previousSha: waiting, commits: known([good]) })).toEqual({
    verdict: 'not-determined',
    said: expect.stringContaining('the facts do not begin at the last deployment in the log'),
  })
})

test('facts that leave that change out are no better', async () => {
  expect(await recorded({ commits: known([good]) })).toEqual({
    verdict: 'not-determined',
    said: expect.stringContaining('the facts do not have the commits that git has'),
  })
})

test('a commit beside the branch is refused, whatever the facts say of it', async () => {
  expect(await recorded({ sha: topic, commits: known([waiting, topic]) })).toEqual({
    verdict: 'refused',
    said: expect.stringContaining(`${topic.slice(0, 7)} never was the tip of main`),
  })
})

describe('who let the run into the environment', () => {
  const run = (more: Partial<NonNullable<DeploymentFacts['run']>> = {}) => ({
    ...{ id: 70 + id, attempt: 1, actor: account('dan'), triggeringActor: account('dan'), reruns: known([]) },
    ...more,
  })
  const answers = (...given: readonly (readonly [string, 'approved' | 'rejected'])[]) =>
    known(given.map(([login, state]) => ({ by: account(login), state })))
  const recordIt = async (snapshot: DeploymentFacts) => (await recordDeploymentFacts(snapshot, request, ports)).append
  const approvals = async () => {
    const { log } = await verifyEvidence(places, ports)
    return (log?.entries ?? []).flatMap(({ record: { predicate } }) =>
      predicate.kind === 'environment.approval' ? [predicate] : [],
    )
  }
  const snapshotOf = (more: Partial<DeploymentFacts>) => {
    id += 1
    return deploymentFacts({
      deployment: deployment({ id, creator: account('dan') }),
      sha: good,
      previousSha: start,
      ...more,
    })
  }

  test('is recorded once, with who asked, and whether they let themselves in', async () => {
    const before = (await approvals()).length
    const snapshot = snapshotOf({
      run: run(),
      environmentApprovals: answers(['ana', 'approved'], ['dan', 'approved'], ['ben', 'rejected'], ['ana', 'approved']),
    })
    await recordIt(snapshot)
    const again = await recordIt({ ...snapshot, collectedAt: '2026-03-04T23:00:00Z' })
    expect(again.outcome.kind).toBe('nothing-new')
    const made = (await approvals()).slice(before)
    expect(made.map(({ actor, data, result }) => [actor.login, data.state, data.selfApproved, result])).toEqual([
      ['ana', 'approved', false, 'pass'],
      ['dan', 'approved', true, 'fail'],
      ['ben', 'rejected', false, 'none'],
    ])
    expect(made[0]).toMatchObject({
      key: `github:500/approval/${snapshot.run?.id}/production/3/approved`,
      occurredAt: snapshot.deployment?.createdAt,
      data: { environment: 'production', sha: good, requestedBy: { login: 'dan' } },
    })
  })

  test('of a later attempt is another fact, and not known where who started one of them answered', async () => {
    const before = (await approvals()).length
    const first = run({ id: 900 })
    await recordIt(snapshotOf({ run: first, environmentApprovals: answers(['ana', 'approved']) }))
    const second = { ...first, attempt: 2, triggeringActor: account('ana') }
    await recordIt(snapshotOf({ run: second, environmentApprovals: answers(['ana', 'approved'], ['ben', 'approved']) }))
    expect((await approvals()).slice(before).map(({ key, data, result }) => [key, data.selfApproved, result])).toEqual([
      ['github:500/approval/900/production/3/approved', false, 'pass'],
      ['github:500/approval/900/production/3/approved/2', null, 'not-determined'],
      ['github:500/approval/900/production/4/approved/2', false, 'pass'],
    ])
  })

  test('is not made up where it could not be read, or is not understood', async () => {
    const before = (await approvals()).length
    await recordIt(snapshotOf({ run: run({ id: 901 }), environmentApprovals: { known: false, why: 'HTTP 403.' } }))
    await recordIt(
      snapshotOf({ run: run({ id: 902 }), environmentApprovals: known([{ by: account('ana'), state: 'unknown' }]) }),
    )
    expect((await approvals()).length).toBe(before)
  })
})
