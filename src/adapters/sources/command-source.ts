import { spawn } from 'node:child_process'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { SourceUnread } from '../../model/source-unread.ts'
import type { CommandQuestion } from '../../ports/source-reader.ts'
import { isWithheld } from './withheld-variables.ts'

export interface CommandPlace {
  /** Folder to run in. */
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** @throws Refusal */
function environmentFor({ id, environment: names }: CommandQuestion, environment: CommandPlace['environment']) {
  const given: Record<string, string> = {}
  for (const wanted of ['PATH', ...names]) {
    if (isWithheld(wanted))
      throw new Refusal(
        exitStatus.usage,
        `${id} may not have ${wanted}`,
        'Give the program a token of its own, under another name.',
      )
    const value = environment[wanted]
    if (value !== undefined) given[wanted] = value
    else if (wanted !== 'PATH')
      throw new Refusal(exitStatus.usage, `${id} needs ${wanted}, which is not set`, 'Set it for this run.')
  }
  return given
}

/** Bytes of output before the program is stopped. */
const limitBytes = 64 * 1024 * 1024

/**
 * Runs a declared program and gives what it prints. It gets PATH and the variables that were named, no more: neither the token
 * nor the signing key. What it says on stderr is not repeated, for nobody knows what it holds.
 */
export async function readCommandSource(
  question: CommandQuestion,
  { cwd, environment, signal }: CommandPlace,
): Promise<Uint8Array> {
  const { argv, timeoutMs } = question
  const [program = '', ...parameters] = argv
  const env = environmentFor(question, environment)
  return new Promise((resolve, reject) => {
    // A group of its own: whatever it started ends with it.
    const child = spawn(program, parameters, {
      cwd,
      env,
      shell: false,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const pieces: Buffer[] = []
    let size = 0
    let failure: string | undefined
    const stop = (why: string) => {
      failure ??= why
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }
    const timer = setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} seconds`), timeoutMs)
    const interrupt = () => stop('the run was interrupted')
    signal.addEventListener('abort', interrupt, { once: true })
    if (signal.aborted) interrupt()
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > limitBytes) stop(`it printed more than ${limitBytes} bytes`)
      else pieces.push(piece)
    })
    const settle = (why: string | undefined) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupt)
      if (why === undefined) resolve(Buffer.concat(pieces))
      else reject(new SourceUnread(why))
    }
    child.once('error', () => settle('its program cannot be started'))
    child.once('close', (code) => {
      if (failure !== undefined || code !== 0)
        settle(failure ?? (code === null ? 'it was ended by a signal' : `it ended with status ${code}`))
      else {
        // What it left running must not outlive the reading.
        stop('')
        settle(undefined)
      }
    })
  })
}
