import { readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { digestFile } from '../../adapters/digest-file.ts'
import { sshSignatures } from '../../adapters/ssh-signatures.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { statusOfAppend } from '../../usecases/append-evidence.ts'
import { type AttestRequest, attest } from '../../usecases/attest.ts'
import { describeAttested } from '../../usecases/describe-evidence.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { workflowActor } from '../../wiring/workflow-actor.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceAttestCommand = defineCommand({
  examples: [
    [
      'countersign evidence attest --requirement EVR-RESTORE --covers 2026-04-01..2026-06-30 --statement "Restored the database of 3 June into staging."',
      'in a workflow run: the account that started it proves who states it',
    ],
    [
      'countersign evidence attest --requirement EVR-RESTORE --covers 2026-06-03..2026-06-03 --statement "Restored it." --person ana --sign ~/.ssh/id_ed25519',
      'anywhere: an SSH key of People proves it',
    ],
  ],
  options: {
    requirement: { value: 'id', required: true, help: 'the EVR-... of a control that asks for it' },
    statement: { value: 'text', required: true, help: 'what was done, in one line' },
    covers: { value: 'from..to', required: true, help: 'days it speaks of, YYYY-MM-DD..YYYY-MM-DD, both included' },
    outcome: {
      value: 'name',
      default: 'done',
      oneOf: ['done', 'done-with-exceptions', 'not-done'],
      help: 'what came of it; only `done` meets a requirement',
    },
    file: { value: 'path', repeat: true, help: 'a file that shows it: its digest is recorded, keep the file' },
    person: { value: 'id', help: 'who states it, as in People; needed with a signature' },
    sign: { value: 'file', help: 'SSH key to sign with; the public half must be in People' },
    signature: { value: 'file', help: 'a signature made elsewhere over what --to-sign prints' },
    toSign: { help: 'print what has to be signed and record nothing' },
    ...evidenceOptions,
  },
  async run({ cwd, remote, ...options }, terminal) {
    const { requirement, statement, outcome, person, toSign } = options
    if ([options.sign !== undefined, options.signature !== undefined, toSign].filter(Boolean).length > 1)
      throw new Refusal(exitStatus.usage, 'Only one of --sign, --signature and --to-sign goes at a time', 'Choose one.')
    const [from, to] = toDays(options.covers)
    const files = await Promise.all(options.file.map(digestFile))
    const { ports, settings, signer, producer } = await openEvidence({ cwd, remote }, terminal)
    const { environment, signal } = terminal
    const ssh = sshSignatures({ scratch: environment['RUNNER_TEMP'] ?? tmpdir(), environment, signal })
    const attested = await attest(
      {
        ...{ requirement, statement, from, to, outcome, person, toSign, settings, signer, producer },
        files: files.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
        signature: await signatureOf(options),
        actor: workflowActor(environment),
      },
      { ...ports, ssh },
    )
    terminal.out(attested.kind === 'to-sign' ? attested.text : describeAttested(attested))
    return attested.kind === 'to-sign' ? exitStatus.ok : statusOfAppend[attested.append.outcome.kind]
  },
})

function toDays(covers: string): readonly [from: string, to: string] {
  const [from, to, more] = covers.split('..')
  if (from === undefined || to === undefined || more !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `--covers cannot be \`${covers.slice(0, 40)}\``,
      'Give two days as 2026-04-01..2026-06-30.',
    )
  return [toDay(from, '--covers'), toDay(to, '--covers')]
}

const signatureLimitBytes = 64 * 1024

async function signatureOf(options: {
  readonly sign: string | undefined
  readonly signature: string | undefined
}): Promise<AttestRequest['signature']> {
  if (options.sign !== undefined) return { kind: 'key', file: options.sign }
  const path = options.signature
  if (path === undefined) return undefined
  try {
    const { size } = await stat(path)
    if (size > signatureLimitBytes) throw new RangeError(`it has ${size} bytes`)
    return { kind: 'text', text: await readFile(path, 'utf8') }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no reason is known'
    throw new Refusal(exitStatus.usage, `The signature cannot be read: ${why}`, 'Name the .sig file.', { cause })
  }
}
