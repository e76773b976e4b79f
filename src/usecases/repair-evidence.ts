import { keyOf } from '../evidence/natural-key.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import type { Damage } from '../evidence/plan-repair.ts'
import { makeRecord, toMoment } from '../evidence/record.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import type { LogRepair, RepairOutcome } from '../ports/log-repair.ts'
import { printable } from '../report/printable.ts'
import { refuseDemoKey } from './append-evidence.ts'
import { expectationsOf, pinsToVerify, readTrust, type TrustPlaces } from './evidence-trust.ts'

export interface RepairInput {
  /** Commit that held the log when it was good: any name that resolves here, or a full id. */
  readonly to: string
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
  readonly places: TrustPlaces
}

export const statusOfRepair = {
  repaired: exitStatus.ok,
  'nothing-to-repair': exitStatus.usage,
  'bad-target': exitStatus.integrity,
  'not-entitled': exitStatus.usage,
  'no-log': exitStatus.notDetermined,
  unreadable: exitStatus.notDetermined,
  'not-appended': exitStatus.notAppended,
} as const satisfies Record<RepairOutcome['kind'], ExitStatus>

/**
 * Restores the last good state of a damaged log by a new commit that says what happened. Nothing is thrown away: what was
 * bad stays in the history of the branch, and no pinned record is given up.
 *
 * @throws Refusal
 */
export async function repairEvidence(
  { to, signer, producer, places }: RepairInput,
  ports: { readonly history: History; readonly repair: LogRepair; readonly clock: Clock },
): Promise<RepairOutcome> {
  if (signer === undefined)
    throw new Refusal(
      exitStatus.usage,
      'There is no signing key, and a repair is signed like any record',
      'Put it into COUNTERSIGN_LOG_KEY.',
    )
  refuseDemoKey(signer.verifier)
  const isFull = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(to)
  const goodCommit = (await ports.history.resolve(to)) ?? (isFull ? to : undefined)
  if (goodCommit === undefined)
    throw new Refusal(exitStatus.usage, `There is no commit ${to} here`, 'Give the full id of the last good commit.')
  const trust = await readTrust(ports.history, places, pinsToVerify)
  const nowMs = ports.clock.now()
  const toRecord = (damage: Damage): EvidenceRecord => repairRecord(damage, producer, nowMs)
  return ports.repair.repair({ goodCommit, expected: expectationsOf(trust), signer, toRecord })
}

function repairRecord({ address, ...damage }: Damage, producer: EvidenceProducer, nowMs: number): EvidenceRecord {
  const now = toMoment(nowMs)
  return makeRecord(
    {
      kind: 'log.repaired',
      key: keyOf.logRepaired(damage.badCommit),
      actor: { id: null, login: null },
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: damage,
    },
    address,
    damage.goodCommit,
  )
}

/** What was restored and lost. Ends in a line break. */
export function describeRepair(outcome: RepairOutcome): string {
  switch (outcome.kind) {
    case 'repaired': {
      const { size, findings, lost, badCommit } = outcome.damage
      return text([
        `Repaired: the log is again what it was at ${size} records, and record ${size} says so, in commit ${outcome.commit}.`,
        `It was damaged in ${badCommit}: ${findings.join(', ')}.`,
        lost === null
          ? 'How many records came after the good state could not be read; record again what is missing.'
          : `${lost} records came after the good state and are not in the log any more; what was real among them is recorded again by the next run.`,
      ])
    }
    case 'nothing-to-repair':
      return text(['Not repaired: the log verifies, so there is nothing to repair.'])
    case 'bad-target':
      return text([
        'Not repaired: the commit to go back to is not good either.',
        ...outcome.findings.map(({ code, file, message }) => `${code} ${file}: ${message}`),
        ...(outcome.findings.some(({ code }) => code === 'E_ROLLBACK')
          ? ['It is older than a pin: going back to it would give up pinned records. Take a later commit.']
          : []),
      ])
    case 'no-log':
      return text(['Not repaired: there is no evidence branch. Push the last good commit to it again.'])
    case 'not-entitled':
    case 'unreadable':
    case 'not-appended':
      return text([`Not repaired: ${outcome.why}.`])
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('')
