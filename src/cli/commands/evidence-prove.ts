import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { nodeFiles } from '../../adapters/node-files.ts'
import { lineLimitBytes } from '../../evidence/segments.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { FileToWrite } from '../../ports/files.ts'
import { printable } from '../../report/printable.ts'
import { checkProofFile } from '../../usecases/check-proof-file.ts'
import { describeBracket } from '../../usecases/describe-anchors.ts'
import { proveRecord } from '../../usecases/prove-record.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'

const options = {
  out: { value: 'dir', default: '.', help: 'folder for the proof and the record' },
  overwrite: { help: 'replace files of an earlier proof' },
  check: { value: 'file', help: 'a proof to check instead of making one; needs no repository' },
  record: { value: 'file', help: 'the record that the proof is of' },
  trust: { value: 'file', help: 'a trust.policy whose keys count' },
  keys: { value: 'file', help: 'the keys.json beside it, where there is one' },
  vkey: { value: 'key', repeat: true, help: 'a verifier key that counts, NAME+ID+KEY' },
  ...evidenceOptions,
} as const
type Options = OptionValues<typeof options>

const kilobytes = 1024
const outcomeOf = {
  proven: exitStatus.ok,
  refuted: exitStatus.integrity,
  'not-determined': exitStatus.notDetermined,
} as const

export const evidenceProveCommand = defineCommand({
  examples: [
    ['countersign evidence prove 7 --out proof', 'writes `proof/7.json`, the record, and `proof/7.tlog-proof`'],
    ["countersign evidence prove 'github:R_1#7/merged'", 'the record with this natural key; a leaf hash will do, too'],
    [
      'countersign evidence prove --check 7.tlog-proof --record 7.json --trust trust.policy',
      'checks a proof, with nothing but these files',
    ],
  ],
  arguments: [{ name: 'record', help: 'index, natural key or leaf hash of the record to prove', optional: true }],
  options,
  async run(given, terminal, [wanted]) {
    if (given.check !== undefined) {
      if (wanted !== undefined) throw new Refusal(exitStatus.usage, usage, 'Name a record, or check a proof.')
      return checkProof(given.check, given, terminal)
    }
    if ([given.record, given.trust, given.keys].some((file) => file !== undefined) || given.vkey.length > 0)
      throw new Refusal(exitStatus.usage, usage, '--record, --trust, --keys and --vkey go with --check.')
    if (wanted === undefined) throw new Refusal(exitStatus.usage, usage, 'Name a record, or check a proof.')
    const { ports, settings } = await openEvidence(given, terminal)
    const { index, size, root, line, proof, bracket, notes } = await proveRecord(wanted, settings, ports)
    await writeInto(given.out, given.overwrite, [
      { path: `${index}.json`, text: line.toString('utf8') },
      { path: `${index}.tlog-proof`, text: proof },
    ])
    for (const note of notes) terminal.err(`note: ${note}\n`)
    const folder = printable(given.out)
    terminal.out(
      `Proof of record ${index} in the log of ${size} records, root ${root}: ${folder}/${index}.json and ${folder}/${index}.tlog-proof\n${describeBracket(bracket)}\n`,
    )
    return exitStatus.ok
  },
})

const usage = 'It is not clear what to prove'

async function checkProof(path: string, { record, ...brought }: Options, terminal: Terminal): Promise<ExitStatus> {
  if (record === undefined)
    throw new Refusal(exitStatus.usage, 'There is no --record', 'Name the file with the record that the proof is of.')
  const proof = await readGivenFile(path, 64 * kilobytes, 'a .tlog-proof')
  const line = await readGivenFile(record, lineLimitBytes + 1, 'the record beside the proof')
  const check = checkProofFile(proof.toString('utf8'), line, {
    policy: await textOf(brought.trust, 'a trust.policy'),
    keys: await textOf(brought.keys, 'a keys.json'),
    vkeys: brought.vkey,
  })
  if (check.kind === 'proven') {
    const { origin, size, root } = check.checkpoint
    terminal.out(
      `Proven: the record is number ${check.index} of ${size} in ${origin}, root ${root.toString('hex')}, signed by ${check.signedBy}\n`,
    )
  } else if (check.kind === 'refuted') terminal.out(`NOT PROVEN: ${check.code} ${printable(check.why)}\n`)
  else terminal.out(`Not determined: ${printable(check.why)}\n`)
  return outcomeOf[check.kind]
}

async function textOf(path: string | undefined, what: string): Promise<string | undefined> {
  return path === undefined ? undefined : (await readGivenFile(path, 256 * kilobytes, what)).toString('utf8')
}

async function writeInto(folder: string, overwrite: boolean, files: readonly FileToWrite[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    const what = `\`${folder}\` cannot be made`
    throw new Refusal(exitStatus.usage, what, 'Name another folder with --out.', { cause })
  }
  await nodeFiles(resolve(folder)).write(files, { overwrite })
}
