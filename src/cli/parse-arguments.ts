import { Command, CommanderError, Option } from 'commander'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { type AnyCommand, flagOf } from './define-command.ts'

export interface Parsed {
  readonly options: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
}

/** Arguments of one command by its table. @throws Refusal naming what is allowed, for anything the table does not hold */
export function parseArguments(name: string, table: AnyCommand, argv: readonly string[]): Parsed {
  const command = new Command(name).exitOverride().helpOption(false).showSuggestionAfterError(false)
  const seen = new Set<string>()
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} })
  for (const [key, spec] of Object.entries(table.options)) {
    const flag = flagOf(key)
    const option = new Option(spec.value === undefined ? flag : `${flag} <${spec.value}>`, spec.help)
    if (spec.default !== undefined) option.default(spec.repeat === true ? [spec.default] : spec.default)
    else if (spec.value === undefined) option.default(false)
    else if (spec.repeat === true) option.default([])
    option.argParser((value: string, before: unknown) => {
      if (spec.oneOf !== undefined && !spec.oneOf.includes(value)) {
        throw usage(
          name,
          `${flag} cannot be \`${value}\``,
          `${guess(value, spec.oneOf)}Allowed: ${spec.oneOf.join(', ')}.`,
        )
      }
      if (spec.repeat !== true) {
        if (seen.has(key)) throw usage(name, `${flag} is given twice`, 'Give it once.')
        seen.add(key)
        return value
      }
      // The first value replaces the default.
      const list = seen.has(key) ? (before as string[]) : []
      seen.add(key)
      return [...list, value]
    })
    command.addOption(option)
  }
  for (const argument of table.arguments ?? []) {
    const shown = `${argument.name}${argument.many === true ? '...' : ''}`
    command.argument(argument.optional === true ? `[${shown}]` : `<${shown}>`, argument.help)
  }
  command.allowExcessArguments(false)
  try {
    command.parse([...argv], { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? explain(name, table, error) : error
  }
  const options = command.opts<Record<string, unknown>>()
  const values: Record<string, unknown> = {}
  for (const [key, spec] of Object.entries(table.options)) {
    values[key] = options[key]
    if (spec.required === true && (options[key] === undefined || (spec.repeat === true && !seen.has(key)))) {
      throw usage(name, `${flagOf(key)} is missing`, `It is needed: ${spec.help}.`)
    }
  }
  return { options: values, args: command.args }
}

const usage = (name: string, what: string, remedy: string): Refusal =>
  new Refusal(exitStatus.usage, what, `${remedy} \`countersign ${name} --help\` tells more.`)

function guess(word: string, allowed: readonly string[]): string {
  const near = nearest(word, allowed)
  return near === undefined ? '' : `Did you mean \`${near}\`? `
}

/** The message of the parser in our words, with what is allowed. */
function explain(name: string, table: AnyCommand, error: CommanderError): Refusal {
  const said = error.message.replace(/^error: /, '').replace(/\.$/, '')
  const flags = Object.keys(table.options).map(flagOf)
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownOption':
      return usage(name, `Unknown option \`${quoted}\``, `${guess(quoted, flags)}Allowed: ${flags.join(', ')}, --help.`)
    case 'commander.excessArguments': {
      const most = table.arguments?.length ?? 0
      const takes = most === 0 ? 'no arguments, only options' : `at most ${most} argument${most === 1 ? '' : 's'}`
      return usage(name, `There are too many arguments`, `The command takes ${takes}.`)
    }
    case 'commander.missingArgument':
      return usage(name, `The argument ${quoted.toUpperCase()} is missing`, 'Write it after the command.')
    case 'commander.optionMissingArgument':
      return usage(name, `The option ${quoted.split(' ')[0] ?? ''} needs a value`, 'Write it after the option.')
    default:
      return usage(name, `${said.charAt(0).toUpperCase()}${said.slice(1)}`, `Allowed: ${flags.join(', ')}, --help.`)
  }
}
