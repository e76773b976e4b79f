import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { SshSignatures } from '../ports/ssh-signatures.ts'

interface Place {
  /** Folder for what `ssh-keygen` can only read from files. */
  readonly scratch: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** What `ssh-keygen` may see: nothing of it are our tokens and keys. The agent holds keys of the person. */
const allowed = ['PATH', 'HOME', 'SSH_AUTH_SOCK', 'TMPDIR', 'SYSTEMROOT'] as const

/** The `ssh-keygen` program, 8.9 or newer: no shell, arguments as a list, bounded in time and output. */
export function sshSignatures({ scratch, environment, signal }: Place): SshSignatures {
  const env = Object.fromEntries([...allowed.flatMap((name) => entry(name, environment[name])), ['LC_ALL', 'C']])
  return {
    async sign(message, namespace, keyFile) {
      const args = ['-Y', 'sign', '-n', namespace, '-f', keyFile]
      const { status, stdout, stderr } = await run(args, message)
      if (status === 0) return stdout
      throw new Refusal(
        exitStatus.usage,
        `ssh-keygen could not sign with this key: ${firstLine(stderr)}`,
        'Name a private key, or the public half of one that the agent holds.',
      )
    },
    async verify(message, signature, namespace, principal, keys) {
      const folder = await mkdtemp(join(scratch, 'countersign-'))
      try {
        const [signers, sig] = [join(folder, 'allowed_signers'), join(folder, 'statement.sig')]
        await writeFile(signers, keys.map((key) => `${principal} namespaces="${namespace}" ${key}\n`).join(''))
        await writeFile(sig, signature)
        const args = ['-Y', 'verify', '-f', signers, '-I', principal, '-n', namespace, '-s', sig]
        const { status, stdout } = await run(args, message)
        // The key is named at the end of `Good "namespace" signature for principal with ED25519 key SHA256:...`.
        return status === 0 ? /^Good .* key (SHA256:[A-Za-z0-9+/]{43})$/m.exec(stdout)?.[1] : undefined
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }

  function run(args: readonly string[], stdin: Uint8Array) {
    return new Promise<{ status: number; stdout: string; stderr: string }>((resolve, reject) => {
      const options = { env, signal, timeout: 120_000, maxBuffer: 1024 * 1024, encoding: 'utf8' as const }
      const child = execFile('ssh-keygen', [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ status: 0, stdout, stderr })
        else if (typeof error.code === 'number') resolve({ status: error.code, stdout, stderr })
        else {
          const why = error.code === 'ENOENT' ? 'it was not found' : 'it did not end by itself'
          const what = `ssh-keygen could not be run: ${why}`
          reject(new Refusal(exitStatus.notDetermined, what, 'Install OpenSSH 8.9 or newer.', { cause: error }))
        }
      })
      // It may end without reading all it was given; its exit status tells.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(stdin)
    })
  }
}

const entry = (name: string, value: string | undefined) => (value === undefined ? [] : [[name, value] as const])

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? 'it says nothing'
