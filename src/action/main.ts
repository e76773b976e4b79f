import { readFileSync, statSync } from 'node:fs'
import * as core from '@actions/core'
import type { Mode } from '../model/action-inputs.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import { printAnnotations } from '../report/github-annotations.ts'
import { printable } from '../report/printable.ts'
import type { Terminal } from '../wiring/terminal.ts'
import { withoutSecrets } from '../wiring/without-secrets.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { jobLog } from './job-log.ts'
import type { ActionContext, ModeResult, Outputs } from './mode.ts'

const run: Readonly<Record<Mode, (context: ActionContext) => Promise<ModeResult>>> = {
  check: async (context) => (await import('./check-mode.ts')).checkMode(context),
  gate: async (context) => (await import('./gate-mode.ts')).gateMode(context),
  record: async (context) => (await import('./record-mode.ts')).recordMode(context),
  render: async (context) => (await import('./render-mode.ts')).renderMode(context),
}

/** GitHub drops the summary of a step above 1 MiB whole; the rest of it belongs to other actions of the job. */
const pageLimitBytes = 900 * 1024

/** Payloads have at most 25 MB. */
const payloadLimitBytes = 32 * 1024 * 1024

const { env } = process
const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort())
const write = (text: string) => void process.stdout.write(text)
const log = jobLog(write)

async function main(): Promise<void> {
  const inputs = readInputs((name) => core.getInput(name))
  for (const secret of [inputs.token, inputs.logKey, inputs.collectToken])
    if (secret !== undefined) core.setSecret(secret)
  const result = await run[inputs.mode]({
    inputs,
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    event: { name: env['GITHUB_EVENT_NAME'] ?? '', payload: readPayload(env['GITHUB_EVENT_PATH']) },
    terminal: terminalOf(inputs),
  })
  // First the exit status: whatever becomes of the outputs, a verdict that fails the job does.
  if (result.fails) process.exitCode = result.status
  log.resume()
  const { annotations = '' } = result
  write(annotations === '' && result.fails ? annotationOf(result.summary) : withoutSecrets(annotations))
  await publish(result)
}

const annotationOf = (said: string): string =>
  printAnnotations([{ severity: 'error', title: 'Countersign', message: printable(withoutSecrets(said)) }])

function terminalOf(inputs: Inputs): Terminal {
  return {
    out: (text) => log.text(withoutSecrets(text)),
    err: (text) => log.text(withoutSecrets(text)),
    colours: false,
    interactive: false,
    environment: { ...env, GITHUB_TOKEN: inputs.token ?? '', COUNTERSIGN_LOG_KEY: inputs.logKey ?? '' },
    signal: abort.signal,
  }
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === '') return undefined
  try {
    if (statSync(path).size > payloadLimitBytes) throw new RangeError('it is too large')
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Refusal(exitStatus.notDetermined, 'The payload of the event cannot be read', 'Run it again.', { cause })
  }
}

async function publish({ status, verdict, summary, page, outputs = {} }: ModeResult): Promise<void> {
  const values: Outputs = { verdict, summary: printable(summary), 'exit-code': String(status), ...outputs }
  for (const [name, value] of Object.entries(values)) core.setOutput(name, withoutSecrets(value))
  // Without the file (a runner of one's own) there is no place for a summary; the log has everything.
  if (env['GITHUB_STEP_SUMMARY'] !== undefined) await core.summary.addRaw(cut(withoutSecrets(page)), true).write()
}

function cut(page: string): string {
  if (Buffer.byteLength(page) <= pageLimitBytes) return page
  const kept = Buffer.from(page).subarray(0, pageLimitBytes).toString('utf8')
  return `${kept.slice(0, kept.lastIndexOf('\n'))}\n\nThe rest is left out here; the log of the job has all of it.\n`
}

/** The only place of the Action that catches. A fault is one line: its stack may show what does not belong in a log. */
main().catch(async (error: unknown) => {
  const status: ExitStatus = error instanceof Refusal ? error.status : exitStatus.notDetermined
  const said = messageOf(error)
  process.exitCode = abort.signal.aborted ? exitStatus.interrupted : status
  log.resume()
  write(annotationOf(said))
  try {
    await publish({
      status,
      fails: true,
      verdict: 'not-determined',
      summary: said,
      page: `### Countersign: not determined\n\n${inlineText(said)}\n`,
    })
  } catch (unpublished) {
    write(annotationOf(`Outputs and summary could not be written: ${messageOf(unpublished)}`))
  }
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
