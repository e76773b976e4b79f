import { findRoot } from '../../adapters/find-root.ts'
import { gitProcess } from '../../adapters/git-process.ts'
import { gitSetupProbe } from '../../adapters/git-setup-probe.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printByHand, printInitDiff } from '../../report/print-init-plan.ts'
import { printItems } from '../../report/print-items.ts'
import { printable } from '../../report/printable.ts'
import { addCategories } from '../../usecases/add-categories.ts'
import { writeChange } from '../../usecases/change-program.ts'
import { findPlace, type InitPlan, planInit, usualBranch } from '../../usecases/init.ts'
import { toAction, toCategories, toName, toPerson } from '../../usecases/starter/init-answers.ts'
import type { StarterRequest } from '../../usecases/starter/starter-program.ts'
import { workflowSets } from '../../usecases/starter/starter-workflow.ts'
import { openEdit } from '../../wiring/edit-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { askForStarter, type GivenAnswers } from '../ask-for-starter.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'

export const initCommand = defineCommand({
  examples: [
    ['countersign init', 'asks for what is missing, on a terminal'],
    ['countersign init --organisation "Example Ltd" --person "ana:Ana Souza:ana-souza"', 'asks nothing'],
    ['countersign init --categories CC,A,C', 'with Availability and Confidentiality in scope'],
    ['countersign init --add-category P', 'take Privacy into a program that is there'],
    ['countersign init --workflows hardened', 'with a gate that a pull request cannot change'],
    ['countersign init --dry-run', 'print what would be written, as a diff'],
  ],
  options: {
    cwd: { value: 'dir', default: '.', help: 'folder in the repository to set up' },
    organisation: { value: 'name', help: 'name of the organisation' },
    system: { value: 'name', help: 'name of the system under report; default: the organisation and "service"' },
    categories: {
      value: 'list',
      help: 'categories in scope: CC Security (always), A Availability, PI Processing Integrity, C Confidentiality, P Privacy; default CC',
    },
    addCategory: {
      value: 'list',
      help: 'take categories into the program that is there: writes new files, and `categories` of the Program',
    },
    person: {
      value: 'id:name:login',
      repeat: true,
      help: 'a person, with the login on GitHub; the first one leads security',
    },
    program: { value: 'folder', help: 'folder to write the program into; default compliance' },
    protectedBranch: {
      value: 'name',
      help: 'branch whose history is controlled; default main, or master or the only one where that is what there is',
    },
    periodStart: { value: 'date', help: 'first day of the report period; default today' },
    periodEnd: { value: 'date', help: 'last day of it; default a year later' },
    workflows: {
      value: 'set',
      default: 'simple',
      oneOf: workflowSets,
      help: 'how the gate is set up; hardened: by workflow files that a pull request cannot change',
    },
    action: {
      value: 'owner/name@commit',
      help: 'where workflows take Countersign from; default a placeholder to fill in',
    },
    dryRun: { help: 'print a diff and write nothing' },
  },
  async run(options, terminal) {
    const { program, protectedBranch, periodStart, periodEnd } = options
    if (options.addCategory !== undefined) return addToProgram(options.addCategory, options, terminal)
    const given: GivenAnswers = {
      organisation: options.organisation === undefined ? undefined : toName(options.organisation),
      system: options.system === undefined ? undefined : toName(options.system),
      people: options.person.map(toPerson),
      categories: options.categories === undefined ? undefined : toCategories(options.categories),
    }
    const action = options.action === undefined ? {} : { action: toAction(options.action) }
    const { root } = findRoot(options.cwd)
    const files = nodeFiles(root)
    const asked = {
      ...(program === undefined ? {} : { program }),
      ...(protectedBranch === undefined ? {} : { protectedBranch }),
    }
    const { existing, isSettled } = await findPlace(asked, files)
    const branch = isSettled ? undefined : (protectedBranch ?? (await branchOf(root, terminal)))
    const place = { ...asked, ...(branch === undefined ? {} : { protectedBranch: branch }) }
    const period = {
      ...(periodStart === undefined ? {} : { periodStart }),
      ...(periodEnd === undefined ? {} : { periodEnd }),
    }
    const starter = existing.length > 0 ? undefined : { ...(await complete(given, terminal)), ...period }
    const plan = await planInit(
      { starter, ...place, ...action, workflows: options.workflows },
      { files, clock: systemClock },
    )
    if (options.dryRun) {
      terminal.out(printInitDiff(plan.files, plan.byHand))
      terminal.err(`${keptLines(plan)}${printByHand(plan.byHand.filter(({ appendTo }) => appendTo === undefined))}`)
      terminal.err(`Nothing was written: these ${plan.files.length} files would be.\n`)
      return exitStatus.ok
    }
    await files.write(plan.files, { overwrite: false })
    terminal.out(told(plan, starter !== undefined))
    return exitStatus.ok
  },
})

