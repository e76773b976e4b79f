import { attachmentPath, sha256Hex } from '../evidence/attachments.ts'
import { linesPerSegment, readSegment, segmentPath } from '../evidence/segments.ts'
import {
  type Expectations,
  type LogEntry,
  logVerifier,
  type VerifiedHead,
  type VerifiedLog,
  type VisitEntry,
} from '../evidence/verify-log.ts'
import { GitObjectsUnreadable, readObjects } from './git-objects.ts'
import type { Git, GitCall } from './git-process.ts'

/** Larger than the largest segment (256 lines of 64 KiB); attachments are smaller. */
export const FILE_LIMIT_BYTES = 17 * 1024 * 1024
const LIST_LIMIT_BYTES = 512 * 1024 * 1024

/** An object that the commit of a log needs is not in the repository. */
export class LogObjectMissing extends Error {
  override readonly name = 'LogObjectMissing'
}

/**
 * Verifies the log that a commit holds, from git objects and never from a work tree: a checkout may have changed line
 * endings, and what it shows need not be what is stored. Two processes, one file in memory at a time.
 *
 * @param visit is given the records as they are read, before anything is known about the whole
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, LogObjectMissing
 */
export async function verifyLogAt(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  expected: Expectations,
  visit?: VisitEntry,
): Promise<VerifiedHead> {
  const args = ['ls-tree', '-r', '-t', '-z', '--full-tree', commit]
  const { stdout } = await git.run({ ...where, args, limitBytes: LIST_LIMIT_BYTES })
  const tree: { path: string; mode: string }[] = []
  const oids = new Map<string, string>()
  // Latin-1 keeps every byte apart, so that no name of other bytes passes for one of ours.
  for (const line of stdout.toString('latin1').split('\0')) {
    if (line === '') continue
    const [, mode = '', oid = '', path = ''] = /^(\d{6}) [a-z]+ ([0-9a-f]{40,64})\t(.*)$/s.exec(line) ?? []
    tree.push({ path, mode })
    oids.set(path, oid)
  }
  const verifier = logVerifier(tree, expected, visit)
  for await (const { path, content } of readFiles(git, where, oids, verifier.order)) verifier.take(path, content)
  for await (const { path, content } of readFiles(git, where, oids, verifier.again()))
    if (content !== undefined) verifier.takeAgain(path, content)
  return verifier.finish()
}

/** The same with all records in memory. */
export async function readLogAt(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  expected: Expectations,
): Promise<VerifiedLog> {
  const entries: LogEntry[] = []
  const head = await verifyLogAt(git, where, commit, expected, (entry) => entries.push(entry))
  return { ...head, entries }
}

/** Files of a log one after the other; without content where one is larger than any file of a log. */
async function* readFiles(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  oids: ReadonlyMap<string, string>,
  paths: readonly string[],
): AsyncGenerator<{ readonly path: string; readonly content: Buffer | undefined }> {
  const names = paths.map((path) => oids.get(path) ?? '')
  let next = 0
  for await (const { oid, type, content } of readObjects(git, where, names, FILE_LIMIT_BYTES, 'pass-over')) {
    const path = paths[next] ?? ''
    next += 1
    if (type !== 'blob' && type !== 'too-large')
      throw new LogObjectMissing(`object ${oid} of ${path} is ${type}: fetch the evidence branch again`)
    yield { path, content: type === 'blob' ? content : undefined }
  }
}

/**
 * Attachments that the log at a commit holds, in the order asked, one in memory at a time.
 *
 * @returns undefined for one that is not there, or is not what its name says
 * @throws GitMissing, GitFailed, GitObjectsUnreadable
 */
export async function* readAttachmentsAt(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  digests: readonly string[],
): AsyncGenerator<Uint8Array | undefined> {
  const names = digests.map((digest) => `${commit}:${attachmentPath(digest)}`)
  let next = 0
  for await (const { type, content } of readObjects(git, where, names, FILE_LIMIT_BYTES, 'pass-over')) {
    const isWhole = type === 'blob' && sha256Hex(content) === digests[next]
    next += 1
    yield isWhole ? content : undefined
  }
}

/**
 * The first lines that the log at a commit holds, one segment in memory at a time.
 *
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, LogObjectMissing; also where a segment is not one, or has too few lines
 */
export async function* readLinesAt(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir'>,
  commit: string,
  size: number,
): AsyncGenerator<Buffer> {
  const names = Array.from(
    { length: Math.ceil(size / linesPerSegment) },
    (_, index) => `${commit}:${segmentPath(index)}`,
  )
  let left = size
  for await (const { oid, type, content } of readObjects(git, where, names, FILE_LIMIT_BYTES, 'pass-over')) {
    if (type !== 'blob') throw new LogObjectMissing(`object ${oid} is ${type}: fetch the evidence branch again`)
    const segment = readSegment(content)
    const wanted = Math.min(left, linesPerSegment)
    if (!segment.ok || segment.lines.length < wanted)
      throw new GitObjectsUnreadable(`object ${oid} does not hold ${wanted} records`)
    yield* segment.lines.slice(0, wanted)
    left -= wanted
  }
}
