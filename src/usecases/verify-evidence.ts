import type { Pin } from '../evidence/check-pins.ts'
import type { TrustedKey } from '../evidence/key-intervals.ts'
import type { LogFinding } from '../evidence/log-finding.ts'
import { missingLog } from '../evidence/plan-append.ts'
import { type Protection, protectionOf } from '../evidence/protection.ts'
import { anchoredUpTo } from '../evidence/time-bracket.ts'
import type { Expectations, LogVerification, VerifiedHead, VerifiedLog } from '../evidence/verify-log.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import type { EvidenceLog, LogReading } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { expectationsOf, pinsToVerify, readTrust, type Trust, type TrustPlaces } from './evidence-trust.ts'

export interface EvidenceVerification<Log = VerifiedLog> {
  readonly outcome: 'verified' | 'integrity-failure' | 'not-determined'
  /** Why it is not verified, one sentence; undefined where it is. */
  readonly why: string | undefined
  readonly findings: readonly LogFinding[]
  /** undefined where there was no log to read. */
  readonly verification: LogVerification | undefined
  /** Commit of the evidence branch. */
  readonly commit: string | undefined
  readonly policySource: string | undefined
  readonly keysSource: string | undefined
  readonly lookedAt: Trust['lookedAt']
  readonly past: Trust['past']
  /** Whether the history here is cut, so that older pins may be elsewhere. */
  readonly isShallow: boolean
  /** undefined where there was no log to read. */
  readonly protection: Protection | undefined
  /** What was held against the log, and the keys that may have signed it. */
  readonly pins: readonly Pin[]
  readonly keys: readonly TrustedKey[]
  /** Whether there is no evidence branch at all, as against one that could not be read. */
  readonly isAbsent: boolean
  /** The log itself, for those who read on; undefined unless it could be read. */
  readonly log: Log | undefined
}

export const statusOfVerification = {
  verified: exitStatus.ok,
  'integrity-failure': exitStatus.integrity,
  'not-determined': exitStatus.notDetermined,
} as const satisfies Record<EvidenceVerification['outcome'], ExitStatus>

/**
 * Verifies the log against what the repository remembers of it. Verified means: every byte is accounted for, a key of the
 * trust policy signed it, enough witnesses cosigned it, and all pins hold. Consistent but without a trusted signature is
 * *not determined*.
 *
 * @throws Refusal where the trust policy or a pin cannot be read
 */
export async function verifyEvidence(
  places: TrustPlaces,
  ports: { readonly log: EvidenceLog; readonly history: History },
): Promise<EvidenceVerification> {
  const { trust, expected } = await whatToExpect(places, ports)
  return judge(await ports.log.read(expected), trust, expected)
}

export interface DeepVerification extends EvidenceVerification<VerifiedHead> {
  /** Commits of the log's branch whose checkpoints were held against the log; undefined unless asked for. */
  readonly history:
    | {
        readonly commits: number
        readonly isShallow: boolean
        /** Commits left out because the log itself says that they were bad, and was repaired. */
        readonly repaired: number
      }
    | undefined
}

/**
 * The same for those who do not read on: no record is kept, so the log may be of any size.
 *
 * @param options.deep holds the checkpoint of every commit of the branch against the log as well, as far back as they are
 *   here. Whether one commit continues another is never asked: a shallow clone does not know
 * @throws Refusal where the trust policy or a pin cannot be read
 */
export async function verifyWithoutReading(
  places: TrustPlaces,
  ports: { readonly log: EvidenceLog; readonly history: History },
  { deep }: { readonly deep: boolean },
): Promise<DeepVerification> {
  const { trust, expected } = await whatToExpect(places, ports)
  if (!deep) return { ...judge(await ports.log.verify(expected), trust, expected), history: undefined }
  const past = await ports.log.history()
  if (past.kind !== 'read') return { ...judge<VerifiedHead>(past, trust, expected), history: undefined }
  const { heads, isShallow } = past
  const holdAgainst = async (counted: typeof heads) => {
    const history = counted.map(({ commit, note }) => ({ source: sourceOf(commit), note: note ?? '' }))
    const reading = await ports.log.verify({ ...expected, history })
    const repaired = heads.length - counted.length
    const judged = judge(reading, trust, expected)
    return {
      ...judged,
      pins: [...judged.pins, ...history],
      history: { commits: history.length, isShallow, repaired },
    }
  }
  const result = await holdAgainst(heads)
  const sources = new Set(heads.map(({ commit }) => sourceOf(commit)))
  if (!result.findings.some(({ file }) => sources.has(file))) return result
  const bad = await repairedCommits(heads, expected, ports.log)
  return bad.size === 0 ? result : holdAgainst(heads.filter(({ commit }) => !bad.has(commit)))
}

