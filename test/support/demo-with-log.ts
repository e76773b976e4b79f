import { tmpdir } from 'node:os'
import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { people } from '../../src/dev/demo-people.ts'
import { DemoRepository } from '../../src/dev/demo-repository.ts'
import type { Step } from '../../src/dev/demo-steps.ts'
import { firstEdits } from '../../src/dev/demo-story.ts'
import { applyEdits, StoryPlayer } from '../../src/dev/play-story.ts'
import type { EvidenceLog } from '../../src/ports/evidence-log.ts'
import type { History } from '../../src/ports/history.ts'
import { auditProtectedBranch } from '../../src/usecases/audit-branch.ts'
import { planInit } from '../../src/usecases/init.ts'
import { recordPullRequestFacts } from '../../src/usecases/record-from-facts.ts'

export interface DemoWithLog {
  readonly folder: string
  readonly repository: DemoRepository
  readonly history: History
  readonly log: EvidenceLog
  play(steps: readonly Step[]): Promise<void>
}

const places = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}

/** A real repository with the starter program, and a real unsigned log of what happens in it. */
export async function demoWithLog(folder: string): Promise<DemoWithLog> {
  const repository = await DemoRepository.create(folder)
  const now = Date.parse('2025-09-01T08:00:00Z')
  const nothing = { list: async () => [], read: async () => undefined, write: async () => undefined }
  const plan = await planInit(
    {
      starter: {
        organisation: 'Example Company',
        system: 'Shop',
        people: [{ id: people.ana.id, name: people.ana.name, login: people.ana.login }],
        periodStart: '2025-09-01',
        periodEnd: '2026-08-31',
      },
      program: 'compliance',
      protectedBranch: 'main',
    },
    { files: nothing, clock: { now: () => now } },
  )
  repository.write(Object.fromEntries(plan.files.map(({ path, text }) => [path, text])))
  applyEdits(repository, firstEdits)
  const baseline = await repository.commit({ by: people.ana, at: '2025-09-01T08:00:00Z' }, 'Start the program')
  const git = gitProcess(process.env)
  const history = gitHistory(git, { where: { cwd: folder } })
  const log = gitEvidenceLog({
    git,
    remote: folder,
    branch: 'compliance-evidence',
    scratch: tmpdir(),
    pause: async () => undefined,
    random: () => 0.5,
    elapsed: () => 0,
  })
  let clock = now
  const ports = { log, history, spool: fileSpool(`${folder}/.git/spool`), clock: { now: () => clock } }
  const producer = { tool: 'countersign/0.1.0', run: 'test' }
  const address = 'git+https://github.com/example/shop'
  const create = {
    origin: 'example.invalid/test',
    repository: { id: '700000001', name: 'example/shop' },
    address,
    protectedBranch: 'main',
    baseline,
    mayBeUnsigned: true,
  }
  const player = new StoryPlayer(repository)
  return {
    folder,
    repository,
    history,
    log,
    play: (steps) =>
      player.play(steps, {
        async merged(facts) {
          clock = Date.parse(facts.collectedAt)
          await recordPullRequestFacts([facts], { places, signer: undefined, create, producer, address }, ports)
        },
        deployed: async () => undefined,
        imported: async () => undefined,
        stated: async () => undefined,
        async audit(at) {
          clock = Date.parse(at)
          await auditProtectedBranch({ places, signer: undefined, producer, dryRun: false }, ports)
        },
      }),
  }
}
