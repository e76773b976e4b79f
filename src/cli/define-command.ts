import type { ExitStatus } from '../model/exit-status.ts'
import type { Terminal } from '../wiring/terminal.ts'

/** An option. Its name in the table is camelCase; on the command line it is `--camel-case`. */
export interface OptionSpec {
  /** What the value is called in the help, for example `dir`. Left out: a switch without value. */
  readonly value?: string
  readonly help: string
  readonly default?: string
  /** The only values allowed. */
  readonly oneOf?: readonly string[]
  /** May be written several times; the command gets all of them. */
  readonly repeat?: true
  readonly required?: true
  /** It is something that happens: the command gets these in the order in which they were written. */
  readonly inOrder?: true
}

/** One option of those whose order counts. */
export interface OrderedOption {
  /** As in the table. */
  readonly name: string
  /** Empty for a switch. */
  readonly value: string
}

type Text<S extends OptionSpec> = S extends { oneOf: readonly (infer U extends string)[] } ? U : string

type OptionValue<S extends OptionSpec> = S extends { value: string }
  ? S extends { repeat: true }
    ? readonly Text<S>[]
    : S extends { default: string } | { required: true }
      ? Text<S>
      : Text<S> | undefined
  : boolean

export type OptionValues<O extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof O]: OptionValue<O[K]>
}

interface Argument {
  readonly name: string
  readonly help: string
  readonly optional?: true
  readonly many?: true
}

/** A command as data plus one call; the help is printed from the data. */
export interface Command<O extends Readonly<Record<string, OptionSpec>> = Readonly<Record<string, OptionSpec>>> {
  /** What people type most often, first; each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  readonly arguments?: readonly Argument[]
  readonly options: O
  /** @throws Refusal for bad usage and what a person can mend; anything else thrown is a fault of the program */
  run(
    options: OptionValues<O>,
    terminal: Terminal,
    args: readonly string[],
    inOrder: readonly OrderedOption[],
  ): Promise<ExitStatus>
}

/** A command whose options are known by its table alone. */
export interface AnyCommand extends Omit<Command, 'run'> {
  run(
    options: Readonly<Record<string, unknown>>,
    terminal: Terminal,
    args: readonly string[],
    inOrder: readonly OrderedOption[],
  ): Promise<ExitStatus>
}

/** The options `run` receives have the types that the table says: the parser fills in exactly that table. */
export function defineCommand<const O extends Readonly<Record<string, OptionSpec>>>(command: Command<O>): AnyCommand {
  return {
    ...command,
    run: (options, terminal, args, inOrder) => command.run(options as OptionValues<O>, terminal, args, inOrder),
  }
}

export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