const sourceOf = (commit: string): string => `commit ${commit}`

/** Commits that a signed record of the log calls bad: from the one it names back to the good one. */
async function repairedCommits(
  heads: readonly { readonly commit: string }[],
  expected: Expectations,
  log: EvidenceLog,
): Promise<ReadonlySet<string>> {
  const reading = await log.read(expected)
  const bad = new Set<string>()
  // What a log says of itself counts only where all of it is signed and in order.
  if (reading.kind !== 'read' || reading.log.verification.findings.length > 0) return bad
  if (reading.log.verification.authenticity !== 'signed') return bad
  const places = new Map(heads.map(({ commit }, index) => [commit, index]))
  for (const { record } of reading.log.entries) {
    if (record.predicate.kind !== 'log.repaired') continue
    const { badCommit, goodCommit } = record.predicate.data
    const [from, to] = [places.get(badCommit), places.get(goodCommit)]
    // Newest first. Where the good commit is not in this history, the history of the branch had been replaced.
    if (from !== undefined) for (const { commit } of heads.slice(from, to)) bad.add(commit)
  }
  return bad
}

async function whatToExpect(
  places: TrustPlaces,
  ports: { readonly history: History },
): Promise<{ readonly trust: Trust; readonly expected: Expectations }> {
  const trust = await readTrust(ports.history, places, pinsToVerify)
  return { trust, expected: expectationsOf(trust) }
}

function judge<Log extends VerifiedHead>(
  reading: LogReading<Log>,
  trust: Trust,
  expected: Expectations,
): EvidenceVerification<Log> {
  const base = {
    findings: [],
    verification: undefined,
    commit: undefined,
    policySource: trust.policy?.source,
    keysSource: trust.policy?.keysSource,
    lookedAt: trust.lookedAt,
    past: trust.past,
    isShallow: trust.isShallow,
    pins: trust.pins,
    keys: trust.policy?.keys ?? [],
    protection: undefined,
    isAbsent: reading.kind === 'missing',
    log: undefined,
  }
  if (reading.kind === 'unreadable') return { ...base, outcome: 'not-determined', why: reading.why }
  if (reading.kind === 'missing') {
    const findings = missingLog(expected)
    return findings.length > 0
      ? { ...base, outcome: 'integrity-failure', findings, why: 'the log is gone, though it is pinned' }
      : { ...base, outcome: 'not-determined', why: 'there is no evidence branch; fetch it, or record something first' }
  }
  const { log, commit } = reading
  const { verification } = log
  const { findings } = verification
  const head = { note: log.note, cosignatures: verification.cosignatures }
  const anchored = anchoredUpTo(verification.anchors)
  const anchors = anchored === undefined ? [] : [anchored]
  const protection = protectionOf(head, trust.pins, verification.pins, trust.policy, anchors)
  const whole = { ...base, verification, commit, findings, log, protection }
  if (findings.length > 0)
    return { ...whole, outcome: 'integrity-failure', why: 'the log is not what was signed and pinned' }
  const why = reasonNotVerified(verification, protection, trust)
  return { ...whole, outcome: why === undefined ? 'verified' : 'not-determined', why }
}

function reasonNotVerified(
  { authenticity, pins }: LogVerification,
  protection: Protection,
  { policy, past }: Trust,
): string | undefined {
  if (authenticity === 'unsigned')
    return 'the log is consistent but local and unsigned: nobody vouches for it, and whoever can write it can rewrite it'
  if (authenticity === 'no-key')
    return 'the log is consistent, but there is no trust.policy on the protected branch to say whose signature counts'
  if (protection.quorum === 'not-met')
    return `the log is consistent and signed, but the witnesses that the trust policy asks for (${policy?.quorum}) have not cosigned this head`
  if (pins.some(({ outcome }) => outcome !== 'holds')) return 'not every pin could be checked'
  const unread = past.find(({ unread }) => unread > 0)
  return unread && `${unread.unread} earlier PIN files of ${unread.branch} could not be read`
}
