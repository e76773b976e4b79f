import { join } from 'node:path'
import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { gitLogRepair } from '../../src/adapters/git-log-repair.ts'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import { formatCheckpoint, parseCheckpoint } from '../../src/evidence/checkpoint.ts'
import type { TrustedKey } from '../../src/evidence/key-intervals.ts'
import { formatLogKeys, type SetAsidePin } from '../../src/evidence/log-keys-file.ts'
import { formatVerifierKey, type SignerKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import { formatPin } from '../../src/evidence/pin.ts'
import { formatTrustPolicy } from '../../src/evidence/trust-policy.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { appendEvidence } from '../../src/usecases/append-evidence.ts'
import type { TrustPlaces } from '../../src/usecases/evidence-trust.ts'
import { verifyEvidence, verifyWithoutReading } from '../../src/usecases/verify-evidence.ts'
import { type LogFiles, logCreated, logOf, origin, repository, unreviewed } from './evidence-records.ts'
import type { GitSandbox } from './git-sandbox.ts'
import { commitFiles, logBranch } from './signed-log.ts'
import { git } from './tampered-tree.ts'

/** Keys of the log, by number. */
export const keyNumber = (seed: number, name = origin): SignerKey => signerOfSeed(name, Buffer.alloc(32, seed))

export const trustPlaces: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const producer = { tool: 'countersign/0.1.0', run: 'local' }

/** A real repository with a trusted key and a signed log, and what attackers and owners do with it. */
export class TrustWorld {
  readonly sandbox: GitSandbox
  readonly work: string

  constructor(sandbox: GitSandbox, name: string, key = keyNumber(1)) {
    this.sandbox = sandbox
    this.work = sandbox.work(name)
    this.write('compliance/trust.policy', formatTrustPolicy(key.verifier))
    this.commit('Trust a key')
  }

  write(path: string, text: string): void {
    this.sandbox.write(this.work, path, text)
  }

  commit(message: string): string {
    return this.sandbox.commit(this.work, message)
  }

  run(...args: readonly string[]): string {
    return this.sandbox.run(this.work, ...args)
  }

  /** Puts the keys and their intervals on the protected branch. */
  listKeys(keys: readonly TrustedKey[], policy?: string, setAside: readonly SetAsidePin[] = []): void {
    this.write('compliance/keys.json', formatLogKeys(keys, setAside))
    if (policy !== undefined) this.write('compliance/trust.policy', policy)
    this.commit('Keys')
  }

  ports(where = this.work) {
    const place = { git: this.sandbox.git, remote: where, branch: logBranch, scratch: this.sandbox.folder }
    return {
      log: gitEvidenceLog({ ...place, pause: async () => undefined, random: () => 0, elapsed: () => 0 }),
      repair: gitLogRepair({ ...place, near: this.work }),
      history: gitHistory(this.sandbox.git, { where: { cwd: where } }),
      files: nodeFiles(this.work),
      spool: fileSpool(join(this.work, '.git', 'spool')),
      clock: { now: () => Date.parse('2026-03-01T12:00:00Z') },
    }
  }

  /** @returns the outcome, with the checkpoint where it was appended */
  async append(number: number, signer: SignerKey | undefined = keyNumber(1)) {
    const create = {
      ...{ origin, repository: { id: 'R_1', name: 'acme/shop' }, address: repository },
      ...{ protectedBranch: 'main', mayBeUnsigned: false },
    }
    const batch = { records: [unreviewed(number)], attachments: [] }
    const { outcome } = await appendEvidence({ ...batch, signer, create, producer, places: trustPlaces }, this.ports())
    return outcome
  }

  verify(checkpoints: TrustPlaces['checkpoints'] = [], where = this.work) {
    return verifyEvidence({ ...trustPlaces, checkpoints }, this.ports(where))
  }

  verifyDeeply() {
    return verifyWithoutReading(trustPlaces, this.ports(), { deep: true })
  }

  get tip(): string {
    return this.run('rev-parse', logBranch)
  }

  /** Text of the checkpoint at the tip, or at a commit. */
  note(commit = logBranch): string {
    return git(this.work, ['show', `${commit}:checkpoint`]).toString('utf8')
  }

  /** Sets the branch to a commit, as somebody may who can push by force. */
  reset(commit: string): void {
    this.run('update-ref', `refs/heads/${logBranch}`, commit)
  }

  /** A log of these records that says whatever it likes, on the branch as one commit. */
  replaceLog(records: readonly EvidenceRecord[], signer: SignerKey | undefined, of = origin): LogFiles {
    const vkey = signer === undefined ? null : formatVerifierKey(signer.verifier)
    const { files } = logOf([[logCreated('signed', of, vkey), ...records]], signer, [], of)
    commitFiles(this.work, logBranch, files)
    return files
  }

  /** A PIN file on the protected branch. */
  pin(note = this.note()): void {
    this.write('compliance/PIN', pinText(note))
    this.commit('Pin')
  }

  /** A PIN file on the documents branch. */
  publish(note = this.note()): string {
    const files = new Map([['PIN', Buffer.from(pinText(note))]])
    const parent = git(this.work, ['for-each-ref', '--format=%(objectname)', 'refs/heads/compliance-docs'])
      .toString()
      .trim()
    commitFilesOnto(this.work, 'compliance-docs', parent, files)
    return this.run('rev-parse', 'compliance-docs')
  }
}

function commitFilesOnto(work: string, branch: string, parent: string, files: LogFiles): void {
  const parts: (Buffer | string)[] = [
    `commit refs/heads/${branch}\ncommitter Countersign <c@example.invalid> 1788000000 +0000\ndata 0\n`,
    parent === '' ? '' : `from ${parent}\n`,
  ]
  for (const [path, bytes] of files) parts.push(`M 100644 inline ${path}\ndata ${bytes.length}\n`, bytes, '\n')
  git(work, ['fast-import', '--quiet', '--force'], Buffer.concat(parts.map((part) => Buffer.from(part))))
}

export function pinText(note: string): string {
  return formatPin({
    schema: 'countersign/pin/v1',
    checkpoint: note,
    sourceCommit: 'a'.repeat(40),
    asOf: '2026-03-01',
    tool: 'countersign/0.1.0',
    pages: new Map(),
  })
}

/** The same head under another signature. */
export function resigned(note: string, signer: SignerKey | undefined): string {
  const parsed = parseCheckpoint(note)
  if (parsed === undefined) throw new Error('no checkpoint')
  return formatCheckpoint(parsed.checkpoint, signer)
}
