import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Git, gitProcess } from '../../src/adapters/git-process.ts'

const identity = {
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@example.invalid',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@example.invalid',
}

/** A folder for throw-away repositories, apart from the configuration of whoever runs the tests. */
export class GitSandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'git-sandbox-'))
  readonly environment: Readonly<Record<string, string>> = {
    PATH: process.env['PATH'] ?? '',
    HOME: this.folder,
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C',
    ...identity,
  }
  readonly git: Git = gitProcess(this.environment)
  #clock = Date.parse('2026-01-02T10:00:00Z')

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** Runs git; gives what it prints. */
  run(cwd: string, ...args: readonly string[]): string {
    const date = new Date(this.#clock).toISOString()
    const env = { ...this.environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
    return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }

  bare(name: string): string {
    this.run(this.folder, 'init', '-q', '--bare', '-b', 'main', name)
    return this.path(name)
  }

  work(name: string): string {
    this.run(this.folder, 'init', '-q', '-b', 'main', name)
    return this.path(name)
  }

  write(repository: string, path: string, content: string | Buffer): void {
    const file = join(repository, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }

  /** Commits all that is there, an hour after the commit before; gives its id. */
  commit(repository: string, message: string): string {
    this.#clock += 3_600_000
    this.run(repository, 'add', '-A')
    this.run(repository, 'commit', '-q', '--allow-empty', '-m', message)
    return this.run(repository, 'rev-parse', 'HEAD')
  }
}
