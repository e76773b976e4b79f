import { wrapWords } from '../model/wrap-words.ts'
import type { CommandEntry } from './commands.ts'
import { type AnyCommand, flagOf, type OptionSpec } from './define-command.ts'

const program = 'countersign'

/** Two columns, the second wrapped at 100 and lined up. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(34, Math.max(0, ...rows.map(([left]) => left.length))) + 2
  return rows.flatMap(([left, right]) => {
    const lines = wrapWords(right, 98 - width)
    const first = left.length + 2 > width ? [`  ${left}`] : []
    const start = first.length > 0 ? ' '.repeat(width) : left.padEnd(width)
    return [...first, `  ${start}${lines[0] ?? ''}`, ...lines.slice(1).map((line) => `  ${' '.repeat(width)}${line}`)]
  })
}

/** Help of the program, or of one group of commands. */
export function helpOfProgram(entries: readonly CommandEntry[], group?: string): string {
  const shown = group === undefined ? entries : entries.filter(({ name }) => name.startsWith(`${group} `))
  const lines = [
    group === undefined ? 'Countersign: SOC 2 compliance as code, in git.' : `Commands of \`${program} ${group}\`:`,
    '',
    ...(group === undefined
      ? [
          'Examples',
          ...table([
            [`${program} init`, 'start: a program that passes the check'],
            [`${program} check`, 'what is wrong in the files, and how to mend it'],
            [`${program} explain RSK-006`, 'what a rule wants, and why'],
          ]),
          '',
          'Commands',
        ]
      : []),
    ...table(shown.map(({ name, summary }) => [name, summary])),
    '',
    ...(group === undefined
      ? table([
          ['--version', 'print the version'],
          ['--help', 'print this'],
        ])
      : []),
    ...(group === undefined ? [''] : []),
    `\`${program} COMMAND --help\` tells more about one of them.`,
    '',
    ...(group === undefined ? exitStatuses : []),
  ]
  return `${lines.join('\n').replace(/(?<!\n)\n+$/, '')}\n`
}

const exitStatuses = [
  'Exit status',
  ...table([
    ['0', 'in order'],
    ['1', 'something is wrong: a finding, a missing approval'],
    ['2', 'wrong usage or configuration'],
    ['3', 'could not be determined, or there was nothing to check: never a pass'],
    ['4', 'the evidence log is damaged'],
    ['5', 'evidence was not appended; it is kept in a file'],
    ['130', 'interrupted'],
  ]),
]

export function helpOfCommand({ name, summary }: CommandEntry, command: AnyCommand): string {
  const args = (command.arguments ?? []).map((argument) => {
    const shown = `${argument.name.toUpperCase()}${argument.many === true ? '...' : ''}`
    return argument.optional === true ? `[${shown}]` : shown
  })
  const lines = [
    summary,
    '',
    'Examples',
    ...table(command.examples),
    '',
    'Usage',
    `  ${[program, name, ...args, '[options]'].join(' ')}`,
    '',
    ...(args.length > 0 ? table((command.arguments ?? []).map((one) => [one.name.toUpperCase(), one.help])) : []),
    ...(args.length > 0 ? [''] : []),
    'Options',
    ...table([...Object.entries(command.options).map(rowOf), ['--help', 'print this']]),
  ]
  return `${lines.join('\n')}\n`
}

function rowOf([name, option]: [string, OptionSpec]): readonly [string, string] {
  const notes = [
    ...(option.oneOf === undefined ? [] : [`one of ${option.oneOf.join(', ')}`]),
    ...(option.default === undefined ? [] : [`default ${option.default}`]),
    ...(option.repeat === true ? ['may be repeated'] : []),
    ...(option.required === true ? ['required'] : []),
  ]
  const left = option.value === undefined ? flagOf(name) : `${flagOf(name)} ${option.value.toUpperCase()}`
  return [left, notes.length === 0 ? option.help : `${option.help} (${notes.join('; ')})`]
}
