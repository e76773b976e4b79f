import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { writeNewFile } from '../../adapters/write-whole.ts'
import { checkForkProof, formatForkProof, parseForkProof } from '../../evidence/fork-proof.ts'
import { parseVerifierKey } from '../../evidence/note-key.ts'
import { verifierSha256 } from '../../evidence/tree-layout.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { describeForkCheck, describeVerification } from '../../usecases/describe-evidence.ts'
import { describePayloads } from '../../usecases/describe-payloads.ts'
import { proveFork } from '../../usecases/prove-fork.ts'
import {
  type DeepVerification,
  statusOfVerification,
  verifyEvidence,
  verifyWithoutReading,
} from '../../usecases/verify-evidence.ts'
import { verifyPayloads } from '../../usecases/verify-payloads.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'

const megabytes = 1024 * 1024

export const evidenceVerifyCommand = defineCommand({
  examples: [
    ['countersign evidence verify', 'the log of this repository, offline'],
    ['countersign evidence verify --deep', 'its history in git as well'],
    ['countersign evidence verify --payloads', 'and that every payload is there, or was disposed of'],
    ['countersign evidence verify --checkpoint saved.txt', 'that it only grew since a checkpoint you kept'],
    [
      'countersign evidence verify --checkpoint saved.txt --fork-proof fork.json',
      'and where it did not, a file that convinces others',
    ],
    ['countersign evidence verify --check-fork-proof fork.json', 'such a file, with nothing else'],
  ],
  options: {
    checkpoint: { value: 'file', repeat: true, help: 'a checkpoint or PIN file you kept; the log must continue it' },
    deep: { help: 'hold the checkpoint of every commit of the branch against the log as well' },
    payloads: { help: 'also check every payload that a record commits to' },
    forkProof: { value: 'file', help: 'new file for the proof, where two signed heads contradict each other' },
    checkForkProof: { value: 'file', help: 'a fork proof to check instead of a log; needs no repository' },
    vkey: { value: 'key', repeat: true, help: 'with --check-fork-proof: a key that you know the log by, NAME+ID+KEY' },
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print the result' },
    ...evidenceOptions,
  },
  async run(
    { checkpoint, forkProof, checkForkProof: given, vkey, deep, payloads: withPayloads, format, ...where },
    terminal,
  ) {
    if (given !== undefined) {
      if (checkpoint.length > 0 || deep || forkProof !== undefined)
        throw new Refusal(exitStatus.usage, 'It is not clear what to verify', 'Verify a log, or check a fork proof.')
      return checkForkFile(given, vkey, terminal)
    }
    if (vkey.length > 0)
      throw new Refusal(
        exitStatus.usage,
        '--vkey goes with --check-fork-proof',
        'The keys of a log are in trust.policy.',
      )
    const checkpoints = await Promise.all(checkpoint.map(async (source) => ({ source, text: await textOf(source) })))
    const { ports, places, payloads } = await openEvidence(where, terminal)
    const result = await verifyWithoutReading({ ...places, checkpoints }, ports, { deep })
    const { log: _log, pins: _pins, keys: _keys, ...shown } = result
    const log = withPayloads ? (await verifyEvidence({ ...places, checkpoints }, ports)).log : undefined
    const stored = log === undefined ? undefined : await verifyPayloads(log, payloads)
    const document = { ...shown, verifierSha256, ...(stored === undefined ? {} : { payloads: stored }) }
    if (format === 'json') terminal.out(`${JSON.stringify(document, null, 2)}\n`)
    else terminal.out(describeVerification(result) + (stored === undefined ? '' : describePayloads(stored)))
    if (forkProof !== undefined) await writeForkProof(forkProof, result, ports, terminal)
    return worseOf(statusOfVerification[result.outcome], stored && statusOfVerification[stored.outcome])
  },
})

/** What is known to be wrong comes before what is not known. */
function worseOf(one: ExitStatus, other: ExitStatus = exitStatus.ok): ExitStatus {
  if (one === exitStatus.integrity || other === exitStatus.integrity) return exitStatus.integrity
  return one === exitStatus.ok ? other : one
}

async function textOf(path: string): Promise<string> {
  return (await readGivenFile(path, 8 * megabytes, 'a checkpoint or PIN file')).toString('utf8')
}

async function writeForkProof(
  path: string,
  result: DeepVerification,
  ports: EvidenceContext['ports'],
  { err }: Terminal,
): Promise<void> {
  const proof = await proveFork(result, ports)
  if (proof === undefined) {
    err(`No two signed heads contradict each other, so ${printable(path)} was not written.\n`)
    return
  }
  const pieces = (async function* () {
    yield Buffer.from(formatForkProof(proof))
  })()
  await writeNewFile(resolve(path), randomUUID(), pieces)
  err(`Wrote ${printable(path)}: it convinces others with \`evidence verify --check-fork-proof\`.\n`)
}

async function checkForkFile(path: string, vkeys: readonly string[], { out }: Terminal): Promise<ExitStatus> {
  const proof = parseForkProof((await readGivenFile(path, megabytes, 'a fork proof')).toString('utf8'))
  if (typeof proof === 'string')
    throw new Refusal(exitStatus.usage, `\`${path}\` is no fork proof: ${proof}`, '`--fork-proof` writes one.')
  const keys = vkeys.map((text) => {
    const key = parseVerifierKey(text.trim())
    if (key !== undefined) return key
    const what = 'This is not an Ed25519 verifier key whose key id fits'
    throw new Refusal(exitStatus.usage, what, 'It has the form NAME+ID+KEY; quote it for the shell.')
  })
  const check = checkForkProof(proof, keys.length > 0 ? keys : proof.keys)
  out(describeForkCheck(check, proof, keys.length > 0))
  return check.kind === 'forked' ? exitStatus.integrity : exitStatus.notDetermined
}
