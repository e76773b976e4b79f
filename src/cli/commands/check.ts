import { findRoot } from '../../adapters/find-root.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { checkFormatNames } from '../../report/print-check-report.ts'
import { printable } from '../../report/printable.ts'
import { type CheckPorts, type CheckRequest, type CheckRun, check } from '../../usecases/check.ts'
import { openCheckFiles } from '../../wiring/check-files.ts'
import { printCheckOutputs, toCheckOutputs } from '../../wiring/check-outputs.ts'
import { openHistory } from '../../wiring/open-history.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'
import { toPattern, toRepositoryPath } from '../repository-path.ts'

export const checkCommand = defineCommand({
  examples: [
    ['countersign check', 'everything in the program folder'],
    ['countersign check --base origin/main', 'also what a change does: versions, status steps, waivers'],
    ['countersign check --log', 'also what happened: approvals, merges, deployments'],
    ['countersign check --format sarif=out.sarif --format pretty', 'several formats at once'],
    ['countersign check --fix', 'mend what has one cure only, and show the diff'],
    ["countersign check compliance/risks 'compliance/**/CTL-*.yaml'", 'only findings in these files'],
    ['countersign check --staged', 'what would be committed now, for a pre-commit hook'],
    ['countersign check - --stdin-filename compliance/people.yaml', 'text that is not saved yet, for an editor'],
  ],
  arguments: [
    {
      name: 'path',
      help: 'files, folders or patterns in quotes whose findings count, `!` in front takes away, `-` is standard input; default: all',
      optional: true,
      many: true,
    },
  ],
  options: {
    cwd: { value: 'dir', default: '.', help: 'where to look for countersign.yaml, upwards' },
    config: { value: 'file', help: 'settings file, instead of looking for one' },
    format: {
      value: 'name[=file]',
      default: 'pretty',
      repeat: true,
      help: `how to print: ${checkFormatNames.join(', ')}; with =FILE into a file`,
    },
    fix: { help: 'mend what has one cure only, such as missing quotes; shows the diff' },
    dryRun: { help: 'with --fix: show the diff and write nothing' },
    staged: { help: 'check what is staged in git instead of the work tree' },
    stdinFilename: { value: 'file', help: 'with path `-`: which file the text on standard input stands for' },
    quiet: { help: 'only errors and the verdict, in the formats for a person' },
    base: { value: 'ref', help: 'compare with this commit, for rules about changes' },
    asOf: { value: 'date', help: 'judge dates as of this day, YYYY-MM-DD; default today' },
    log: { help: 'also judge what happened, by the evidence log of this repository' },
    require: { value: 'what', repeat: true, help: 'what must not be missing, base or log, also as a list: base,log' },
  },
  async run(options, terminal, args) {
    const outputs = toCheckOutputs(options.format, '--format')
    const required = options.require.flatMap((list) => list.split(',')).map(toRequirement)
    const { root, settingsPath } = findRoot(options.cwd, options.config)
    if (options.dryRun && !options.fix) {
      throw new Refusal(exitStatus.usage, '--dry-run goes with --fix', 'A check alone writes nothing.')
    }
    const stdinPath = toStdinPath(root, options, args)
    if (options.fix && (stdinPath !== undefined || options.staged)) {
      const what = stdinPath === undefined ? '--staged' : 'the path `-`'
      throw new Refusal(exitStatus.usage, `--fix does not go with ${what}`, 'Mend the files of the work tree.')
    }
    const request = {
      settingsPath,
      required,
      paths: stdinPath === undefined ? args.map((path) => toPattern(root, options.cwd, path)) : [stdinPath],
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      ...(options.base === undefined ? {} : { base: options.base }),
    }
    const ports = {
      files: await openCheckFiles(root, { staged: options.staged, stdinPath }, terminal),
      clock: systemClock,
      history: () => openHistory(root, terminal),
      ...(options.log ? { evidence: () => openLog(root, terminal) } : {}),
      ...(terminal.progress === undefined ? {} : { progress: terminal.progress }),
    }
    const found = await check(request, ports)
    const run = options.fix
      ? await fixRun(request, found, options.dryRun, { ...ports, files: nodeFiles(root) }, terminal)
      : found
    for (const note of run.notes) terminal.err(`${printable(note)}\n`)
    await printCheckOutputs(outputs, root, run, { colours: terminal.colours, quiet: options.quiet, out: terminal.out })
    return run.status
  },
})

function toRequirement(text: string): 'base' | 'log' {
  if (text === 'base' || text === 'log') return text
  throw new Refusal(exitStatus.usage, `--require cannot be \`${text}\``, 'Allowed: base, log.')
}

/** The file that standard input stands for; undefined where it is not read. */
function toStdinPath(
  root: string,
  {
    cwd,
    staged,
    stdinFilename,
  }: { readonly cwd: string; readonly staged: boolean; readonly stdinFilename?: string | undefined },
  args: readonly string[],
): string | undefined {
  const refuse = (what: string, remedy: string) => new Refusal(exitStatus.usage, what, remedy)
  if (!args.includes('-')) {
    if (stdinFilename === undefined) return undefined
    throw refuse('--stdin-filename is given, but standard input is not read', 'Give `-` as the path, too.')
  }
  if (stdinFilename === undefined) {
    throw refuse('The path `-` does not say which file it stands for', 'Name the file with --stdin-filename.')
  }
  if (args.length > 1) throw refuse('The path `-` is given with others', 'Only its findings are shown: give it alone.')
  if (staged) throw refuse('Standard input is not staged', 'Leave out `-` or --staged.')
  return toRepositoryPath(root, cwd, stdinFilename)
}

/** The editor is loaded only where something is to be mended. */
async function fixRun(request: CheckRequest, found: CheckRun, dryRun: boolean, ports: CheckPorts, terminal: Terminal) {
  // Without its settings nobody knows where the program lies.
  if (found.status === exitStatus.usage) return found
  const { fixFiles } = await import('../fix-files.ts')
  return fixFiles(request, found, { dryRun, ports, terminal })
}

/** The evidence log is loaded only where what happened is asked about. */
async function openLog(root: string, terminal: Terminal) {
  const { openEvidence } = await import('../../wiring/evidence-context.ts')
  return (await openEvidence({ cwd: root, remote: undefined }, terminal)).ports
}
