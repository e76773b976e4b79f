import { basename, dirname, resolve } from 'node:path'
import { findRoot } from '../../adapters/find-root.ts'
import { gitHistory } from '../../adapters/git-history.ts'
import { gitProcess } from '../../adapters/git-process.ts'
import { gitSetupProbe } from '../../adapters/git-setup-probe.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { exitStatus, statusOfVerdict } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { type DoctorFormat, doctorFormats, printDoctorReport } from '../../report/print-doctor-report.ts'
import { examineSetup } from '../../usecases/examine-setup.ts'
import { openPosture, pageOf, toRepository } from '../../wiring/gate-context.ts'
import { withoutSecrets } from '../../wiring/without-secrets.ts'
import { defineCommand } from '../define-command.ts'

export const doctorCommand = defineCommand({
  examples: [
    ['countersign doctor', 'what is set wrong here, and how to mend it'],
    ['countersign doctor --repo acme/shop', 'and on GitHub too: how the gate could be bypassed, and how to close it'],
    ['countersign doctor --format json=doctor.json --format pretty', 'several formats at once'],
  ],
  options: {
    cwd: { value: 'dir', default: '.', help: 'where to look for countersign.yaml, upwards' },
    config: { value: 'file', help: 'settings file, instead of looking for one' },
    repo: {
      value: 'owner/name',
      help: 'ask the forge how this repository is set (GITHUB_TOKEN of somebody who administers it, GITHUB_API_URL)',
    },
    format: {
      value: 'name[=file]',
      default: 'pretty',
      repeat: true,
      help: `how to print: ${doctorFormats.join(', ')}; with =FILE into a file`,
    },
    require: {
      value: 'what',
      repeat: true,
      oneOf: ['remote'],
      help: 'remote: everything that only the forge knows must be known; without --repo, and where it may not be read, it is not',
    },
  },
  async run(options, terminal) {
    const outputs = options.format.map(toOutput)
    const { root, settingsPath } = findRoot(options.cwd, options.config)
    const git = gitProcess(terminal.environment)
    const named = options.repo === undefined ? undefined : toRepository(options.repo)
    const repository = named === undefined ? undefined : { ...named, page: pageOf(named, terminal) }
    const { report, textOf } = await examineSetup(
      { settingsPath, remoteRequired: options.require.includes('remote'), repository },
      {
        files: nodeFiles(root),
        probe: gitSetupProbe(git, root),
        history: () => gitHistory(git, { where: { cwd: root } }),
        posture: repository === undefined ? undefined : await openPosture(terminal),
      },
    )
    for (const { format, file } of outputs) {
      const text = printDoctorReport(report, format, { colours: terminal.colours && file === undefined, textOf })
      if (file === undefined) terminal.out(text)
      else
        await nodeFiles(dirname(resolve(file))).write([{ path: basename(file), text: withoutSecrets(text) }], {
          overwrite: true,
        })
    }
    return statusOfVerdict[report.verdict]
  },
})

function toOutput(text: string): { readonly format: DoctorFormat; readonly file: string | undefined } {
  const at = text.indexOf('=')
  const name = at === -1 ? text : text.slice(0, at)
  const format = doctorFormats.find((known) => known === name)
  const file = at === -1 ? undefined : text.slice(at + 1)
  if (format === undefined || file === '') {
    const allowed = `Allowed: ${doctorFormats.join(', ')}, each also as NAME=FILE.`
    throw new Refusal(exitStatus.usage, `--format cannot be \`${text}\``, allowed)
  }
  return { format, file }
}
