import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { simpleGit } from 'simple-git'
import { type ImportSignature, importCommit } from '../adapters/git-import.ts'
import { type Git, gitProcess } from '../adapters/git-process.ts'

/** A person of the demo as git and the forge know them. */
export interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly accountId: number
}

/** Who commits, and when (RFC 3339, UTC). */
export interface Signature {
  readonly by: DemoPerson
  readonly at: string
}

/** A branch of one commit on top of main. */
export interface DemoBranch {
  readonly name: string
  readonly baseSha: string
  readonly sha: string
  readonly files: ReadonlyMap<string, string>
  readonly changes: readonly { readonly path: string; readonly status: 'added' | 'modified' }[]
}

/** What the platform's own account signs when it squashes or merges. */
const platform = { id: 'forge', name: 'Forge', login: 'web-flow', accountId: 19_864_447 } as const

/** No moments of this machine in reflogs, and nothing that is tidied up in the background while the demo is made. */
const settled = '[core]\n\tlogAllRefUpdates = false\n[receive]\n\tautogc = false\n[gc]\n\tauto = 0\n'

/**
 * A git repository that is made the same, byte for byte, on every machine: fixed names, dates and configuration. Its files
 * are known here, so each commit is one process. Everything in `folder` is removed first.
 */
export class DemoRepository {
  readonly folder: string
  readonly #git: Git
  #tip: string | undefined
  readonly #files = new Map<string, string>()
  readonly #written = new Map<string, string>()

  private constructor(folder: string) {
    this.folder = folder
    this.#git = gitProcess(environmentIn(folder))
  }

  /** @param ignored lines for the repository's own list of files that git leaves alone */
  static async create(folder: string, ignored: readonly string[] = []): Promise<DemoRepository> {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const made = new DemoRepository(folder)
    await made.#porcelain(['init', '--quiet', '--initial-branch=main'])
    appendFileSync(join(folder, '.git', 'config'), settled)
    mkdirSync(join(folder, '.git', 'info'), { recursive: true })
    writeFileSync(join(folder, '.git', 'info', 'exclude'), ignored.map((line) => `${line}\n`).join(''))
    return made
  }

  /** Commit that main is at. @throws Error before the first one */
  tip(): string {
    if (this.#tip === undefined) throw new Error('demo: nothing is committed yet')
    return this.#tip
  }

  /** A file as it was written last, committed or not. */
  read(path: string): string | undefined {
    return this.#written.get(path) ?? this.#files.get(path)
  }

  /** Files of the next commit. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) this.#written.set(path, text)
  }

  /** Commits what was written to main; gives the commit. */
  async commit(signature: Signature, message: string): Promise<string> {
    const files = this.#take()
    const sha = await this.#import({ branch: 'main', author: signature, committer: signature, message, files })
    this.#advance(sha, files)
    return sha
  }

  /** Commits what was written to a new branch; main stays as it is. */
  async branch(name: string, signature: Signature, message: string): Promise<DemoBranch> {
    const baseSha = this.tip()
    const files = this.#take()
    const sha = await this.#import({ branch: name, author: signature, committer: signature, message, files })
    const changes = [...files.keys()]
      .filter((path) => files.get(path) !== this.#files.get(path))
      .sort()
      .map((path) => ({ path, status: this.#files.has(path) ? ('modified' as const) : ('added' as const) }))
    return { name, baseSha, sha, files, changes }
  }

  /** Merges a branch that main has not left behind, as a forge does, and gives the commit it made. */
  async merge(
    { sha: head, files, baseSha }: DemoBranch,
    method: 'merge' | 'squash',
    author: DemoPerson,
    at: string,
    message: string,
  ): Promise<string> {
    if (baseSha !== this.tip()) throw new Error('demo: main has moved since the branch was made')
    const signed = { branch: 'main', author: { by: author, at }, committer: { by: platform, at }, message, files }
    const sha = await this.#import(method === 'merge' ? { ...signed, merged: head } : signed)
    this.#advance(sha, files)
    return sha
  }

  /** Makes git's index agree with main and its files. */
  async settle(): Promise<void> {
    await this.#porcelain(['reset', '--quiet', '--hard'])
  }

  #take(): ReadonlyMap<string, string> {
    const files = new Map(this.#written)
    this.#written.clear()
    return files
  }

  #advance(sha: string, files: ReadonlyMap<string, string>): void {
    this.#tip = sha
    for (const [path, text] of files) {
      this.#files.set(path, text)
      const full = join(this.folder, path)
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, text)
    }
  }

  async #import(commit: ImportedCommit): Promise<string> {
    const { author, committer, message, ...rest } = commit
    const signatures = { author: signedBy(author), committer: signedBy(committer) }
    const where = { cwd: this.folder }
    return importCommit(this.#git, where, {
      ...{ ...rest, ...signatures, message: `${message}\n` },
      ...{ parent: this.#tip, others: 'stay' },
    })
  }

  async #porcelain(args: readonly string[]): Promise<void> {
    const git = simpleGit({ baseDir: this.folder, config: ['core.autocrlf=false', 'core.fileMode=false'] })
    await git.env({ ...environmentIn(this.folder) }).raw([...args])
  }
}

interface ImportedCommit {
  readonly branch: string
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
  readonly files: ReadonlyMap<string, string>
  /** Second parent. */
  readonly merged?: string
}

/** Nothing of the machine's own git configuration may reach the demo. */
const environmentIn = (folder: string) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: join(folder, '.git'),
  XDG_CONFIG_HOME: join(folder, '.git'),
  LC_ALL: 'C',
  TZ: 'UTC',
})

const signedBy = ({ by, at }: Signature): ImportSignature => ({
  who: `${by.name} <${by.login}@example.invalid>`,
  atSeconds: Math.floor(Date.parse(at) / 1000),
})
