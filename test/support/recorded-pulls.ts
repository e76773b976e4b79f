import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import type { PullFacts, PullRequestFacts } from '../../src/model/facts.ts'
import { appendEvidence } from '../../src/usecases/append-evidence.ts'
import { type AttachedRecord, mergedRecord } from '../../src/usecases/change-records.ts'
import { landingAt } from '../../src/usecases/find-landing.ts'
import { judgePullRequest } from '../../src/usecases/judge-pull-request.ts'
import { recordPullRequestFacts } from '../../src/usecases/record-from-facts.ts'
import { rulesAt } from '../../src/usecases/rules-at.ts'
import {
  account,
  apart,
  commit,
  facts,
  gateRules,
  known,
  opened,
  people,
  review,
  roles,
  twoReviewers,
} from './gate-facts.ts'
import type { GitSandbox } from './git-sandbox.ts'

const places = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const address = 'git+https://github.com/acme/shop'
const settings = 'apiVersion: countersign/v1\nkind: Config\nprogram: compliance\nprotectedBranch: main\n'

/** A repository with a small program, in which pull requests are merged and recorded in an unsigned log. */
export function recordedPulls(sandbox: GitSandbox, name: string) {
  const work = sandbox.work(name)
  const write = (path: string, text: string) => sandbox.write(work, path, text)
  write('countersign.yaml', settings)
  write('compliance/people.yaml', people)
  write('compliance/roles.yaml', roles)
  write(
    'compliance/gate-rules.yaml',
    gateRules(
      `${twoReviewers}\n${apart}\n  - {id: leads, require: {approvals: 1, from: {roles: [technical_lead]}}}`,
      'deployment: {merging: true}',
    ),
  )
  const start = sandbox.commit(work, 'start')
  const logAt = (remote: string) =>
    gitEvidenceLog({
      git: sandbox.git,
      remote,
      branch: 'compliance-evidence',
      scratch: sandbox.folder,
      pause: async () => undefined,
      random: () => 0,
      elapsed: () => 0,
    })
  const history = gitHistory(sandbox.git, { where: { cwd: work } })
  const ports = {
    log: logAt(work),
    history,
    spool: fileSpool(sandbox.path(`spool-${name}`)),
    clock: { now: () => Date.parse('2026-03-05T00:00:00Z') },
  }
  const create = {
    origin: 'github.com/acme/shop/evidence',
    repository: { id: '500', name: 'acme/shop' },
    address,
    protectedBranch: 'main',
    mayBeUnsigned: true,
    baseline: start,
  }
  let numbers = 6

  return {
    work,
    write,
    start,
    ports,
    logAt,
    commit: (message: string) => sandbox.commit(work, message),

    /** Facts of a pull request that was merged as a commit of its own just now. */
    merge(approvers: readonly string[], by = 'mia', more: Partial<PullFacts> = {}): PullRequestFacts {
      numbers += 1
      write('app.ts', `${numbers}\n`)
      const mergeSha = sandbox.commit(work, `change (#${numbers})`)
      const head = numbers.toString(16).padStart(40, 'a')
      return facts({
        reviews: known(approvers.map((login, index) => review(login, { id: numbers * 100 + index, commit: head }))),
        commits: known([commit({ sha: head })]),
        headChanges: known([opened({ after: head })]),
        pull: {
          number: numbers,
          head: { ref: 'topic', sha: head, repositoryId: 500 },
          state: 'closed',
          merged: true,
          mergedAt: '2026-03-03T12:00:00Z',
          mergedBy: account(by),
          mergeSha,
          ...more,
        },
      })
    },

    /** Facts of one that is open, on the first commit. */
    open: (approvers: readonly string[]): PullRequestFacts =>
      facts({
        reviews: known(approvers.map((login, index) => review(login, { id: index + 1 }))),
        pull: { number: 5, base: { ref: 'main', sha: start } },
      }),

    record: (...pulls: PullRequestFacts[]) =>
      recordPullRequestFacts(pulls, { places, signer: undefined, create, producer, address }, ports),

    /** Records a merge as somebody would who changed something in it first. */
    async recordChanged(pull: PullRequestFacts, change: (made: AttachedRecord) => AttachedRecord): Promise<void> {
      const { mergeSha, head } = pull.pull
      const landing = await landingAt(history, { mergeSha: mergeSha ?? '', head })
      if (landing === undefined) throw new Error('it was not merged here')
      const judged = judgePullRequest(pull, await rulesAt(history, landing.baseShaBefore))
      const context = { repositoryId: '500', address, producer, nowMs: ports.clock.now() }
      const made = change(mergedRecord(judged, landing, undefined, context))
      const { outcome } = await appendEvidence(
        { records: [made.record], attachments: made.attachments, signer: undefined, create, producer, places },
        ports,
      )
      if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome))
    },
  }
}
