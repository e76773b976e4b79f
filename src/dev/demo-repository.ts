import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type SimpleGit, simpleGit } from 'simple-git'

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

/** What the platform's own account signs when it squashes or merges. */
const platform = { id: 'forge', name: 'Forge', login: 'web-flow', accountId: 19_864_447 } as const

/**
 * A git repository that is made the same, byte for byte, on every machine: fixed names, dates and configuration.
 * Everything in `folder` is removed first.
 */
export class DemoRepository {
  readonly folder: string
  readonly #git: SimpleGit

  private constructor(folder: string) {
    this.folder = folder
    this.#git = simpleGit({
      baseDir: folder,
      allowEnvironment: [
        'GIT_AUTHOR_NAME',
        'GIT_AUTHOR_EMAIL',
        'GIT_AUTHOR_DATE',
        'GIT_COMMITTER_NAME',
        'GIT_COMMITTER_EMAIL',
        'GIT_COMMITTER_DATE',
      ],
      config: [
        'core.autocrlf=false',
        'commit.gpgsign=false',
        'gc.auto=0',
        'core.fileMode=false',
        'advice.detachedHead=false',
      ],
    })
  }

  /** @param ignored lines for the repository's own list of files that git leaves alone */
  static async create(folder: string, ignored: readonly string[] = []): Promise<DemoRepository> {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const made = new DemoRepository(folder)
    await made.#as({ by: platform, at: '2025-01-01T00:00:00Z' }).raw(['init', '--quiet', '--initial-branch=main'])
    mkdirSync(join(folder, '.git', 'info'), { recursive: true })
    writeFileSync(join(folder, '.git', 'info', 'exclude'), ignored.map((line) => `${line}\n`).join(''))
    return made
  }

  /** Nothing of the machine's own git configuration may reach the demo. */
  #as({ by, at }: Signature, committer: Signature = { by, at }): SimpleGit {
    return this.#git.env({
      PATH: process.env['PATH'] ?? '',
      HOME: join(this.folder, '.git'),
      XDG_CONFIG_HOME: join(this.folder, '.git'),
      LC_ALL: 'C',
      TZ: 'UTC',
      GIT_AUTHOR_NAME: by.name,
      GIT_AUTHOR_EMAIL: `${by.login}@example.invalid`,
      GIT_AUTHOR_DATE: at,
      GIT_COMMITTER_NAME: committer.by.name,
      GIT_COMMITTER_EMAIL: `${committer.by.login}@example.invalid`,
      GIT_COMMITTER_DATE: committer.at,
    })
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.folder, path)
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, text)
    }
  }

  async commit(signature: Signature, message: string): Promise<string> {
    const git = this.#as(signature)
    await git.raw(['add', '--all'])
    await git.raw(['commit', '--quiet', '--no-verify', '--message', message])
    return this.tip()
  }

  async tip(): Promise<string> {
    return (await this.#git.raw(['rev-parse', 'HEAD'])).trim()
  }

  async branch(name: string): Promise<void> {
    await this.#git.raw(['checkout', '--quiet', '-b', name, 'main'])
  }

  async checkout(name: string): Promise<void> {
    await this.#git.raw(['checkout', '--quiet', name])
  }

  /** Merges a branch into main as a forge does and gives the commit it made. */
  async merge(
    branch: string,
    method: 'merge' | 'squash',
    author: DemoPerson,
    at: string,
    message: string,
  ): Promise<string> {
    await this.checkout('main')
    const git = this.#as({ by: author, at }, { by: platform, at })
    if (method === 'merge') {
      await git.raw(['merge', '--quiet', '--no-ff', '--no-verify', '--message', message, branch])
    } else {
      await git.raw(['merge', '--quiet', '--squash', branch])
      await git.raw(['commit', '--quiet', '--no-verify', '--message', message])
    }
    return this.tip()
  }

  /** Files of a diff between two commits: path and what happened to it. */
  async changedFiles(
    from: string,
    to: string,
  ): Promise<readonly { path: string; status: 'added' | 'modified' | 'removed' }[]> {
    const names = { A: 'added', M: 'modified', D: 'removed' } as const
    const text = await this.#git.raw(['diff', '--name-status', '--no-renames', '-z', `${from}...${to}`])
    const parts = text.split('\0')
    const files = []
    for (let index = 0; index + 1 < parts.length; index += 2) {
      const status = names[parts[index] as keyof typeof names]
      const path = parts[index + 1]
      if (status === undefined || path === undefined) throw new Error(`unexpected change in the demo: ${parts[index]}`)
      files.push({ path, status })
    }
    return files
  }
}
