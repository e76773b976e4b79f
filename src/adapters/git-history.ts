import type { SourceFile } from '../model/program-model.ts'
import type { FileVersion, History, HistoryCommit } from '../ports/history.ts'
import { limits as readerLimits } from '../read/limits.ts'
import { type BlobContent, readBlobs, readListedBlobs } from './git-blobs.ts'
import { commitFormat, parseCommits, parseWalk, type WalkedChange, type WalkedCommit } from './git-log-parser.ts'
import { readObjects } from './git-objects.ts'
import type { Git, GitCall } from './git-process.ts'
import { readRefs } from './git-refs.ts'
import { listTree } from './git-tree.ts'

export interface GitHistoryOptions {
  /** The repository: a work tree (`cwd`) or a git directory (`gitDir`), bare or not. */
  readonly where: Pick<GitCall, 'cwd' | 'gitDir'>
  /** A file above this is listed as unreadable; default: the limit of the reader. */
  readonly fileLimitBytes?: number
  /** All files of one answer together; default 512 MiB. */
  readonly totalLimitBytes?: number
  /** Wall time of one git process; default two minutes. */
  readonly timeoutMs?: number
}

/** Configuration of a user or a repository that would change what `git log` prints. */
const settled = ['-c', 'log.showSignature=false', '-c', 'log.follow=false', '-c', 'diff.ignoreSubmodules=none']

/**
 * Renames between unlike files cost the square of their number: above this many, only identical files are paired. Given
 * here because the default differs between versions of git.
 */
const renameLimit = '-l1000'

/**
 * The history of a repository, read from its objects with a fixed number of git processes: never one for each file or
 * each commit.
 *
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, HistoryTooLarge from every method
 */
export function gitHistory(git: Git, options: GitHistoryOptions): History {
  const limits = {
    fileLimitBytes: options.fileLimitBytes ?? readerLimits.fileBytes,
    totalLimitBytes: options.totalLimitBytes ?? 512 * 1024 * 1024,
  }
  const where = { ...options.where, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) }
  const log = (args: readonly string[]) =>
    git.run({
      ...where,
      limitBytes: 256 * 1024 * 1024,
      args: [
        ...['--literal-pathspecs', ...settled, 'log', '-z', '--first-parent', '--reverse', '--no-color'],
        ...['--no-decorate', '--no-notes', '--encoding=UTF-8', `--format=${commitFormat}`, ...args],
      ],
    })

  async function walk(tip: string, paths: readonly string[]): Promise<readonly WalkedCommit[]> {
    const { stdout } = await log([
      ...['--raw', '--no-abbrev', '-M50%', renameLimit, '-O/dev/null', '--diff-merges=first-parent', '--root'],
      ...['--no-ext-diff', '--no-relative', '--full-diff', '--end-of-options', tip, '--', ...paths],
    ])
    return parseWalk(stdout)
  }

  /** One process asks for all, and one for full names of refs. */
  async function resolveAll(revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
    const isName = (revision: string) => revision !== '' && !/[\0\n]/.test(revision)
    const isRef = (revision: string) => /^refs\/[^~^:@{]+$/.test(revision)
    const named = revisions.filter(isName)
    const refs = await readRefs(git, where, named.filter(isRef))
    const asked = named.filter((revision) => !isRef(revision) || refs.has(revision))
    if (asked.length === 0) return revisions.map(() => undefined)
    const { stdout } = await git.run({
      ...where,
      args: ['cat-file', '--batch-check=%(objectname)'],
      stdin: asked.map((revision) => `${refs.get(revision) ?? revision}^{commit}\n`).join(''),
    })
    const answers = stdout.toString('utf8').split('\n')
    const found = new Map(asked.map((revision, index) => [revision, answers[index] ?? '']))
    return revisions.map((revision) => /^[0-9a-f]{40,64}$/.exec(found.get(revision) ?? '')?.[0])
  }

  async function* readVersions(links: readonly ChainLink[]): AsyncGenerator<FileVersion> {
    const oids = links.flatMap(({ oid }) => oid ?? [])
    const objects = readObjects(git, where, oids, limits.fileLimitBytes, 'pass-over')
    try {
      for (const link of links) {
        if (link.oid === undefined) {
          yield versionOf(link, new Map())
          continue
        }
        const { value: found } = await objects.next()
        const content: BlobContent =
          found?.type === 'blob'
            ? { bytes: found.content }
            : { unreadable: `its content is ${found?.type ?? 'missing'}`, remedy: 'Fetch the whole repository.' }
        yield versionOf(link, new Map([[link.oid, content]]))
      }
    } finally {
      // Its git waits for a reader, and the process would wait for its git.
      await objects.return(undefined)
    }
  }

  return {
    resolve: async (revision) => (await resolveAll([revision]))[0],

    resolveAll,

    async isShallow() {
      return (await git.text({ ...where, args: ['rev-parse', '--is-shallow-repository'] })) !== 'false'
    },

    async filesAt(commit, folder, endings) {
      const entries = await listTree(git, where, commit, folder, endings, limits.fileLimitBytes)
      const blobs = await readListedBlobs(git, where, entries, limits)
      return entries.map((entry): SourceFile => {
        if (!('oid' in entry)) return entry
        const blob = contentOf(blobs, entry.oid)
        return 'bytes' in blob
          ? { path: entry.path, bytes: blob.bytes }
          : { path: entry.path, unreadable: blob.unreadable, remedy: blob.remedy }
      })
    },

    async fileVersions(tip, path, limit) {
      const { stdout } = await log([
        ...['-n', String(limit + 1), '--raw', '--no-abbrev', '--no-renames', '--diff-merges=first-parent', '--root'],
        ...['--no-ext-diff', '--no-relative', '--end-of-options', tip, '--', path],
      ])
      const links = parseWalk(stdout)
        .toReversed()
        .flatMap(({ commit, changes }) => changes.filter((change) => change.path === path).map(linkOf(commit)))
      return { versions: readVersions(links.slice(0, limit)), more: links.length > limit }
    },

    async firstParent(tip, after) {
      const { stdout } = await log([
        '--no-patch',
        '--end-of-options',
        tip,
        ...(after === undefined ? [] : [`^${after}`]),
        '--',
      ])
      return parseCommits(stdout)
    },

    async versionsBelow(tip, folder, endings) {
      const wanted = (path: string) => isBelow(path, folder) && endings.some((ending) => path.endsWith(ending))
      const commits = await walkWithSources(walk, tip, folder, wanted)
      const chains = chainsOf(commits, wanted)
      const oids = [...chains.values()].flatMap((chain) => chain.flatMap(({ oid }) => (oid === undefined ? [] : [oid])))
      const blobs = await readBlobs(git, where, oids, limits)
      const versions = new Map<string, readonly FileVersion[]>()
      for (const key of [...chains.keys()].sort()) {
        const chain = chains.get(key) ?? []
        versions.set(
          key,
          chain.map((link) => versionOf(link, blobs)),
        )
      }
      return versions
    },
  }
}

