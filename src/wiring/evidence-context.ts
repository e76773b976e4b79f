import { randomInt } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileSpool } from '../adapters/file-spool.ts'
import { gitEvidenceLog } from '../adapters/git-evidence-log.ts'
import { gitHistory } from '../adapters/git-history.ts'
import { gitLogRepair } from '../adapters/git-log-repair.ts'
import { gitPayloadStore } from '../adapters/git-payload-store.ts'
import { type Git, GitFailed, gitProcess } from '../adapters/git-process.ts'
import { parseSignerKey, type SignerKey } from '../evidence/note-key.ts'
import type { EvidenceProducer } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import { version } from '../model/version.ts'
import type { LogRepair } from '../ports/log-repair.ts'
import type { PayloadStore } from '../ports/payload-store.ts'
import { readSettings } from '../read/read-settings.ts'
import type { EvidencePorts } from '../usecases/append-evidence.ts'
import { type TrustPlaces, tipOf } from '../usecases/evidence-trust.ts'
import { chooseLogRemote, type LogRemote } from './log-remote.ts'
import type { Terminal } from './terminal.ts'

/** Options that all commands of the log share. */
export const evidenceOptions = {
  cwd: { value: 'dir', default: '.', help: 'folder of the repository' },
  remote: {
    value: 'where',
    help: 'path or address of the repository that holds the log; default: what countersign.yaml says, else this one',
  },
} as const

export interface EvidenceContext {
  readonly ports: EvidencePorts
  readonly payloads: PayloadStore
  readonly places: TrustPlaces
  readonly settings: Settings
  readonly repair: LogRepair
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
  readonly git: Git
  /** Top folder of the work tree; of a bare repository, the repository. */
  readonly root: string
  readonly logAt: LogRemote
}

export interface EvidencePlace {
  readonly cwd: string
  /** Repository of the log as the caller named it; before what the settings say. */
  readonly remote: string | undefined
  /** Address of this repository on the forge, for a run whose clone ends with it. */
  readonly home?: string | undefined
  /** Branch whose settings count; left out: what is checked out. */
  readonly settingsFrom?: string | undefined
}

/** Chooses adapters for a repository. @throws Refusal where there is none, or its settings have a mistake */
export async function openEvidence(
  options: EvidencePlace,
  { environment, signal }: Terminal,
): Promise<EvidenceContext> {
  const plain = gitProcess(environment)
  // An interrupted run stops its git, so that nothing is written after it has ended.
  const git: Git = {
    run: (call) => plain.run({ signal, ...call }),
    text: (call) => plain.text({ signal, ...call }),
    stream: (call) => plain.stream({ signal, ...call }),
  }
  const root = await rootOf(git, options.cwd)
  const history = gitHistory(git, { where: { cwd: root } })
  const settings = await settingsAt(history, root, options.settingsFrom)
  const fromSettings =
    options.settingsFrom === undefined && options.remote === undefined
      ? await remoteOnProtected(history, root, settings)
      : settings.evidenceRemote
  const logAt = chooseLogRemote({ given: options.remote, fromSettings, home: options.home, root }, environment)
  const place = {
    git,
    remote: logAt.remote,
    branch: settings.evidenceBranch,
    scratch: tmpdir(),
    ...(logAt.token === undefined ? {} : { token: logAt.token }),
  }
  const log = gitEvidenceLog({
    ...place,
    pause: (ms) => pause(ms, undefined, { signal }),
    random: () => randomInt(1_000_000) / 1_000_000,
    elapsed: () => performance.now(),
  })
  const spool = fileSpool(environment['RUNNER_TEMP'] ?? join(tmpdir(), 'countersign'))
  const payloads = gitPayloadStore({
    ...place,
    branch: payloadsBranchOf(settings),
    pause: (ms) => pause(ms, undefined, { signal }),
    random: () => randomInt(1_000_000) / 1_000_000,
  })
  return {
    payloads,
    ports: { log, history, spool, clock: { now: () => Date.now() } },
    places: { ...settings, checkpoints: [] },
    settings,
    repair: gitLogRepair({ ...place, near: root }),
    signer: signerOf(environment),
    producer: producerOf(environment),
    git,
    root,
    logAt,
  }
}

