import { parseArgs } from 'node:util'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { type AnyCommand, flagOf, type OptionSpec, type OrderedOption } from './define-command.ts'

export interface Parsed {
  readonly options: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
  /** Options whose order counts, as they were written. */
  readonly inOrder: readonly OrderedOption[]
}

/** Arguments of one command by its table. @throws Refusal naming what is allowed, for anything the table does not hold */
export function parseArguments(name: string, table: AnyCommand, argv: readonly string[]): Parsed {
  const refuse = (what: string, remedy: string): Refusal =>
    new Refusal(exitStatus.usage, what, `${remedy} \`countersign ${name} --help\` tells more.`)
  const specs = new Map(Object.entries(table.options).map(([key, spec]) => [flagOf(key), { key, spec }]))
  const flags = [...specs.keys()]
  const given = new Map<string, string[]>()
  const args: string[] = []
  const inOrder: OrderedOption[] = []
  for (const token of tokensOf(argv, table.options)) {
    if (token.kind === 'positional') args.push(token.value)
    if (token.kind !== 'option') continue
    const written = argv[token.index]?.split('=')[0] ?? token.rawName
    const { key, spec } = specs.get(token.rawName) ?? {}
    if (key === undefined || spec === undefined) {
      throw refuse(`Unknown option \`${written}\``, `${guess(written, flags)}Allowed: ${flags.join(', ')}, --help.`)
    }
    if (spec.value === undefined && token.value !== undefined)
      throw refuse(`${written} takes no value`, 'Leave it out.')
    if (spec.value !== undefined && token.value === undefined) {
      throw refuse(`The option ${written} needs a value`, 'Write it after the option.')
    }
    const value = token.value ?? ''
    if (spec.oneOf !== undefined && !spec.oneOf.includes(value)) {
      const allowed = `${guess(value, spec.oneOf)}Allowed: ${spec.oneOf.join(', ')}.`
      throw refuse(`${written} cannot be \`${value}\``, allowed)
    }
    const before = given.get(key) ?? []
    if (before.length > 0 && spec.repeat !== true) {
      throw refuse(`${written} is given twice`, 'Give it once.')
    }
    given.set(key, [...before, value])
    if (spec.inOrder === true) inOrder.push({ name: key, value })
  }
  const places = table.arguments ?? []
  const missing = places.find(({ optional }, index) => optional !== true && index >= args.length)
  if (missing !== undefined) {
    throw refuse(`The argument ${missing.name.toUpperCase()} is missing`, 'Write it after the command.')
  }
  if (args.length > places.length && places.at(-1)?.many !== true) {
    const most = `at most ${places.length} argument${places.length === 1 ? '' : 's'}`
    const takes = places.length === 0 ? 'no arguments, only options' : most
    throw refuse('There are too many arguments', `The command takes ${takes}.`)
  }
  const options: Record<string, unknown> = {}
  for (const [key, spec] of Object.entries(table.options)) {
    const values = given.get(key)
    if (spec.required === true && values === undefined) {
      throw refuse(`${flagOf(key)} is missing`, `It is needed: ${spec.help}.`)
    }
    options[key] = givenValue(spec, values)
  }
  return { options, args, inOrder }
}

/** What was written, in order; nothing is refused yet, so that all messages are ours. */
function tokensOf(argv: readonly string[], options: AnyCommand['options']) {
  const types = Object.entries(options).map(([key, { value }]) => {
    return [flagOf(key).slice(2), { type: value === undefined ? ('boolean' as const) : ('string' as const) }]
  })
  return parseArgs({ args: [...argv], options: Object.fromEntries(types), strict: false, tokens: true }).tokens
}

function givenValue({ value, repeat, default: standard }: OptionSpec, given: readonly string[] | undefined): unknown {
  if (value === undefined) return given !== undefined
  const values = given ?? (standard === undefined ? [] : [standard])
  return repeat === true ? values : values[0]
}

function guess(word: string, allowed: readonly string[]): string {
  const near = nearest(word, allowed)
  return near === undefined ? '' : `Did you mean \`${near}\`? `
}
