import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { version } from '../model/version.ts'
import { printable } from '../report/printable.ts'
import type { Terminal } from '../wiring/terminal.ts'
import { type CommandEntry, commands } from './commands.ts'
import { helpOfCommand, helpOfProgram } from './help.ts'

/**
 * Runs one command line to its exit status. The only place of the command line that catches: what a person can mend is
 * printed as it is, a fault as one line without a stack, which could show what does not belong in a log.
 */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  try {
    const status = await dispatch(argv, terminal)
    return terminal.signal.aborted ? exitStatus.interrupted : status
  } catch (error) {
    if (terminal.signal.aborted) return exitStatus.interrupted
    if (error instanceof Refusal) {
      terminal.err(`countersign: ${printableLines(error.message)}\n`)
      return error.status
    }
    const said = error instanceof Error ? error.message : String(error)
    terminal.err(`countersign: ${printableLines(said)}\n`)
    // Not knowing is never a pass, and a fault is not a finding in somebody's files.
    return exitStatus.notDetermined
  }
}

const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const [first, second] = argv
  if (first === undefined) {
    terminal.err(helpOfProgram(commands))
    return exitStatus.usage
  }
  if (first === '--version' || first === '-V') {
    terminal.out(`${version}\n`)
    return exitStatus.ok
  }
  const isHelp = first === 'help' || first === '--help' || first === '-h'
  const words = isHelp ? argv.slice(1) : argv
  if (isHelp && words.length === 0) {
    terminal.out(helpOfProgram(commands))
    return exitStatus.ok
  }
  const entry = find(words)
  if (entry === undefined) {
    const group = words[0] ?? ''
    const inGroup = commands.filter(({ name }) => name.startsWith(`${group} `))
    if (inGroup.length === 0)
      throw unknown(
        group,
        commands.map(({ name }) => name),
        'command',
      )
    const asked = isHelp || second === '--help' || second === '-h'
    if (!asked && second !== undefined && !second.startsWith('-')) {
      throw unknown(
        `${group} ${second}`,
        inGroup.map(({ name }) => name),
        'command',
      )
    }
    const help = helpOfProgram(commands, group)
    if (asked) terminal.out(help)
    else terminal.err(help)
    return asked ? exitStatus.ok : exitStatus.usage
  }
  const command = await entry.load()
  const rest = words.slice(entry.name.split(' ').length)
  const beforeDashes = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
  if (isHelp || beforeDashes.includes('--help') || beforeDashes.includes('-h')) {
    terminal.out(helpOfCommand(entry, command))
    return exitStatus.ok
  }
  const { parseArguments } = await import('./parse-arguments.ts')
  const { options, args, inOrder } = parseArguments(entry.name, command, rest)
  return command.run(options, terminal, args, inOrder)
}

/** The command named by the first one or two words. */
const find = (words: readonly string[]): CommandEntry | undefined =>
  commands.find(({ name }) => name === `${words[0] ?? ''} ${words[1] ?? ''}`) ??
  commands.find(({ name }) => name === words[0])

function unknown(word: string, allowed: readonly string[], what: string): Refusal {
  const near = nearest(word, allowed)
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `
  const remedy = `${guess}Allowed: ${allowed.join(', ')}. \`countersign --help\` tells more.`
  return new Refusal(exitStatus.usage, `Unknown ${what} \`${word.slice(0, 60)}\``, remedy)
}
