import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogBase } from '../evidence/log-base.ts'
import { readTail, segmentsToRead } from '../evidence/read-tail.ts'
import { segmentOfPath } from '../evidence/segments.ts'
import type { Expectations } from '../evidence/verify-log.ts'
import { FILE_LIMIT_BYTES, LogObjectMissing } from './git-log-reading.ts'
import { readObjects } from './git-objects.ts'
import { type GitCall, GitFailed } from './git-process.ts'
import { currentTip, type LogPlace } from './log-place.ts'
import { objectsFolderOf } from './objects-folder.ts'
import { fetchTip, forgetPromises } from './private-repository.ts'

/** The commit a log's branch is at, whose objects a private repository can read or bring over. */
export interface Tip {
  readonly commit: string
  /** Makes sure that these files are there. */
  bring(oids: readonly string[]): Promise<void>
  /** Makes sure that everything is there. @returns the commit, which may be a later one by now */
  bringAll(): Promise<string>
}

/**
 * Opens the tip of a log in a private repository, without copying the log: objects of a local repository are read where they
 * are; from a remote come the trees, and files one by one as they are asked for.
 *
 * @returns undefined where there is no branch
 * @throws OnlyTracked, GitMissing, GitFailed
 */
export async function openTip(place: LogPlace, gitDir: string): Promise<Tip | undefined> {
  const { git, remote, isLocal, ref, config } = place
  const objects = isLocal ? await objectsFolderOf(remote) : undefined
  if (objects !== undefined) {
    const commit = await currentTip(place)
    if (commit === undefined) return undefined
    await mkdir(join(gitDir, 'objects', 'info'), { recursive: true })
    await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${objects}\n`)
    // Where the history of a shallow clone is cut: git must not look for what is behind.
    const cuts = await readFile(join(objects, '..', 'shallow')).catch(() => undefined)
    if (cuts !== undefined) await writeFile(join(gitDir, 'shallow'), cuts)
    return { commit, bring: async () => undefined, bringAll: async () => commit }
  }
  const isThere = async () => (await currentTip(place)) !== undefined
  const commit = await fetchTip(git, { gitDir, config }, remote, ref, isThere, 'tip without files')
  if (commit === undefined) return undefined
  const bringAll = async () => {
    const whole = await fetchTip(git, { gitDir, config: [...config, asIfEmpty] }, remote, ref, isThere)
    if (whole === undefined) throw new LogObjectMissing(`${remote} has no branch ${ref} any more`)
    return whole
  }
  return {
    commit,
    bringAll,
    async bring(oids) {
      try {
        await fetchFiles(place, gitDir, oids)
      } catch (error) {
        if (!(error instanceof GitFailed) || error.failure !== 'status') throw error
        // A server that hands out no single files still has the branch.
        await bringAll()
      }
    },
  }
}

/** Without it, git tells the server what it has, and is not sent what a commit that it has should bring along. */
const asIfEmpty = ['fetch.negotiationAlgorithm', 'noop'] as const

async function fetchFiles({ git, remote, config }: LogPlace, gitDir: string, oids: readonly string[]): Promise<void> {
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--filter=blob:none']
  const args = ['fetch', ...flags, '--stdin', '--', remote]
  const stdin = `${[...new Set(oids)].join('\n')}\n`
  await git.run({ gitDir, config: [...config, asIfEmpty], args, stdin, timeoutMs: 300_000 })
  await forgetPromises(gitDir)
}

/**
 * Verifies the end of the log at a tip. Three processes, of which one is for a remote only.
 *
 * @param known the log as it was before
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, LogObjectMissing
 */
export async function readTailAt(
  { git }: LogPlace,
  gitDir: string,
  tip: Tip,
  expected: Expectations,
  known: LogBase | undefined,
): Promise<LogBase> {
  const { oids, last } = await listFiles({ git, gitDir }, tip.commit)
  const wanted = segmentsToRead(last, expected, known)
  const asked = ['checkpoint', 'edge', ...wanted].flatMap((name) => {
    const oid = oids.get(name)
    return oid === undefined ? [] : [{ name, oid }]
  })
  const names = asked.map(({ oid }) => oid)
  await tip.bring(names)
  const found = new Map<string | number, Buffer | undefined>()
  let next = 0
  for await (const { oid, type, content } of readObjects(git, { gitDir }, names, FILE_LIMIT_BYTES, 'pass-over')) {
    const name = asked[next]?.name ?? ''
    next += 1
    if (type !== 'blob' && type !== 'too-large')
      throw new LogObjectMissing(`object ${oid} of ${name} is ${type}: fetch the evidence branch again`)
    // A copy: the slice would keep the whole answer in memory.
    if (type === 'blob') found.set(name, Buffer.from(content))
  }
  const segments = new Map(wanted.map((number) => [number, found.get(number)]))
  return readTail({ checkpoint: found.get('checkpoint'), edge: found.get('edge'), last, segments }, expected, known)
}

/** Object ids of `checkpoint`, `edge` and segments by their number. Links and the like are left out, so they are missing. */
async function listFiles({ git, gitDir }: Pick<LogPlace, 'git'> & Required<Pick<GitCall, 'gitDir'>>, commit: string) {
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit, '--', 'checkpoint', 'edge', 'entries']
  const { stdout } = await git.run({ gitDir, args, limitBytes: 256 * 1024 * 1024 })
  const oids = new Map<string | number, string>()
  let last = -1
  for (const line of stdout.toString('latin1').split('\0')) {
    const [, oid, path] = /^100644 blob ([0-9a-f]{40,64})\t(.*)$/s.exec(line) ?? []
    if (oid === undefined || path === undefined) continue
    const number = segmentOfPath(path)
    oids.set(number ?? path, oid)
    if (number !== undefined) last = Math.max(last, number)
  }
  return { oids, last }
}