/** Options that speak of a program to be made. */
const ofNewOnes = [
  'organisation',
  'system',
  'categories',
  'program',
  'protectedBranch',
  'periodStart',
  'periodEnd',
  'action',
] as const

/** Takes categories into the program that is there; the rest of `init` has nothing to do with it. @throws Refusal */
async function addToProgram(
  text: string,
  options: { readonly [name in (typeof ofNewOnes)[number]]: string | undefined } & {
    readonly cwd: string
    readonly dryRun: boolean
    readonly person: readonly string[]
  },
  terminal: Terminal,
): Promise<ExitStatus> {
  const strange = [
    ...ofNewOnes.filter((name) => options[name] !== undefined),
    ...(options.person.length > 0 ? ['person'] : []),
  ]
  if (strange.length > 0) {
    const names = strange.map((name) => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`).join(' and ')
    throw new Refusal(exitStatus.usage, `--add-category does not go with ${names}`, 'Give it alone.')
  }
  const wanted = toCategories(text).filter((category) => category !== 'CC')
  if (wanted.length === 0) throw new Refusal(exitStatus.usage, 'No category is named', 'Security is always in scope.')
  const { request, ports } = openEdit({ cwd: options.cwd, config: undefined }, terminal)
  const change = await addCategories(request, wanted, ports)
  if (options.dryRun) return finishChange(change, { dryRun: true, ports, terminal })
  await writeChange(change, ports)
  const { changes, brought } = change
  const errors = brought.filter(({ severity }) => severity === 'error')
  terminal.out(
    [
      ...changes.map(({ path, before }) => `${before === undefined ? 'Wrote' : 'Changed'} ${printable(path)}\n`),
      'Nothing of it is met yet: policies are drafts and controls are planned.\n',
      errors.length === 0
        ? `The check warns ${brought.length} times more, mostly of criteria that nothing serves yet: \`countersign check\` lists them.\n`
        : `This brings ${errors.length} errors that were not there before:\n${printItems(errors)}`,
    ].join(''),
  )
  return errors.length === 0 ? exitStatus.ok : exitStatus.violated
}

/** What git knows of the branches, where there is git and a repository. */
async function branchOf(root: string, { environment }: Terminal): Promise<string | undefined> {
  const probe = gitSetupProbe(gitProcess(environment), root)
  return (await probe.gitVersion()) === undefined ? undefined : usualBranch(await probe.repository())
}

/** By flags alone where nobody can be asked, or where what has no default was given. @throws Refusal naming what is missing */
async function complete(given: GivenAnswers, terminal: Terminal): Promise<StarterRequest> {
  const { organisation, people } = given
  const [first, ...others] = people
  if (organisation !== undefined && first !== undefined) {
    return {
      organisation,
      people: [first, ...others],
      ...(given.system === undefined ? {} : { system: given.system }),
      ...(given.categories === undefined ? {} : { categories: given.categories }),
    }
  }
  if (!terminal.interactive || terminal.questions === undefined) {
    const missing = [
      ...(organisation === undefined ? ['--organisation'] : []),
      ...(first === undefined ? ['--person'] : []),
    ]
    const remedy = 'Give it, for example: --organisation "Example Ltd" --person "ana:Ana Souza:ana-souza".'
    const what = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`
    throw new Refusal(exitStatus.usage, what, remedy)
  }
  const questions = await terminal.questions()
  try {
    return await askForStarter(given, questions, terminal.err)
  } finally {
    questions.close()
  }
}

const shownKept = 12

function keptLines({ kept }: InitPlan): string {
  const more = kept.length > shownKept ? [`... and ${kept.length - shownKept} more files`] : []
  return [...kept.slice(0, shownKept), ...more].map((path) => `Kept as it is: ${printable(path)}\n`).join('')
}

function told(plan: InitPlan, isNew: boolean): string {
  const { files, byHand, notes, program } = plan
  const wrote = files.length === 0 ? 'Nothing to write: everything is there.' : `Wrote ${files.length} files.`
  return [
    `${wrote}\n`,
    keptLines(plan),
    ...(byHand.length === 0 ? [] : ['\n', printByHand(byHand), '\n']),
    ...notes.map((note) => `${printable(note)}\n`),
    ...(isNew
      ? [
          'Nothing is met yet: policies are drafts and controls are planned.\n',
          `Next: \`countersign check\`, then \`countersign doctor\`, then read ${program}/README.md.\n`,
        ]
      : ['There is a program already: no records were written beside it. Next: `countersign doctor`.\n']),
  ].join('')
}
