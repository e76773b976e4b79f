import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileSpool } from '../adapters/file-spool.ts'
import { gitDocuments } from '../adapters/git-documents.ts'
import { gitEvidenceLog } from '../adapters/git-evidence-log.ts'
import { gitHistory } from '../adapters/git-history.ts'
import { gitProcess } from '../adapters/git-process.ts'
import { nodeDocumentsFolder } from '../adapters/node-documents-folder.ts'
import { nodeFiles } from '../adapters/node-files.ts'
import { sshSignatures } from '../adapters/ssh-signatures.ts'
import { demoSigner, formatVerifierKey } from '../evidence/note-key.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { defaultSettings } from '../model/settings.ts'
import { version } from '../model/version.ts'
import { assess } from '../usecases/assess.ts'
import { attest } from '../usecases/attest.ts'
import { auditProtectedBranch } from '../usecases/audit-branch.ts'
import { check } from '../usecases/check.ts'
import { sortedJson } from '../usecases/gate-digests.ts'
import { importEvidence } from '../usecases/import-evidence.ts'
import { planInit } from '../usecases/init.ts'
import { initEvidence } from '../usecases/init-evidence.ts'
import { judgePullRequest } from '../usecases/judge-pull-request.ts'
import { publish } from '../usecases/publish.ts'
import { type Recorded, recordDeploymentFacts, recordPullRequestFacts } from '../usecases/record-from-facts.ts'
import { rulesAt } from '../usecases/rules-at.ts'
import { verifyEvidence } from '../usecases/verify-evidence.ts'
import { demoDeploymentFacts, demoRepositoryId } from './demo-facts.ts'
import { gatewayImports, gatewaySources } from './demo-gateway.ts'
import { people } from './demo-people.ts'
import { demoReport } from './demo-report.ts'
import { DemoRepository } from './demo-repository.ts'
import { inOrder, type Step } from './demo-steps.ts'
import { firstEdits, lastDay, openPull, story } from './demo-story.ts'
import { applyEdits, type ImportStep, type StatementStep, StoryPlayer } from './play-story.ts'

const address = 'git+https://forge.example.invalid/example/shop'

/**
 * Makes the demo in a folder, which is emptied first, and does the main job on it.
 *
 * @returns what to tell a person, at most a screen
 * @throws Error when a step does not end as the story says: the demo never reports what it did not see
 */
