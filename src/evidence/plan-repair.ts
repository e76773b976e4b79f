import type { EvidenceRecord } from '../model/evidence.ts'
import type { GrownLog } from './grow-log.ts'
import { baseOf } from './log-base.ts'
import type { LogFinding } from './log-finding.ts'
import type { SignerKey } from './note-key.ts'
import { planAppend } from './plan-append.ts'
import type { Expectations, VerifiedLog } from './verify-log.ts'

/** What happened to a log, for the record of its repair. */
export interface Damage {
  readonly badCommit: string
  readonly goodCommit: string
  /** Of the good state. */
  readonly size: number
  /** Hex. */
  readonly root: string
  /** Codes, each once. */
  readonly findings: readonly string[]
  /** Records of the bad state after the good one; null where they cannot be counted. */
  readonly lost: number | null
  /** Address of the repository, as record 0 has it. */
  readonly address: string
}

export type RepairPlan =
  | { readonly kind: 'write'; readonly grown: GrownLog; readonly damage: Damage }
  | { readonly kind: 'nothing-to-repair' }
  /** The state to go back to is not good either, or a pin remembers a later one. */
  | { readonly kind: 'bad-target'; readonly findings: readonly LogFinding[] }
  | { readonly kind: 'not-entitled'; readonly why: string }

/**
 * Decides what takes the place of a damaged log: the last good state and, at its end, the record of what happened. Both
 * states were held against the same keys and pins, so a pinned record is never given up.
 *
 * @throws RecordRefused
 */
export function planRepair(
  bad: { readonly commit: string; readonly log: VerifiedLog },
  good: { readonly commit: string; readonly log: VerifiedLog },
  request: {
    readonly expected: Expectations
    readonly signer: SignerKey | undefined
    readonly toRecord: (damage: Damage) => EvidenceRecord
  },
): RepairPlan {
  const { findings } = bad.log.verification
  if (findings.length === 0) return { kind: 'nothing-to-repair' }
  const { verification, entries } = good.log
  const address = entries[0]?.record.subject[0]?.name
  if (verification.findings.length > 0 || address === undefined)
    return { kind: 'bad-target', findings: verification.findings }
  // What cannot be counted is not called nothing.
  const isCounted = findings.every(({ code }) => code !== 'E_SEGMENT')
  const damage: Damage = {
    badCommit: bad.commit,
    goodCommit: good.commit,
    size: verification.size,
    root: verification.root,
    findings: [...new Set(findings.map(({ code }) => code))].sort(),
    lost: isCounted ? Math.max(0, bad.log.verification.size - verification.size) : null,
    address,
  }
  const plan = planAppend(baseOf(good.log), {
    records: [request.toRecord(damage)],
    attachments: [],
    expected: request.expected,
    signer: request.signer,
    birth: undefined,
  })
  if (plan.kind === 'write') return { kind: 'write', grown: plan.grown, damage }
  if (plan.kind === 'not-entitled') return plan
  if (plan.kind === 'bad-log') return { kind: 'bad-target', findings: plan.findings }
  return { kind: 'not-entitled', why: 'the good state records a repair of this very commit already' }
}
