import { basename, dirname, relative, resolve, sep } from 'node:path'
import { findRoot } from '../../adapters/find-root.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { type CheckFormat, checkFormats, printCheckReport } from '../../report/print-check-report.ts'
import { check } from '../../usecases/check.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

export const checkCommand = defineCommand({
  examples: [
    ['countersign check', 'everything in the program folder'],
    ['countersign check --base origin/main', 'also what a change does: versions, status steps, waivers'],
    ['countersign check --log', 'also what happened: approvals, merges, deployments'],
    ['countersign check --format json=report.json --format pretty', 'several formats at once'],
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
      help: `how to print: ${checkFormats.join(', ')}; with =FILE into a file`,
    },
    base: { value: 'ref', help: 'compare with this commit, for rules about changes' },
    asOf: { value: 'date', help: 'judge dates as of this day, YYYY-MM-DD; default today' },
    log: { help: 'also judge what happened, by the evidence log of this repository' },
    require: { value: 'what', repeat: true, help: 'what must not be missing, base or log, also as a list: base,log' },
  },
  async run(options, terminal, args) {
    const outputs = options.format.map(toOutput)
    const required = options.require.flatMap((list) => list.split(',')).map(toRequirement)
    const { root, settingsPath } = findRoot(options.cwd, options.config)
    const paths = args.map((path) => toPath(root, options.cwd, path))
    const files = nodeFiles(root)
    const { report, status, notes, textOf } = await check(
      {
        settingsPath,
        required,
        paths,
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        ...(options.base === undefined ? {} : { base: options.base }),
      },
      {
        files,
        clock: systemClock,
        history: () => openHistory(root, terminal),
        ...(options.log ? { evidence: () => openLog(root, terminal) } : {}),
      },
    )
    for (const note of notes) terminal.err(`${note}\n`)
    for (const { format, file } of outputs) {
      const text = printCheckReport(report, format, { colours: terminal.colours && file === undefined, textOf })
      if (file === undefined) terminal.out(text)
      else await nodeFiles(dirname(resolve(file))).write([{ path: basename(file), text }], { overwrite: true })
    }
    return status
  },
})

interface Output {
  readonly format: CheckFormat
  readonly file: string | undefined
}

function toOutput(text: string): Output {
  const at = text.indexOf('=')
  const name = at === -1 ? text : text.slice(0, at)
  const format = checkFormats.find((known) => known === name)
  const file = at === -1 ? undefined : text.slice(at + 1)
  if (format === undefined || file === '') {
    const allowed = `Allowed: ${checkFormats.join(', ')}, each also as NAME=FILE.`
    throw new Refusal(exitStatus.usage, `--format cannot be \`${text}\``, allowed)
  }
  return { format, file }
}

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

/** Git is loaded and started only where a comparison asks for it. */
async function openHistory(root: string, { environment }: Terminal) {
  const [{ gitHistory }, { gitProcess }] = await Promise.all([
    import('../../adapters/git-history.ts'),
    import('../../adapters/git-process.ts'),
  ])
  return gitHistory(gitProcess(environment), { where: { cwd: root } })
}

/** The evidence log is loaded only where what happened is asked about. */
async function openLog(root: string, terminal: Terminal) {
  const { openEvidence } = await import('../../wiring/evidence-context.ts')
  return (await openEvidence({ cwd: root, remote: undefined }, terminal)).ports
}
