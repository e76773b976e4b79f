/** Runs git on the stand-in's bare repositories, asynchronously, so that the server in the same process goes on. */
import { spawn } from 'node:child_process'

export interface GitRun {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** The machine's own configuration must not leak in, and nothing may ask for a password. */
export const gitEnvironment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  ...more,
})

export function runGit(
  dir: string,
  args: readonly string[],
  { input, env }: { readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<GitRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', dir, ...args], { env: gitEnvironment(env) })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({ status: status ?? 1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    )
    // A child that has already refused closes its input; its exit status says why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Output of a run that must succeed, without the last line break. */
export async function git(
  dir: string,
  args: readonly string[],
  options: Parameters<typeof runGit>[2] = {},
): Promise<string> {
  const { status, stdout, stderr } = await runGit(dir, args, options)
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`)
  return stdout.toString('utf8').replace(/\n$/, '')
}

/** The full id of a commit, branch or tag; undefined where there is none. A branch goes before a tag of its name. */
export async function shaOf(dir: string, name: string, type = 'commit'): Promise<string | undefined> {
  if (name === '' || /[\n\0]/.test(name)) return undefined
  const candidates = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]
  const input = candidates.map((candidate) => `${candidate}^{${type}}\n`).join('')
  const lines = await git(dir, ['cat-file', '--batch-check=%(objectname)'], { input })
  return lines.split('\n').find((line) => /^[0-9a-f]{40}$/.test(line))
}

export const isAncestor = async (dir: string, ancestor: string, descendant: string) =>
  (await runGit(dir, ['merge-base', '--is-ancestor', ancestor, descendant])).status === 0