export async function runDemo(folder: string): Promise<readonly string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  try {
    return await new Demo(folder, scratch).run()
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

class Demo {
  readonly #folder: string
  readonly #git = gitProcess(process.env)
  readonly #signer = demoSigner()
  readonly #ports
  readonly #places = { ...defaultSettings, checkpoints: [] }
  readonly #producer = { tool: `countersign/${version}`, run: 'demo' }
  #now = 0
  #recorded = 0
  #deployments = 0
  #imports = 0
  #statements = 0

  constructor(folder: string, scratch: string) {
    this.#folder = folder
    this.#ports = {
      history: gitHistory(this.#git, { where: { cwd: folder } }),
      log: gitEvidenceLog({
        git: this.#git,
        remote: folder,
        branch: defaultSettings.evidenceBranch,
        scratch,
        pause: async () => {},
        random: () => 0,
        elapsed: () => 0,
      }),
      spool: fileSpool(scratch),
      ssh: sshSignatures({ scratch, environment: process.env, signal: new AbortController().signal }),
      clock: { now: () => this.#now },
    }
  }

  async run(): Promise<readonly string[]> {
    // The forge's side and the documents are shown beside the repository and are no part of it.
    const repository = await DemoRepository.create(this.#folder, ['/forge/', '/documents/', '/bundle/'])
    const baseline = await this.#begin(repository)
    const player = new StoryPlayer(repository)
    let previousSha = baseline
    await player.play([await this.#nameKey(), ...inOrder(story, gatewayImports)], {
      merged: (facts) => this.#recordPull(facts, baseline),
      deployed: async ({ id, sha, environment, by, at }) => {
        this.#at(at)
        const commits = (await this.#ports.history.firstParent(sha, previousSha)).map((commit) => commit.sha)
        const facts = demoDeploymentFacts({ id, sha, environment, by, at, previousSha, commits })
        this.#keepFacts(`deployment-${id}`, facts)
        this.#deployments += 1
        expectAppended(await recordDeploymentFacts(facts, this.#request(baseline), this.#ports))
        previousSha = sha
      },
      audit: (at) => this.#audit(at),
      imported: (step) => this.#import(step),
      stated: (step) => this.#state(step),
    })
    const open = await player.leaveOpen(openPull)
    this.#at(`${lastDay}T12:00:00Z`)
    return this.#report(repository, open)
  }

  /** The first commit: what `init` writes, and the people of the story. */
  async #begin(repository: DemoRepository): Promise<string> {
    this.#at('2025-09-01T08:00:00Z')
    const { ana } = people
    const plan = await planInit(
      {
        starter: {
          organisation: 'Example Ltd',
          system: 'Example Shop',
          categories: ['CC', 'A', 'C'],
          people: [{ id: ana.id, name: ana.name, login: ana.login }],
        },
        program: defaultSettings.programFolder,
        protectedBranch: defaultSettings.protectedBranch,
      },
      { files: nodeFiles(this.#folder), clock: this.#ports.clock },
    )
    repository.write(Object.fromEntries(plan.files.map(({ path, text }) => [path, text])))
    applyEdits(repository, [...firstEdits, gatewaySources])
    return repository.commit({ by: ana, at: '2025-09-01T09:00:00Z' }, 'Start the compliance program')
  }

  /** The pull request that says whose signature the log has. */
  async #nameKey(): Promise<Step> {
    const { ana, ben, eli } = people
    const vkey = formatVerifierKey(this.#signer.verifier)
    const randomBytes = () => new Uint8Array()
    const proposal = await initEvidence(
      { origin: this.#signer.verifier.name, vkey, places: this.#places, randomBytes },
      this.#ports,
    )
    if (proposal.kind !== 'proposed') throw new Error('demo: the key of the log is named already')
    return {
      kind: 'pull',
      title: 'Name the key of the evidence log',
      category: 'normal',
      author: ana,
      day: '2025-09-02',
      approvers: [ben, eli],
      mergedBy: ana,
      method: 'squash',
      edits: [{ path: proposal.path, text: proposal.text }],
    }
  }

  async #recordPull(facts: PullRequestFacts, baseline: string): Promise<void> {
    this.#at(facts.collectedAt)
    this.#keepFacts(`pull-${facts.pull.number}`, facts)
    expectAppended(await recordPullRequestFacts([facts], this.#request(baseline), this.#ports))
    this.#recorded += 1
  }

  async #audit(at: string): Promise<void> {
    this.#at(at)
    const result = await auditProtectedBranch(
      { places: this.#places, signer: this.#signer, producer: this.#producer, dryRun: false },
      this.#ports,
    )
    if (result.kind !== 'audited') throw new Error(`demo: the audit ended as ${result.kind}`)
  }

  async #import({ source, file, text, query, covers, saysWhen = false, at }: ImportStep): Promise<void> {
    this.#at(at)
    this.#keepFile(file, text)
    const { append } = await importEvidence(
      {
        places: this.#places,
        signer: this.#signer,
        producer: this.#producer,
        what: typeof source === 'string' ? { kind: 'source', id: source } : { kind: 'format', ...source },
        moments: { at: covers === undefined && !saysWhen ? at : undefined, covers },
        query,
        files: [{ name: file, bytes: bytesOf(text) }],
      },
      this.#ports,
    )
    if (append.outcome.kind !== 'appended') throw new Error(`demo: an import ended as ${append.outcome.kind}`)
    this.#imports += 1
  }

  async #state({ requirement, statement, by, isProven, from, to, at }: StatementStep): Promise<void> {
    this.#at(at)
    const actor = {
      id: String(by.accountId),
      login: by.login,
      triggeredBy: by.login,
      event: 'workflow_dispatch',
      ref: `refs/heads/${defaultSettings.protectedBranch}`,
      repositoryId: String(demoRepositoryId),
    }
    const attested = await attest(
      {
        ...{ requirement, statement, from, to, outcome: 'done', files: [], person: by.id },
        ...{ signature: undefined, toSign: false, actor: isProven ? actor : undefined },
        ...{ settings: defaultSettings, signer: this.#signer, producer: this.#producer },
      },
      this.#ports,
    )
    if (attested.kind !== 'recorded' || attested.append.outcome.kind !== 'appended')
      throw new Error(`demo: the statement about ${requirement} was not recorded`)
    this.#statements += 1
  }

  #request(baseline: string) {
    return {
      places: this.#places,
      signer: this.#signer,
      producer: this.#producer,
      address,
      create: {
        origin: this.#signer.verifier.name,
        repository: { id: String(demoRepositoryId), name: 'example/shop' },
        address,
        protectedBranch: defaultSettings.protectedBranch,
        baseline,
        mayBeUnsigned: false,
      },
    }
  }

  async #report(repository: DemoRepository, open: PullRequestFacts): Promise<readonly string[]> {
    const { history, log, clock } = this.#ports
    this.#keepFacts(`pull-${open.pull.number}`, open)
    const files = nodeFiles(this.#folder)
    const { report } = await check(
      { settingsPath: 'countersign.yaml', required: [], paths: [] },
      { files, clock, history: async () => history },
    )
    const { decision } = judgePullRequest(open, await rulesAt(history, open.pull.base.sha))
    const verification = await verifyEvidence(this.#places, this.#ports)
    const ports = { history, clock, openLog: () => log }
    const { assessment } = await assess({}, ports)
    const branch = gitDocuments({
      git: this.#git,
      remote: this.#folder,
      branch: defaultSettings.documentsBranch,
      scratch: tmpdir(),
    })
    const { rendered } = await publish({}, { ...ports, openBranch: () => branch })
    await nodeDocumentsFolder(join(this.#folder, 'documents'), 'demo').replace(rendered.files)
    const commits = await history.firstParent(repository.tip())
    return demoReport({
      commits: commits.length,
      recorded: this.#recorded,
      deployments: this.#deployments,
      imports: this.#imports,
      statements: this.#statements,
      report,
      open,
      decision,
      verification,
      assessment,
      documents: rendered.files.size,
    })
  }

  #at(moment: string): void {
    this.#now = Date.parse(moment)
  }

  #keepFacts(name: string, facts: unknown): void {
    this.#keepFile(`${name}.json`, sortedJson(facts))
  }

  #keepFile(name: string, text: string): void {
    const path = join(this.#folder, 'forge', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function expectAppended({ append }: Recorded): void {
  const { outcome } = append
  if (outcome.kind !== 'appended') throw new Error(`demo: a record ended as ${outcome.kind}`)
}
