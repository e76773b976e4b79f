import type { Attachment } from '../../src/evidence/attachments.ts'
import { inclusionPath } from '../../src/evidence/inclusion-proof.ts'
import { hashLeaf } from '../../src/evidence/merkle.ts'
import { formatVerifierKey, type SignerKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import { subtreeRoots } from '../../src/evidence/subtree-roots.ts'
import { formatTlogProof } from '../../src/evidence/tlog-proof.ts'
import { formatTrustPolicy } from '../../src/evidence/trust-policy.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { type LogFiles, logCreated, logOf, origin } from './evidence-records.ts'
import type { GitSandbox } from './git-sandbox.ts'
import { git } from './tampered-tree.ts'

export const logSigner = signerOfSeed(origin, Buffer.alloc(32, 1))
export const logVkey = formatVerifierKey(logSigner.verifier)
export const logBranch = 'compliance-evidence'

/** The files of a signed log that begins with `log.created`; each batch is one append. */
export function signedLog(
  batches: readonly (readonly EvidenceRecord[])[],
  attachments: readonly Attachment[] = [],
  signer: SignerKey = logSigner,
): { readonly files: LogFiles; readonly note: string } {
  const birth = logCreated('signed', signer.verifier.name, formatVerifierKey(signer.verifier))
  const { files, grown } = logOf([[birth], ...batches], signer, attachments, signer.verifier.name)
  return { files, note: grown.note }
}

/** The proof file of a record, from all lines of the log. */
export function proofFrom(lines: readonly Uint8Array[], index: number, note: string): string {
  const passing = subtreeRoots(inclusionPath(index, lines.length))
  for (const line of lines) passing.take(hashLeaf(line))
  return formatTlogProof({ index, hashes: passing.roots(), note })
}

/** Commits files to a branch as they are; everything that was there goes. */
export function commitFiles(
  repository: string,
  branch: string,
  files: LogFiles,
  modes = new Map<string, string>(),
): void {
  const parts: (Buffer | string)[] = [
    `commit refs/heads/${branch}\ncommitter Mallory <mallory@example.invalid> 1788000000 +0000\ndata 0\ndeleteall\n`,
  ]
  for (const [path, bytes] of files)
    parts.push(`M ${modes.get(path) ?? '100644'} inline ${path}\ndata ${bytes.length}\n`, bytes, '\n')
  git(repository, ['fast-import', '--quiet', '--force'], Buffer.concat(parts.map((part) => Buffer.from(part))))
}

/** A repository whose main branch trusts the key, with the log beside it. */
export function repositoryWithLog(sandbox: GitSandbox, name: string, files: LogFiles, signer = logSigner): string {
  const work = sandbox.work(name)
  sandbox.write(work, 'compliance/trust.policy', formatTrustPolicy(signer.verifier))
  sandbox.commit(work, 'Trust the key')
  commitFiles(work, logBranch, files)
  return work
}
