import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeSecretFile } from '../../adapters/secret-file.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { initEvidence } from '../../usecases/init-evidence.ts'
import { originOf } from '../../usecases/log-origin.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceInitCommand = defineCommand({
  examples: [
    ['countersign evidence init --key-file log.key', 'make a key pair and propose its public half'],
    ['countersign evidence init --vkey NAME+ID+KEY', 'propose a key that was made elsewhere'],
  ],
  options: {
    keyFile: {
      value: 'file',
      help: 'new file for the private half; move it to the secret COUNTERSIGN_LOG_KEY, then delete it',
    },
    vkey: { value: 'key', help: 'public half of a key made elsewhere (C2SP verifier key)' },
    origin: { value: 'name', help: 'name of the log, never to change; default: from the address of the remote origin' },
    cwd: evidenceOptions.cwd,
  },
  async run({ keyFile, vkey, origin, cwd }, terminal) {
    if ((keyFile === undefined) === (vkey === undefined))
      throw new Refusal(
        exitStatus.usage,
        'Either --key-file or --vkey is needed',
        'A new private key goes to a file, never to the screen.',
      )
    const { ports, places, git, root } = await openEvidence({ cwd, remote: undefined }, terminal)
    const asked = { cwd: root, args: ['config', '--get', 'remote.origin.url'], okStatuses: [0, 1] }
    const name = origin ?? originOf((await git.run(asked)).stdout.toString('utf8').trim())
    if (name === undefined)
      throw new Refusal(
        exitStatus.usage,
        'There is no remote origin to name the log after',
        'Give a name with --origin, for example github.com/acme/shop/evidence.',
      )
    const result = await initEvidence({ origin: name, vkey, places, randomBytes: (count) => randomBytes(count) }, ports)
    if (result.kind === 'present') {
      terminal.out(
        `${result.source} names the key of the log already: ${result.vkeys.join(', ')}\nNothing was written.\n`,
      )
      return exitStatus.ok
    }
    if (keyFile !== undefined && result.secret !== undefined)
      await writeNew(keyFile, () => writeSecretFile(keyFile, `${result.secret}\n`))
    const policy = join(root, result.path)
    try {
      await writeNew(result.path, async () => {
        await mkdir(dirname(policy), { recursive: true })
        await writeFile(policy, result.text, { flag: 'wx' })
      })
    } catch (error) {
      // A key that nothing names is of no use to anyone but a thief.
      if (keyFile !== undefined) await rm(keyFile, { force: true })
      throw error
    }
    terminal.out(
      [
        `Wrote ${result.path}. It counts once a reviewed pull request has brought it to ${places.protectedBranch}.`,
        ...(keyFile === undefined
          ? []
          : [`Wrote ${keyFile}: keep its content as the secret COUNTERSIGN_LOG_KEY, then delete the file.`]),
        `Key: ${result.vkey}`,
        '',
      ].join('\n'),
    )
    return exitStatus.ok
  },
})

async function writeNew(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const what =
      code === 'EEXIST' ? `\`${path}\` exists already` : `\`${path}\` cannot be written (${code ?? 'unknown'})`
    throw new Refusal(exitStatus.usage, what, 'Nothing is overwritten; remove it or choose another name.', { cause })
  }
}
