import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { devNull } from 'node:os'

/** One run of `git`. Secrets go into `config`, never into `args`: other processes can read an argument list. */
export interface GitCall {
  readonly args: readonly string[]
  /** Folder to run in; git finds the repository from here unless `gitDir` names it. */
  readonly cwd?: string
  readonly gitDir?: string
  /** Index to use instead of that of the repository: git gives its hooks one of their own for `git commit FILE`. */
  readonly indexFile?: string
  readonly stdin?: string | Uint8Array
  /** Configuration for this run only, handed over in the environment, for example an `http.extraHeader`. */
  readonly config?: readonly (readonly [key: string, value: string])[]
  /** Wall time before the run is killed; default two minutes. */
  readonly timeoutMs?: number
  /** Bytes of output before the run is killed; default 64 MiB. */
  readonly limitBytes?: number
  /** Exit statuses that are an answer and not a failure; default only 0. */
  readonly okStatuses?: readonly number[]
  readonly signal?: AbortSignal
}

interface GitResult {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface Git {
  /** Runs to the end and gives the whole output. @throws GitMissing, GitFailed */
  run(call: GitCall): Promise<GitResult>
  /** The same with the output as text without its last line break. @throws GitMissing, GitFailed */
  text(call: GitCall): Promise<string>
  /** The output in pieces as it arrives, for answers too large to hold. @throws GitMissing, GitFailed while iterating */
  stream(call: GitCall): AsyncIterable<Buffer>
}

/** There is no `git` on the path. */
export class GitMissing extends Error {
  override readonly name = 'GitMissing'
  constructor(options?: ErrorOptions) {
    super('git was not found. Install git 2.31 or newer and make sure it is on PATH.', options)
  }
}

export type GitFailure = 'status' | 'timeout' | 'too-much-output' | 'no-folder' | 'aborted' | 'not-started'

/** `git` ran and did not give an answer. `message` carries no credentials. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
  readonly failure: GitFailure
  /** Exit status, or null where git was killed or never ran. */
  readonly status: number | null
  readonly stderr: string
  constructor(
    failure: GitFailure,
    status: number | null,
    args: readonly string[],
    stderr: string,
    options?: ErrorOptions,
  ) {
    const said = withoutCredentials(stderr.trim())
    super(
      `git ${withoutCredentials(args.join(' ')).slice(0, 300)}: ${reasonOf(failure, status)}${said === '' ? '' : `: ${said}`}`,
      options,
    )
    this.failure = failure
    this.status = status
    this.stderr = said
  }
}

function reasonOf(failure: GitFailure, status: number | null): string {
  switch (failure) {
    case 'status':
      return status === null ? 'ended by a signal' : `exit status ${status}`
    case 'timeout':
      return 'took too long and was stopped'
    case 'too-much-output':
      return 'answered with more than the limit and was stopped'
    case 'no-folder':
      return 'the folder to run in does not exist'
    case 'aborted':
      return 'interrupted'
    case 'not-started':
      return 'could not be started'
  }
}

function withoutCredentials(text: string): string {
  return text.replace(/:\/\/[^\s/@]*@/g, '://')
}

/**
 * What git may see of the caller's environment. Everything else is dropped, above all GIT_DIR, GIT_OBJECT_DIRECTORY,
 * GIT_ALTERNATE_OBJECT_DIRECTORIES, GIT_CONFIG* and GIT_TRACE*, which would make it read or write another repository.
 */
const ALLOWED = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'XDG_CONFIG_HOME',
  'SSH_AUTH_SOCK',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
])

/** Options for every run: no hooks, no file system monitor, no transport that is a program. */
const GUARDS = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'protocol.ext.allow=never']

function environmentOf(outer: Readonly<Record<string, string | undefined>>, { config = [], indexFile }: GitCall) {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(outer))
    if (value !== undefined && ALLOWED.has(name.toUpperCase())) environment[name] = value
  Object.assign(environment, {
    LC_ALL: 'C',
    // A replacement object would change what is read without a trace.
    GIT_NO_REPLACE_OBJECTS: '1',
    // So would a graft, which gives a commit other parents.
    GIT_GRAFT_FILE: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CONFIG_COUNT: String(config.length),
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
  })
  for (const [index, [key, value]] of config.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key
    environment[`GIT_CONFIG_VALUE_${index}`] = value
  }
  return environment
}

