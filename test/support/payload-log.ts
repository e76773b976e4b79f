import { readFileSync } from 'node:fs'
import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { gitPayloadStore } from '../../src/adapters/git-payload-store.ts'
import { runCommand } from '../../src/cli/run-command.ts'
import type { Attachment } from '../../src/evidence/attachments.ts'
import { parseSignerKey } from '../../src/evidence/note-key.ts'
import { type Payload, toPayload } from '../../src/evidence/payload.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { appendEvidence } from '../../src/usecases/append-evidence.ts'
import { repository, unreviewed } from './evidence-records.ts'
import { GitSandbox } from './git-sandbox.ts'

export const branch = 'compliance-payloads'
export const payloadOf = (text: string, name = 'original.csv', seed = 7): Payload =>
  toPayload(name, 'text/csv', Buffer.from(text), Buffer.alloc(32, seed))

/** A record that commits to payloads. */
export function withPayloads(record: EvidenceRecord, ...payloads: readonly Payload[]): EvidenceRecord {
  return { ...record, predicate: { ...record.predicate, payloads: payloads.map(({ ref }) => ref) } }
}

/** A repository with a signed log, and the command line in it. */
export async function payloadLog() {
  const sandbox = new GitSandbox()
  const work = sandbox.work('shop')
  const keyFile = sandbox.path('log.key')
  sandbox.write(work, 'a', '1')
  sandbox.commit(work, 'start')

  async function run(args: readonly string[], cwd = work, environment: Readonly<Record<string, string>> = {}) {
    let [out, err] = ['', '']
    const status = await runCommand(['evidence', ...args, '--cwd', cwd], {
      out: (text: string) => {
        out += text
      },
      err: (text: string) => {
        err += text
      },
      colours: false,
      interactive: false,
      environment: { ...sandbox.environment, RUNNER_TEMP: sandbox.path('spool'), ...environment },
      signal: new AbortController().signal,
    })
    return { status, out, err }
  }
  const made = await run(['init', '--key-file', keyFile, '--origin', 'github.com/acme/shop/evidence'])
  if (made.status !== 0) throw new Error(made.err)
  sandbox.commit(work, 'trust')
  const secret = readFileSync(keyFile, 'utf8').trim()
  const access = {
    git: sandbox.git,
    remote: work,
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
  }
  const store = gitPayloadStore({ ...access, branch })
  const ports = {
    log: gitEvidenceLog({ ...access, branch: 'compliance-evidence', elapsed: () => 0 }),
    history: gitHistory(sandbox.git, { where: { cwd: work } }),
    clock: { now: () => Date.parse('2026-01-07T00:00:00Z') },
    spool: fileSpool(sandbox.path('spool')),
  }
  return {
    sandbox,
    work,
    store,
    ports,
    run,
    /** With the right to sign. */
    dispose: (...args: readonly string[]) => run(['dispose', ...args], work, { COUNTERSIGN_LOG_KEY: secret }),
    append: (
      records: readonly EvidenceRecord[],
      payloads: readonly Payload[],
      into = store,
      attachments: readonly Attachment[] = [],
    ) =>
      appendEvidence(
        {
          records,
          attachments,
          payloads: { payloads, store: into },
          signer: parseSignerKey(secret),
          create: {
            origin: 'x',
            repository: { id: 'R_1', name: 'acme/shop' },
            address: repository,
            protectedBranch: 'main',
            mayBeUnsigned: false,
          },
          producer: { tool: 'countersign/0.1.0', run: 'local' },
          places: {
            protectedBranch: 'main',
            documentsBranch: 'compliance-docs',
            programFolder: 'compliance',
            checkpoints: [],
          },
        },
        ports,
      ),
    /** Files of a branch; none where there is no branch. */
    files: (of = branch): readonly string[] =>
      sandbox.run(work, 'for-each-ref', `refs/heads/${of}`) === ''
        ? []
        : sandbox.run(work, 'ls-tree', '-r', '--name-only', of).split('\n'),
    tip: (of = branch) => sandbox.run(work, 'for-each-ref', '--format=%(objectname)', `refs/heads/${of}`),
  }
}

/** A record with one payload each, by number. */
export const numbered = (number: number, payload: Payload): EvidenceRecord => withPayloads(unreviewed(number), payload)
