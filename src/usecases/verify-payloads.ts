import { checkPayloads, type PayloadCheck } from '../evidence/check-payloads.ts'
import { knownPayloads } from '../evidence/known-payloads.ts'
import type { LogFinding } from '../evidence/log-finding.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import type { PayloadStore } from '../ports/payload-store.ts'

export interface PayloadVerification {
  readonly outcome: 'verified' | 'integrity-failure' | 'not-determined'
  readonly why: string | undefined
  readonly findings: readonly LogFinding[]
  /** undefined where nothing could be read. */
  readonly check: Omit<PayloadCheck, 'findings'> | undefined
  /** Stored, though no record points to it: left by a run that died before it recorded. */
  readonly orphans: readonly string[]
}

/** Holds every payload that a log commits to against what is stored. What cannot be read is *not determined*. */
export async function verifyPayloads(log: VerifiedLog, store: PayloadStore): Promise<PayloadVerification> {
  const known = knownPayloads(log.entries)
  const reading = await store.read()
  const notRead = (why: string): PayloadVerification => ({
    outcome: 'not-determined',
    why,
    findings: [],
    check: undefined,
    orphans: [],
  })
  if (reading.kind === 'unreadable') return notRead(`the payloads cannot be read: ${reading.why}`)
  const isExpected = known.some(({ disposedBy }) => disposedBy === undefined)
  if (reading.kind === 'absent' && isExpected)
    return notRead('there is no branch with the payloads here; fetch it, or name the remote that has it')
  const stored = reading.kind === 'read' ? reading.stored : new Map()
  const { findings, ...check } = checkPayloads(known, stored)
  const commitments = new Set(known.map(({ commitment }) => commitment))
  const orphans = [...stored.keys()].filter((commitment) => !commitments.has(commitment)).sort()
  const isWhole = findings.length === 0
  return {
    outcome: isWhole ? 'verified' : 'integrity-failure',
    why: isWhole ? undefined : 'payloads are missing or not what records commit to',
    findings,
    check,
    orphans,
  }
}