/** Payloads are disposed of by rewriting their branch, which must not be one that only grows. @throws Refusal */
function payloadsBranchOf({ payloadsBranch, evidenceBranch, documentsBranch, protectedBranch }: Settings): string {
  if (![evidenceBranch, documentsBranch, protectedBranch].includes(payloadsBranch)) return payloadsBranch
  const what = `\`payloadsBranch\` in countersign.yaml names ${payloadsBranch}, which is used for something else`
  throw new Refusal(exitStatus.usage, what, 'Give the payloads a branch of their own.')
}

async function rootOf(git: Git, cwd: string): Promise<string> {
  try {
    const { stdout, status } = await git.run({ cwd, args: ['rev-parse', '--show-toplevel'], okStatuses: [0, 128] })
    // A bare repository has no top folder; its own folder will do.
    return status === 0
      ? stdout.toString('utf8').trim()
      : await git.text({ cwd, args: ['rev-parse', '--absolute-git-dir'] })
  } catch (cause) {
    if (!(cause instanceof GitFailed)) throw cause
    throw new Refusal(
      exitStatus.usage,
      `\`${cwd}\` is not in a git repository`,
      'Run the command in one, or name it with --cwd.',
      { cause },
    )
  }
}

/** Settings as committed: the log is about commits, and a bare clone has no files to look at. */
async function settingsAt(
  history: EvidencePorts['history'],
  root: string,
  branch: string | undefined,
): Promise<Settings> {
  const head = branch === undefined ? await history.resolve('HEAD') : await tipOf(history, branch)
  if (branch !== undefined && head === undefined) {
    const what = `There is no branch ${branch} here, whose settings count`
    throw new Refusal(exitStatus.notDetermined, what, 'Fetch all branches (`fetch-depth: 0` in actions/checkout).')
  }
  const found = head === undefined ? [] : await history.filesAt(head, '', ['countersign.yaml'])
  const { settings, problems } = readSettings(found.find(({ path }) => path === 'countersign.yaml'))
  const [problem] = problems
  if (problem !== undefined)
    throw new Refusal(exitStatus.usage, `${root}: ${problem.message.replace(/\.$/, '')}`, 'Commit the correction.')
  return settings
}

/**
 * Where the protected branch says that the log is. What is checked out may be a pull request, which must not be able to have
 * evidence read from, or written to, a place of its own.
 */
async function remoteOnProtected(
  history: EvidencePorts['history'],
  root: string,
  { protectedBranch, evidenceRemote }: Settings,
): Promise<string | undefined> {
  const [tip, head] = [await tipOf(history, protectedBranch), await history.resolve('HEAD')]
  if (tip === undefined) return undefined
  return tip === head ? evidenceRemote : (await settingsAt(history, root, protectedBranch)).evidenceRemote
}

/** @throws Refusal without quoting what is wrong: it is a secret */
export function signerOf(
  environment: Terminal['environment'],
  name: 'COUNTERSIGN_LOG_KEY' | 'COUNTERSIGN_NEW_LOG_KEY' = 'COUNTERSIGN_LOG_KEY',
): SignerKey | undefined {
  const text = environment[name]
  if (text === undefined || text.trim() === '') return undefined
  const signer = parseSignerKey(text)
  if (signer === undefined)
    throw new Refusal(
      exitStatus.usage,
      `${name} is not a signing key`,
      'It has the form PRIVATE+KEY+name+id+base64, as `evidence init` wrote it.',
    )
  return signer
}

function producerOf(environment: Terminal['environment']): EvidenceProducer {
  const run = environment['GITHUB_RUN_ID']
  const attempt = environment['GITHUB_RUN_ATTEMPT'] ?? '1'
  const isRun = run !== undefined && /^\d+$/.test(run) && /^\d+$/.test(attempt)
  return { tool: `countersign/${version}`, run: isRun ? `github:${run}/${attempt}` : 'local' }
}
