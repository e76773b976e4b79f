import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { nodeFiles } from '../../adapters/node-files.ts'
import { writeSecretFile } from '../../adapters/secret-file.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { statusOfAppend } from '../../usecases/append-evidence.ts'
import { readTrust } from '../../usecases/evidence-trust.ts'
import {
  describeLogKeys,
  describeRevocation,
  describeRotation,
  describeSuccessor,
} from '../../usecases/log-keys/describe-log-keys.ts'
import { revokeLogKey } from '../../usecases/log-keys/revoke-log-key.ts'
import { completeRotation, proposeSuccessor } from '../../usecases/log-keys/rotate-log-key.ts'
import { type EvidenceContext, evidenceOptions, openEvidence, signerOf } from '../../wiring/evidence-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'

const options = {
  keyFile: { value: 'file', help: 'rotate: new file for the private half of the new key' },
  vkey: { value: 'key', help: 'rotate: public half of a new key made elsewhere' },
  key: { value: 'id', help: 'revoke: the key, by its id or NAME+ID' },
  reason: { value: 'text', help: 'revoke: why, in one line' },
  validTo: {
    value: 'size',
    help: 'revoke: largest log that it is still believed for; default: the largest pinned or anchored one',
  },
  ...evidenceOptions,
} as const
type Options = OptionValues<typeof options>

const usageOf = {
  list: [],
  rotate: ['keyFile', 'vkey'],
  revoke: ['key', 'reason', 'validTo'],
} as const satisfies Record<string, readonly (keyof Options)[]>

export const evidenceKeysCommand = defineCommand({
  examples: [
    ['countersign evidence keys list', 'which key may sign which heads'],
    ['countersign evidence keys rotate --key-file new.key', 'first step: propose a second key beside the first'],
    ['countersign evidence keys rotate', 'second step, with both secrets: record it, and propose to end the first'],
    ['countersign evidence keys revoke --key 1a2b3c4d --reason "laptop stolen"', 'a key that somebody else may have'],
  ],
  arguments: [{ name: 'action', help: 'list, rotate or revoke', optional: true }],
  options,
  async run(given, terminal, [action = 'list']) {
    if (action !== 'list' && action !== 'rotate' && action !== 'revoke')
      throw new Refusal(exitStatus.usage, `\`${action}\` is nothing to do with keys`, 'Allowed: list, rotate, revoke.')
    const stray = Object.values(usageOf)
      .flat()
      .find((name) => given[name] !== undefined && !(usageOf[action] as readonly string[]).includes(name))
    if (stray !== undefined) {
      const flag = `--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
      throw new Refusal(exitStatus.usage, `${flag} does not go with \`${action}\``, 'Leave it out.')
    }
    const context = await openEvidence(given, terminal)
    if (action === 'list') {
      terminal.out(describeLogKeys(await readTrust(context.ports.history, context.places), context.places))
      return exitStatus.ok
    }
    return action === 'rotate' ? rotate(given, context, terminal) : revoke(given, context, terminal)
  },
})

async function rotate({ keyFile, vkey }: Options, context: EvidenceContext, terminal: Terminal): Promise<ExitStatus> {
  const { places, producer, signer } = context
  const ports = { ...context.ports, files: nodeFiles(context.root) }
  if (keyFile !== undefined && vkey !== undefined)
    throw new Refusal(exitStatus.usage, '--key-file and --vkey exclude each other', 'Make a key, or bring one.')
  if (keyFile === undefined && vkey === undefined) {
    const successor = signerOf(terminal.environment, 'COUNTERSIGN_NEW_LOG_KEY')
    if (signer === undefined || successor === undefined)
      throw new Refusal(
        exitStatus.usage,
        'COUNTERSIGN_LOG_KEY and COUNTERSIGN_NEW_LOG_KEY are both needed to record a new key',
        'To propose one first, give --key-file or --vkey.',
      )
    const rotation = await completeRotation({ places, producer, signer, successor }, ports)
    terminal.out(describeRotation(rotation))
    return statusOfAppend[rotation.append.outcome.kind]
  }
  let isKept = false
  const keepSecret = async (secret: string) => {
    if (keyFile === undefined) return
    await writeSecretFile(keyFile, `${secret}\n`).catch((cause: NodeJS.ErrnoException) => {
      const what = `\`${keyFile}\` cannot be written (${cause.code ?? 'unknown'})`
      throw new Refusal(exitStatus.usage, what, 'Nothing is overwritten; choose another name.', { cause })
    })
    isKept = true
  }
  try {
    const input = { places, vkey, randomBytes: (count: number) => randomBytes(count), keepSecret }
    terminal.out(describeSuccessor(await proposeSuccessor(input, ports), keyFile))
    return exitStatus.ok
  } catch (error) {
    // A key that nothing names is of no use to anyone but a thief.
    if (isKept && keyFile !== undefined) await rm(keyFile, { force: true })
    throw error
  }
}

async function revoke({ key, reason, validTo }: Options, context: EvidenceContext, terminal: Terminal) {
  const { places, producer, signer } = context
  if (key === undefined || reason === undefined)
    throw new Refusal(exitStatus.usage, '--key and --reason are needed', '`evidence keys list` shows the keys.')
  if (validTo !== undefined && !/^(0|[1-9]\d{0,14})$/.test(validTo))
    throw new Refusal(exitStatus.usage, `\`${validTo}\` is no size of a log`, 'Give a number of records.')
  const ports = { ...context.ports, files: nodeFiles(context.root) }
  const size = validTo === undefined ? undefined : Number(validTo)
  const revocation = await revokeLogKey({ places, producer, key, reason, validTo: size, signer }, ports)
  terminal.out(describeRevocation(revocation))
  return revocation.append === undefined ? exitStatus.ok : statusOfAppend[revocation.append.outcome.kind]
}
