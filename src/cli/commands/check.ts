import { relative, resolve, sep } from 'node:path'
import { findRoot } from '../../adapters/find-root.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { checkFormatNames } from '../../report/print-check-report.ts'
import { type CheckPorts, type CheckRequest, type CheckRun, check } from '../../usecases/check.ts'
import { printCheckOutputs, toCheckOutputs } from '../../wiring/check-outputs.ts'
import { openHistory } from '../../wiring/open-history.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

export const checkCommand = defineCommand({
  examples: [
    ['countersign check', 'everything in the program folder'],
    ['countersign check --base origin/main', 'also what a change does: versions, status steps, waivers'],
    ['countersign check --log', 'also what happened: approvals, merges, deployments'],
    ['countersign check --format sarif=out.sarif --format pretty', 'several formats at once'],
    ['countersign check --fix', 'mend what has one cure only, and show the diff'],
    ['countersign check compliance/risks', 'only findings in these files'],
  ],
  arguments: [
    { name: 'path', help: 'files or folders whose findings count; default: all', optional: true, many: true },
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
    const paths = args.map((path) => toPath(root, options.cwd, path))
    if (options.dryRun && !options.fix) {
      throw new Refusal(exitStatus.usage, '--dry-run goes with --fix', 'A check alone writes nothing.')
    }
    const request = {
      settingsPath,
      required,
      paths,
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      ...(options.base === undefined ? {} : { base: options.base }),
    }
    const ports = {
      files: nodeFiles(root),
      clock: systemClock,
      history: () => openHistory(root, terminal),
      ...(options.log ? { evidence: () => openLog(root, terminal) } : {}),
    }
    const found = await check(request, ports)
    const run = options.fix ? await fixRun(request, found, options.dryRun, ports, terminal) : found
    for (const note of run.notes) terminal.err(`${note}\n`)
    await printCheckOutputs(outputs, root, run, { colours: terminal.colours, quiet: options.quiet, out: terminal.out })
    return run.status
  },
})

function toRequirement(text: string): 'base' | 'log' {
  if (text === 'base' || text === 'log') return text
  throw new Refusal(exitStatus.usage, `--require cannot be \`${text}\``, 'Allowed: base, log.')
}

/** A path as a person gives it, relative to the root. */
function toPath(root: string, cwd: string, path: string): string {
  const inside = relative(root, resolve(cwd, path)).split(sep).join('/')
  if (inside.startsWith('../') || inside === '..') {
    throw new Refusal(exitStatus.usage, `${path} lies outside the repository`, 'Name files of the program.')
  }
  return inside
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
