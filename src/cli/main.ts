#!/usr/bin/env node
import { exitStatus } from '../model/exit-status.ts'
import type { Terminal } from '../wiring/terminal.ts'
import { progressLine } from './progress-line.ts'
import { runCommand } from './run-command.ts'
import { canAsk, canRedraw, wantsColours } from './terminal-look.ts'

/** Time that an interrupted run has to put things in order, for example to remove a half-written file. */
const graceMs = 3000

const abort = new AbortController()
const interrupt = () => {
  // A second signal ends the run at once.
  if (abort.signal.aborted) process.exit(exitStatus.interrupted)
  abort.abort()
  line?.clear()
  setTimeout(() => process.exit(exitStatus.interrupted), graceMs).unref()
}
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

let broken = false

/** Nobody reads any more (`| head`): what is printed is lost, the exit status still counts. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false
    if (error.code === 'EPIPE') return
    // A report that could not be written, for example to a full disk, was not given.
    broken = true
    process.exitCode = exitStatus.notDetermined
  })
  return (text) => {
    if (open) stream.write(text)
  }
}

const { env } = process
const redraws = canRedraw(env, process.stderr.isTTY === true)
const errors = writerTo(process.stderr)
const line = redraws
  ? progressLine(
      errors,
      () => performance.now(),
      () => process.stderr.columns,
    )
  : undefined
/** Both streams may show on the same screen. */
const after = (write: (text: string) => void) => (text: string) => {
  line?.clear()
  write(text)
}
const terminal: Terminal = {
  out: after(writerTo(process.stdout)),
  err: after(errors),
  ...(line === undefined ? {} : { progress: line.show }),
  colours: wantsColours(env, process.stdout.isTTY === true),
  // Opening the input costs time that only those who ask a person have to spend.
  get interactive() {
    return canAsk(env, process.stdin.isTTY === true && process.stderr.isTTY === true)
  },
  environment: env,
  signal: abort.signal,
}

const status = await runCommand(process.argv.slice(2), terminal)
line?.clear()
if (!broken) process.exitCode = status
