import { findRoot } from '../../adapters/find-root.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { planInit, type StarterPerson } from '../../usecases/init.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

export const initCommand = defineCommand({
  examples: [
    ['countersign init --organisation "Example Ltd" --person "ana:Ana Souza:ana-souza"', 'a program with one person'],
    ['countersign init', 'asks for what is missing'],
    ['countersign init --dry-run --organisation X --person "a:A:a"', 'only list what would be written'],
  ],
  options: {
    cwd: { value: 'dir', default: '.', help: 'folder in the repository to set up' },
    organisation: { value: 'name', help: 'name of the organisation' },
    system: { value: 'name', help: 'name of the system under report; default: the organisation and "service"' },
    person: {
      value: 'id:name:login',
      repeat: true,
      help: 'a person, with the login on GitHub; the first one leads security',
    },
    program: { value: 'folder', default: 'compliance', help: 'folder to write the program into' },
    protectedBranch: { value: 'name', default: 'main', help: 'branch whose history is controlled' },
    periodStart: { value: 'date', help: 'first day of the report period; default today' },
    periodEnd: { value: 'date', help: 'last day of it; default a year later' },
    dryRun: { help: 'list the files and write nothing' },
  },
  async run(options, terminal) {
    const people = options.person.map(toPerson)
    const { organisation, first } = await complete(options.organisation, people[0], terminal)
    const { root } = findRoot(options.cwd)
    const files = nodeFiles(root)
    const plan = await planInit(
      {
        organisation,
        people: [first, ...people.slice(1)],
        program: options.program,
        protectedBranch: options.protectedBranch,
        ...(options.system === undefined ? {} : { system: options.system }),
        ...(options.periodStart === undefined ? {} : { periodStart: options.periodStart }),
        ...(options.periodEnd === undefined ? {} : { periodEnd: options.periodEnd }),
      },
      { files, clock: systemClock },
    )
    if (!options.dryRun) await files.write(plan.files, { overwrite: false })
    const kept = plan.kept.map((path) => `Kept as it is: ${printable(path)}\n`).join('')
    if (options.dryRun) {
      terminal.out(`${plan.files.map(({ path }) => `${printable(path)}\n`).join('')}${kept}`)
      terminal.err(`Nothing was written: these ${plan.files.length} files would be.\n`)
      return exitStatus.ok
    }
    terminal.out(
      [
        `Wrote ${plan.files.length} files: countersign.yaml, ${options.program}/, a workflow.\n`,
        kept,
        'Nothing is met yet: policies are drafts and controls are planned.\n',
        `Next: \`countersign check\`, then read ${options.program}/README.md.\n`,
      ].join(''),
    )
    return exitStatus.ok
  },
})

function toPerson(text: string): StarterPerson {
  const [id, name, login, ...rest] = text.split(':').map((part) => part.trim())
  if (id === undefined || name === undefined || login === undefined || rest.length > 0) {
    const remedy = 'Write --person "id:Name:login", for example "ana:Ana Souza:ana-souza".'
    throw new Refusal(exitStatus.usage, `--person cannot be \`${text.slice(0, 60)}\``, remedy)
  }
  return { id, name, login }
}

/** Asks for what is missing where there is somebody to ask. */
async function complete(organisation: string | undefined, first: StarterPerson | undefined, terminal: Terminal) {
  if (organisation !== undefined && first !== undefined) return { organisation, first }
  if (!terminal.interactive) {
    const missing = [
      ...(organisation === undefined ? ['--organisation'] : []),
      ...(first === undefined ? ['--person'] : []),
    ]
    const remedy = 'Give it, for example: --organisation "Example Ltd" --person "ana:Ana Souza:ana-souza".'
    throw new Refusal(
      exitStatus.usage,
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      remedy,
    )
  }
  const { createInterface } = await import('node:readline/promises')
  const asker = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const ask = (question: string) => asker.question(`${question} `, { signal: terminal.signal })
    const name = organisation ?? (await ask('Name of the organisation?'))
    if (first !== undefined) return { organisation: name, first }
    return {
      organisation: name,
      first: {
        id: await ask('Who leads security? A short id in small letters, for example ana:'),
        name: await ask('Full name:'),
        login: await ask('Login on GitHub:'),
      },
    }
  } finally {
    asker.close()
  }
}
