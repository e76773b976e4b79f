#!/usr/bin/env node
import { exitStatus } from '../model/exit-status.ts'
import type { Terminal } from '../wiring/terminal.ts'
import { withoutSecrets } from '../wiring/without-secrets.ts'
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
  line.clear()
  setTimeout(() => process.exit(exitStatus.interrupted), graceMs).unref()
}
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

let broken = false

/** Nobody reads any more (`| head`): what is printed is lost, the exit status still counts. */
function writerTo(name: 'stdout' | 'stderr'): (text: string) => void {
  let state: 'unused' | 'open' | 'closed' = 'unused'
  return (text) => {
    if (state === 'closed') return
    // Opening a stream costs time: one that nothing is said on stays closed.
    const stream = process[name]
    if (state === 'unused') {
      state = 'open'
      stream.on('error', (error: NodeJS.ErrnoException) => {
        state = 'closed'
        if (error.code === 'EPIPE') return
        // A report that could not be written, for example to a full disk, was not given.
        broken = true
        process.exitCode = exitStatus.notDetermined
      })
    }
    stream.write(text)
  }
}

const { env } = process
const errors = writerTo('stderr')
const line = progressLine(
  errors,
  // `performance` would be loaded for this alone.
  () => process.uptime() * 1000,
  () => canRedraw(env, process.stderr.isTTY === true) && { columns: process.stderr.columns },
)
/** Both streams may show on the same screen. */
const after = (write: (text: string) => void) => (text: string) => {
  line.clear()
  write(withoutSecrets(text))
}
const terminal: Terminal = {
  out: after(writerTo('stdout')),
  err: after(errors),
  progress: line.show,
  get colours() {
    return wantsColours(env, process.stdout.isTTY === true)
  },
  get interactive() {
    return canAsk(env, process.stdin.isTTY === true && process.stderr.isTTY === true)
  },
  questions: async () => (await import('../adapters/terminal-questions.ts')).terminalQuestions(abort.signal),
  environment: env,
  signal: abort.signal,
}

void runCommand(process.argv.slice(2), terminal).then((status) => {
  line.clear()
  if (!broken) process.exitCode = status
})