/**
 * `git` as a plain program: no shell, arguments as a list, raw bytes, bounded in time and output.
 *
 * @param outer the environment of the process; only what git needs of it is passed on
 */
export function gitProcess(outer: Readonly<Record<string, string | undefined>>): Git {
  async function* stream(call: GitCall, ended?: (status: number, stderr: string) => void): AsyncGenerator<Buffer> {
    if (call.cwd !== undefined && !existsSync(call.cwd)) throw new GitFailed('no-folder', null, call.args, call.cwd)
    if (call.signal?.aborted === true) throw new GitFailed('aborted', null, call.args, '')
    const args = [...GUARDS, ...(call.gitDir === undefined ? [] : [`--git-dir=${call.gitDir}`]), ...call.args]
    let child: ChildProcessWithoutNullStreams
    try {
      child = spawn('git', args, {
        ...(call.cwd === undefined ? {} : { cwd: call.cwd }),
        env: environmentOf(outer, call),
        stdio: 'pipe',
        windowsHide: true,
      })
    } catch (cause) {
      throw new GitFailed('not-started', null, call.args, cause instanceof Error ? cause.message : '', { cause })
    }
    let stopped: GitFailure | undefined
    let notStarted: unknown
    let stderr = ''
    const stop = (why: GitFailure) => {
      stopped ??= why
      // A grandchild can keep the pipes open after git is gone: do not wait for it.
      child.kill('SIGKILL')
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const status = new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        notStarted = error
        child.stdout.destroy()
        resolve(null)
      })
      child.once('exit', (code) => resolve(code))
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (piece: string) => {
      // The end of a long complaint says more than its beginning.
      stderr = (stderr + piece).slice(-8192)
    })
    const stderrClosed = new Promise<void>((resolve) => child.stderr.once('close', resolve))
    const timer = setTimeout(() => stop('timeout'), call.timeoutMs ?? 120_000)
    const onAbort = () => stop('aborted')
    call.signal?.addEventListener('abort', onAbort, { once: true })
    // Git may end without reading all it was given; its exit status tells, not the broken pipe.
    child.stdin.on('error', () => undefined)
    child.stdin.end(call.stdin ?? '')
    const limitBytes = call.limitBytes ?? 64 * 1024 * 1024
    let bytes = 0
    let finished = false
    try {
      try {
        for await (const piece of child.stdout as AsyncIterable<Buffer>) {
          bytes += piece.length
          if (bytes > limitBytes) {
            stop('too-much-output')
            break
          }
          yield piece
        }
      } catch (cause) {
        if (stopped === undefined && notStarted === undefined) throw cause
      }
      const code = await status
      if (notStarted !== undefined) {
        if ((notStarted as NodeJS.ErrnoException).code === 'ENOENT') throw new GitMissing({ cause: notStarted })
        throw new GitFailed('not-started', null, call.args, String(notStarted), { cause: notStarted })
      }
      if (stopped !== undefined) throw new GitFailed(stopped, null, call.args, stderr)
      await stderrClosed
      finished = true
      if (code === null || !(call.okStatuses ?? [0]).includes(code))
        throw new GitFailed('status', code, call.args, stderr)
      ended?.(code, stderr)
    } finally {
      clearTimeout(timer)
      call.signal?.removeEventListener('abort', onAbort)
      // The reader may leave early; the process must not stay.
      if (!finished && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    }
  }

  async function run(call: GitCall): Promise<GitResult> {
    const pieces: Buffer[] = []
    let result = { status: 0, stderr: '' }
    const ended = (status: number, stderr: string) => {
      result = { status, stderr }
    }
    for await (const piece of stream(call, ended)) pieces.push(piece)
    return { ...result, stdout: Buffer.concat(pieces) }
  }

  return {
    run,
    stream: (call) => stream(call),
    async text(call) {
      return (await run(call)).stdout.toString('utf8').replace(/\n$/, '')
    },
  }
}

/**
 * Configuration that authenticates to one server with a token, for `GitCall.config`. The header is bound to the
 * server's address, so a redirect or a submodule elsewhere never receives it.
 *
 * @param remote an http(s) address; for any other kind of remote there is nothing to add
 */
export function tokenConfig(remote: string, token: string): readonly (readonly [string, string])[] {
  if (!/^https?:\/\//i.test(remote)) return []
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  return [[`http.${new URL(remote).origin}/.extraHeader`, `Authorization: Basic ${basic}`]]
}
