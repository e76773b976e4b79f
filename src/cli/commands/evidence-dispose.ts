import { dayOf } from '../../model/days.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeDisposal } from '../../usecases/describe-payloads.ts'
import { type DisposalWish, disposePayloads, statusOfDisposal } from '../../usecases/dispose-payloads.ts'
import { actorOfRun } from '../../wiring/actor-of-run.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceDisposeCommand = defineCommand({
  examples: [
    [
      'countersign evidence dispose --record 120 --payload original.csv --basis "erasure request 7"',
      'one payload, because somebody asked for it',
    ],
    ['countersign evidence dispose --expired --dry-run', 'what was kept as long as it must be'],
  ],
  options: {
    record: { value: 'n', help: 'index or key of the record whose payload goes' },
    payload: { value: 'name', help: 'with --record: name of the payload; default: all of the record' },
    basis: { value: 'text', help: 'with --record: why it may or must go, without names of people' },
    expired: { help: 'all that were kept as long as `evidence.retention` in countersign.yaml says' },
    asOf: { value: 'day', help: 'with --expired: the day that counts; default: today, UTC' },
    orphans: { help: 'what no record points to, left by a run that died' },
    dryRun: { help: 'only list' },
    ...evidenceOptions,
  },
  async run({ record, payload, basis, expired, asOf, orphans, dryRun, ...where }, terminal) {
    const given = { record, payload, basis, expired, asOf, orphans }
    checkWish(given)
    const here = await openEvidence(where, terminal)
    // How long payloads are kept is what was reviewed, not what a branch that is checked out says.
    const settingsFrom = here.settings.protectedBranch
    const context = await openEvidence({ ...where, settingsFrom }, terminal)
    const { places, signer, producer, ports, payloads } = context
    const wish = toWish(given, context)
    const actor = actorOfRun(terminal.environment)
    const disposal = await disposePayloads({ wish, dryRun, places, signer, producer, actor }, { ...ports, payloads })
    terminal.out(describeDisposal(disposal))
    return statusOfDisposal(disposal)
  },
})

interface Given {
  readonly record: string | undefined
  readonly payload: string | undefined
  readonly basis: string | undefined
  readonly expired: boolean
  readonly asOf: string | undefined
  readonly orphans: boolean
}

/** @throws Refusal */
function checkWish({ record, payload, basis, expired, asOf, orphans }: Given): void {
  const refuse = (what: string, remedy: string) => new Refusal(exitStatus.usage, what, remedy)
  if ([record !== undefined, expired, orphans].filter(Boolean).length !== 1)
    throw refuse('Say what to dispose of', 'Give one of --record N, --expired and --orphans.')
  if (record === undefined && (payload !== undefined || basis !== undefined))
    throw refuse('--payload and --basis go with --record', 'Leave them out.')
  if (record !== undefined && (basis === undefined || basis.trim() === ''))
    throw refuse('--record needs --basis', 'Say why the payload may or must go, for example the number of the request.')
  if (!expired && asOf !== undefined) throw refuse('--as-of goes with --expired', 'Leave it out.')
}

function toWish({ record, payload, basis, expired, asOf }: Given, { settings, ports }: EvidenceContext): DisposalWish {
  if (record !== undefined) return { kind: 'named', record, payload, basis: basis ?? '' }
  if (!expired) return { kind: 'orphans' }
  const today = dayOf(new Date(ports.clock.now()).toISOString())
  const day = asOf === undefined ? today : toDay(asOf, '--as-of')
  // What is not over yet cannot be disposed of by naming a day that is still to come.
  if (day > today)
    throw new Refusal(exitStatus.usage, `--as-of ${day} is still to come`, 'Give today or a day before it.')
  return { kind: 'expired', asOf: day, retentionDays: settings.retentionDays }
}
