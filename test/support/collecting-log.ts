import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { nodeSourceReader } from '../../src/adapters/node-source-reader.ts'
import { octokitCollector } from '../../src/adapters/octokit-collector.ts'
import type { PredicateOfKind } from '../../src/model/evidence.ts'
import { type LogRecord, toLogRecords } from '../../src/model/log-record.ts'
import type { ForgeDataset } from '../../src/ports/collector.ts'
import { appendEvidence, type EvidencePorts } from '../../src/usecases/append-evidence.ts'
import { type Collection, collectEvidence } from '../../src/usecases/collect-evidence.ts'
import type { TrustPlaces } from '../../src/usecases/evidence-trust.ts'
import { verifyEvidence } from '../../src/usecases/verify-evidence.ts'
import { GitSandbox } from './git-sandbox.ts'
import type { FakeGitHub } from './github/fake-github.ts'

const absent = () => {
  throw new Error('the test does not need this')
}
const unused = { collect: absent, http: absent, command: absent }

export type Window = PredicateOfKind<'collection.window'>

/** A log of its own in a real repository, and a collector at a stand-in for GitHub; the clock is what the test says. */
export function collectingLog(github: () => FakeGitHub, token: () => string, host = 'ghe.example.com') {
  const sandbox = new GitSandbox()
  const places: TrustPlaces = {
    protectedBranch: 'main',
    documentsBranch: 'compliance-docs',
    programFolder: 'compliance',
    checkpoints: [],
  }
  const producer = { tool: 'countersign/0.1.0', run: 'local' }
  let work = ''
  let count = 0

  const portsAt = (at: string): EvidencePorts => ({
    log: gitEvidenceLog({
      ...{ git: sandbox.git, remote: work, branch: 'compliance-evidence', scratch: sandbox.folder },
      ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
    }),
    history: gitHistory(sandbox.git, { where: { cwd: work } }),
    spool: fileSpool(sandbox.path('spool')),
    clock: { now: () => Date.parse(at) },
  })

  return {
    sandbox,
    places,
    portsAt,
    work: () => work,

    /** A new log with nothing in it but its beginning. */
    async begin(at: string): Promise<void> {
      count += 1
      work = sandbox.work(`work-${count}`)
      sandbox.write(work, 'a.txt', 'a')
      const baseline = sandbox.commit(work, 'start')
      const create = {
        ...{ origin: 'github.com/acme/shop/evidence', repository: { id: '500', name: 'acme/shop' } },
        ...{ address: 'git+https://github.com/acme/shop', protectedBranch: 'main', mayBeUnsigned: true, baseline },
      }
      await appendEvidence({ records: [], attachments: [], signer: undefined, create, producer, places }, portsAt(at))
    },

    collect(at: string, ...datasets: readonly ForgeDataset[]): Promise<Collection> {
      const collector = octokitCollector({
        ...{ baseUrl: github().url, host, token: token(), userAgent: 'countersign-test' },
        limits: { secondMs: 1 },
      })
      const forge = { repository: { owner: 'acme', name: 'shop' }, datasets, branches: [] }
      const request = { places, signer: undefined, producer, forge, sources: [] }
      return collectEvidence(request, { ...portsAt(at), collector, sources: unused })
    },
    /** Reads declared sources with these variables of the environment. */
    readSources(
      at: string,
      sources: readonly string[] | 'all',
      environment: Readonly<Record<string, string>> = {},
    ): Promise<Collection> {
      const request = { places, signer: undefined, producer, forge: undefined, sources }
      const reader = nodeSourceReader({
        ...{ cwd: work, signal: new AbortController().signal },
        environment: { PATH: process.env['PATH'], ...environment },
      })
      return collectEvidence(request, { ...portsAt(at), collector: unused, sources: reader })
    },

    async records(): Promise<readonly LogRecord[]> {
      const { log } = await verifyEvidence(places, portsAt('2026-12-01T00:00:00Z'))
      return log === undefined ? [] : toLogRecords(log.entries, log.entries.length)
    },
    async windows(): Promise<readonly Window[]> {
      const { log } = await verifyEvidence(places, portsAt('2026-12-01T00:00:00Z'))
      return (log?.entries ?? []).flatMap(({ record: { predicate } }) =>
        predicate.kind === 'collection.window' ? [predicate] : [],
      )
    },
  }
}
