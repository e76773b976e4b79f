/** Reads commits and differences as GitHub reports them. */
import { git, runGit } from './git.ts'

interface GitPerson {
  readonly name: string
  readonly email: string
  readonly date: string
}

export interface GitCommit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: GitPerson
  readonly committer: GitPerson
  readonly message: string
}

/** What git says of two commits never changes, and pages of one list ask for it again and again. */
const remembered = new Map<string, Promise<unknown>>()
const REMEMBERED = 1000

export function remember<T>(key: readonly string[], make: () => Promise<T>): Promise<T> {
  const name = key.join('\0')
  const known = remembered.get(name)
  // A key names one kind of answer only, so what was kept under it is of this type.
  if (known !== undefined) return known as Promise<T>
  if (remembered.size >= REMEMBERED) remembered.clear()
  const made = make()
  remembered.set(name, made)
  return made
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00')

const inUtc = (date: string) => new Date(date).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** Commits in the order given; throws where one is not there. */
export async function readCommits(dir: string, shas: readonly string[]): Promise<GitCommit[]> {
  if (shas.length === 0) return []
  const args = ['log', '--no-walk=unsorted', '--stdin', `--format=${FIELDS}%x00%x01`]
  const text = await git(dir, args, { input: `${shas.join('\n')}\n` })
  return text
    .split('\0\u0001')
    .map((entry) => entry.replace(/^\n/, ''))
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
        entry.split('\0')
      return {
        sha,
        tree,
        parents: parents === '' ? [] : parents.split(' '),
        author: { name: an, email: ae, date: inUtc(ad) },
        committer: { name: cn, email: ce, date: inUtc(cd) },
        message: message.replace(/\n+$/, ''),
      }
    })
}

/** Ids reachable from one and not from the other, oldest first; both lines of parents. */
export const commitsBetween = (dir: string, base: string, head: string): Promise<readonly string[]> =>
  remember([dir, 'commits', base, head], async () => {
    const text = await git(dir, ['rev-list', '--topo-order', '--reverse', `${base}..${head}`])
    return text === '' ? [] : text.split('\n')
  })

export const mergeBase = (dir: string, a: string, b: string): Promise<string | undefined> =>
  remember([dir, 'base', a, b], async () => {
    const { status, stdout } = await runGit(dir, ['merge-base', a, b])
    return status === 0 ? stdout.toString('utf8').trim() : undefined
  })

export interface GitFile {
  readonly path: string
  readonly previousPath: string | undefined
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed'
  readonly sha: string
  readonly additions: number
  readonly deletions: number
}

const STATUS: Readonly<Record<string, GitFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
}

/** Files that differ between two commits, renames found; by path. */
export const filesBetween = (dir: string, from: string, to: string): Promise<readonly GitFile[]> =>
  remember([dir, 'files', from, to], () => readFiles(dir, from, to))

async function readFiles(dir: string, from: string, to: string): Promise<GitFile[]> {
  const args = ['diff', '--raw', '--numstat', '-z', '-M', '--no-abbrev', from, to]
  const fields = (await git(dir, args)).split('\0').values()
  const take = () => String(fields.next().value ?? '')
  const found: Omit<GitFile, 'additions' | 'deletions'>[] = []
  const counts = new Map<string, readonly [number, number]>()
  for (const field of fields) {
    if (field.startsWith(':')) {
      const [, , before = '', after = '', letter = ''] = field.slice(1).split(' ')
      const status = STATUS[letter.charAt(0)]
      if (status === undefined) throw new Error(`git diff says ${letter}, which is not known here`)
      const first = take()
      const renamed = status === 'renamed'
      const path = renamed ? take() : first
      found.push({
        path,
        previousPath: renamed ? first : undefined,
        status,
        sha: status === 'removed' ? before : after,
      })
    } else if (field !== '') {
      const [added = '', removed = '', name = ''] = field.split('\t')
      // A rename's two paths follow as fields of their own.
      if (name === '') take()
      counts.set(name === '' ? take() : name, [Number(added) || 0, Number(removed) || 0])
    }
  }
  return found.map((file) => {
    const [additions, deletions] = counts.get(file.path) ?? [0, 0]
    return { ...file, additions, deletions }
  })
}

/** The changed lines of each file that is text, as the API shows them: from the first hunk on. */
export const patchesBetween = (dir: string, from: string, to: string): Promise<ReadonlyMap<string, string>> =>
  remember([dir, 'patches', from, to], async () => {
    const text = await git(dir, ['-c', 'core.quotePath=false', 'diff', '-M', '--no-color', from, to])
    const patches = new Map<string, string>()
    for (const part of text.split(/^diff --git /m).slice(1)) {
      const hunks = part.search(/^@@ /m)
      const path = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1] ?? /^--- a\/(.*)$/m.exec(part)?.[1]
      if (hunks !== -1 && path !== undefined) patches.set(path, part.slice(hunks).replace(/\n$/, ''))
    }
    return patches
  })

export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size: number | undefined
  readonly path: string
}

export async function readTree(dir: string, tree: string, recursive: boolean): Promise<TreeEntry[]> {
  const text = await git(dir, ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), tree])
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t')
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/)
      return { mode, type, sha, size: size === '-' ? undefined : Number(size), path: line.slice(tab + 1) }
    })
}

export async function readBlob(dir: string, sha: string): Promise<Buffer | undefined> {
  const { status, stdout } = await runGit(dir, ['cat-file', 'blob', sha])
  return status === 0 ? stdout : undefined
}
