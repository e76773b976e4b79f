import type { ConsistencyCheck, ProofCheck } from '../../evidence/check-proof.ts'
import { lineLimitBytes } from '../../evidence/segments.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { checkConsistency, checkProofFile } from '../../usecases/check-proof-file.ts'
import { describeBracket } from '../../usecases/describe-anchors.ts'
import { proveConsistency, type WantedHead } from '../../usecases/prove-consistency.ts'
import { proveRecord } from '../../usecases/prove-record.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'
import { writeInto } from '../write-into.ts'

const options = {
  from: { value: 'size|file', help: 'prove, or check, that the log grew from this size or checkpoint' },
  to: { value: 'size|file', help: 'up to this size or checkpoint; default: the log as it is' },
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
    ['countersign evidence prove --from saved.txt', 'that the log continues a checkpoint that you kept'],
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
    if (given.from !== undefined && wanted === undefined) return writeConsistency(given.from, given, terminal)
    if (wanted === undefined || given.from !== undefined || given.to !== undefined)
      throw new Refusal(exitStatus.usage, usage, 'Name a record, or --from and perhaps --to, or --check a proof.')
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

async function writeConsistency(
  wanted: string,
  { to, out, overwrite, ...where }: Options,
  terminal: Terminal,
): Promise<ExitStatus> {
  const [earlier, later] = [await headOf(wanted), to === undefined ? undefined : await headOf(to)]
  const { ports, settings } = await openEvidence(where, terminal)
  const proven = await proveConsistency(earlier, later, settings, ports)
  const name = `${proven.from}-${proven.to}.consistency`
  await writeInto(out, overwrite, [{ path: name, text: proven.proof }])
  for (const note of proven.notes) terminal.err(`note: ${note}\n`)
  const grew = `Proof that the log of ${proven.from} records grew into that of ${proven.to}`
  terminal.out(`${grew}: ${printable(out)}/${name}\n`)
  return exitStatus.ok
}

async function headOf(text: string): Promise<WantedHead> {
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return { kind: 'size', size: Number(text) }
  const note = await readGivenFile(text, 64 * kilobytes, 'a checkpoint that you kept')
  return { kind: 'note', source: text, note: note.toString('utf8') }
}

async function checkProof(path: string, options: Options, terminal: Terminal): Promise<ExitStatus> {
  const { record, from, to } = options
  if ((record === undefined) === (from === undefined) || to !== undefined)
    throw new Refusal(exitStatus.usage, usage, 'Give --record, or --from with the checkpoint that you kept.')
  const proof = (await readGivenFile(path, 64 * kilobytes, 'a proof')).toString('utf8')
  const trust = {
    policy: await textOf(options.trust, 'a trust.policy'),
    keys: await textOf(options.keys, 'a keys.json'),
    vkeys: options.vkey,
  }
  const check =
    record === undefined
      ? checkConsistency(proof, (await textOf(from, 'a checkpoint that you kept')) ?? '', trust)
      : checkProofFile(proof, await readGivenFile(record, lineLimitBytes + 1, 'the record beside the proof'), trust)
  terminal.out(`${sentenceOf(check)}\n`)
  return outcomeOf[check.kind]
}

function sentenceOf(check: ProofCheck | ConsistencyCheck): string {
  if (check.kind === 'refuted') return `NOT PROVEN: ${check.code} ${printable(check.why)}`
  if (check.kind === 'not-determined') return `Not determined: ${printable(check.why)}`
  if ('index' in check) {
    const { origin, size, root } = check.checkpoint
    const place = `the record is number ${check.index} of ${size} in ${origin}`
    return `Proven: ${place}, root ${root.toString('hex')}, signed by ${check.signedBy}`
  }
  const { earlier, later } = check
  const grew = `${later.origin} grew from ${earlier.size} records to ${later.size}`
  return `Proven: ${grew}, root ${later.root.toString('hex')}, signed by ${check.signedBy}`
}

async function textOf(path: string | undefined, what: string): Promise<string | undefined> {
  return path === undefined ? undefined : (await readGivenFile(path, 256 * kilobytes, what)).toString('utf8')
}
