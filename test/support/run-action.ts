import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ProcessResult, runNode } from './run-process.ts'

/** The Action as it is shipped. */
export const actionFile = join(import.meta.dirname, '..', '..', 'dist', 'action.js')

export interface ActionRun {
  readonly inputs: Readonly<Record<string, string>>
  /** A payload that is text is written as it stands: it need not be JSON. */
  readonly event: { readonly name: string; readonly payload: unknown }
  readonly workspace: string
  readonly env?: Readonly<Record<string, string>>
  readonly node?: string
  /** Options of Node before the file. */
  readonly nodeOptions?: readonly string[]
}

export interface ActionResult extends ProcessResult {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** Everything that the runner would obey, annotations included. */
  readonly commands: readonly Command[]
  readonly annotations: readonly Command[]
  /** All that a person can read afterwards: the log without what the runner swallows, the summary, the outputs. */
  readonly visible: string
}

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/**
 * Runs the built Action as the runner does: inputs as `INPUT_*`, the event as a file, outputs and summary as files.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export async function runAction({
  inputs,
  event,
  workspace,
  env = {},
  node,
  nodeOptions = [],
}: ActionRun): Promise<ActionResult> {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-action-'))
  const file = (name: string, text = '') => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const outputFile = file('output')
  const summaryFile = file('summary')
  try {
    const result = await runNode([...nodeOptions, actionFile], {
      cwd: workspace,
      ...(node === undefined ? {} : { node }),
      env: {
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
        ),
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_WORKSPACE: workspace,
        GITHUB_EVENT_NAME: event.name,
        GITHUB_EVENT_PATH: file(
          'event.json',
          typeof event.payload === 'string' ? event.payload : JSON.stringify(event.payload ?? null),
        ),
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_STATE: file('state'),
        GITHUB_ENV: file('env'),
        RUNNER_TEMP: dir,
        ...env,
      },
    })
    const outputs = readFileSync(outputFile, 'utf8')
    const summary = readFileSync(summaryFile, 'utf8')
    const commands = parseCommands(result.stdout)
    return {
      ...result,
      outputs: parseOutputs(outputs),
      summary,
      commands,
      annotations: commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name)),
      visible: [result.stdout.replaceAll(/^::add-mask::.*$/gm, ''), result.stderr, outputs, summary].join('\n'),
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** `NAME<<MARK` … `MARK`, or `NAME=VALUE`; a value without its end mark is what the runner refuses, so here too. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line)
    if (heredoc?.[1] === undefined) {
      const equals = line.indexOf('=')
      outputs[line.slice(0, equals)] = line.slice(equals + 1)
      continue
    }
    const end = lines.indexOf(heredoc[2] ?? '', at + 1)
    if (end === -1) throw new Error(`output ${heredoc[1]} has no end mark`)
    outputs[heredoc[1]] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return outputs
}

/**
 * What the runner would obey: `::name key=value::data` at the beginning of a line, and the older `##[name key=value]data`
 * anywhere in one; nothing after `stop-commands` until its token comes.
 */
function parseCommands(stdout: string): readonly Command[] {
  const commands: Command[] = []
  let token: string | undefined
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const found =
      /^\s*::([^\s:]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? undefined
    if (found?.[1] === undefined) continue
    if (token !== undefined) {
      if (found[1] === token) token = undefined
      continue
    }
    if (found[1] === 'stop-commands') token = found[3]
    const properties = (found[2] ?? '').split(',').flatMap((part) => {
      const equals = part.indexOf('=')
      return equals === -1 ? [] : [[part.slice(0, equals), decode(part.slice(equals + 1))] as const]
    })
    commands.push({ name: found[1], properties: Object.fromEntries(properties), message: decode(found[3] ?? '') })
  }
  if (token !== undefined) throw new Error('the run ended without letting the runner obey again')
  return commands
}

const decode = (text: string): string =>
  text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')