const contentOf = (blobs: ReadonlyMap<string, BlobContent>, oid: string): BlobContent =>
  blobs.get(oid) ?? { unreadable: 'its content was not read', remedy: 'Fetch the whole repository.' }

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || folder === '.' || path.startsWith(`${folder.replace(/(?<!\/)\/+$/, '')}/`)

interface ChainLink {
  readonly commit: HistoryCommit
  readonly path: string
  /** undefined where the commit removed the file, or left no regular file. */
  readonly oid: string | undefined
  readonly unreadable?: string
}

/** What a commit left at a path. */
const linkOf =
  (commit: HistoryCommit) =>
  ({ path, oid, mode }: Pick<WalkedChange, 'path' | 'oid' | 'mode'>): ChainLink => {
    const unreadable =
      mode === '120000' ? 'This is a symbolic link' : mode === '160000' ? 'This is a submodule' : undefined
    return unreadable === undefined || oid === undefined
      ? { commit, path, oid }
      : { commit, path, oid: undefined, unreadable }
  }

function versionOf(link: ChainLink, blobs: ReadonlyMap<string, BlobContent>): FileVersion {
  const { commit, path, oid, unreadable } = link
  if (unreadable !== undefined) return { commit, path, bytes: undefined, unreadable }
  if (oid === undefined) return { commit, path, bytes: undefined }
  const blob = contentOf(blobs, oid)
  return 'bytes' in blob
    ? { commit, path, bytes: blob.bytes }
    : { commit, path, bytes: undefined, unreadable: blob.unreadable }
}

/**
 * Walks the folder; where a file came into it from elsewhere (the whole folder may have been renamed), walks again with
 * its old path included, a few times at most.
 */
async function walkWithSources(
  walk: (tip: string, paths: readonly string[]) => Promise<readonly WalkedCommit[]>,
  tip: string,
  folder: string,
  wanted: (path: string) => boolean,
): Promise<readonly WalkedCommit[]> {
  if (folder === '' || folder === '.') return walk(tip, [])
  const sources = new Set<string>()
  for (let round = 0; ; round += 1) {
    const commits = await walk(tip, [folder, ...sources])
    const before = sources.size
    for (const { changes } of commits)
      for (const { path, previousPath } of changes)
        if (previousPath !== undefined && (wanted(path) || sources.has(path)) && !isBelow(previousPath, folder))
          sources.add(previousPath)
    if (sources.size === before || sources.size > 2000 || round === 4) return commits
  }
}

/** The versions of each file, renames followed, oldest first; the key is the last path. */
function chainsOf(commits: readonly WalkedCommit[], wanted: (path: string) => boolean): Map<string, ChainLink[]> {
  const live = new Map<string, ChainLink[]>()
  const removed: { readonly path: string; readonly chain: ChainLink[] }[] = []
  for (const { commit, changes } of commits) {
    for (const { path, previousPath, oid, mode } of changes) {
      const chain = live.get(previousPath ?? path) ?? []
      live.delete(previousPath ?? path)
      if (oid === undefined) {
        chain.push({ commit, path, oid })
        removed.push({ path, chain })
        continue
      }
      chain.push(linkOf(commit)({ path, oid, mode }))
      live.set(path, chain)
    }
  }
  const found = new Map<string, ChainLink[]>()
  // A file that was removed and made again under its old name is one file: what came before comes first.
  for (const { path, chain } of removed) if (wanted(path)) found.set(path, [...(found.get(path) ?? []), ...chain])
  for (const [path, chain] of live) if (wanted(path)) found.set(path, [...(found.get(path) ?? []), ...chain])
  return found
}
