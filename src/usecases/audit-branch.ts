import { auditStart, type BranchAudit, continues, auditBranch as judge } from '../evidence/audit-branch.ts'
import { birthOf } from '../evidence/log-birth.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import type { EvidenceProducer } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { type TrustPlaces, tipOf } from './evidence-trust.ts'
import { type EvidenceVerification, verifyEvidence } from './verify-evidence.ts'

export interface AuditRequest {
  readonly places: TrustPlaces
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
  /** Look only; append nothing. */
  readonly dryRun: boolean
}

export type AuditResult =
  | {
      readonly kind: 'audited'
      readonly branch: string
      readonly from: string
      readonly to: string
      readonly commits: number
      readonly audit: BranchAudit
      /** undefined where nothing had to be appended, or for a dry run. */
      readonly append: AppendResult | undefined
    }
  /** The branch no longer continues what was audited: commits were taken away or replaced. */
  | { readonly kind: 'rewritten'; readonly branch: string; readonly from: string; readonly to: string }
  | { readonly kind: 'not-determined'; readonly why: string }
  | { readonly kind: 'bad-log'; readonly verification: EvidenceVerification }

/** Times to look again when another audit of the same branch was faster. */
const MAX_ROUNDS = 3

/**
 * Finds what reached the protected branch without an approved pull request since the last audit, and records it together
 * with the window that was looked at. Record the merged pull requests first: what is not in the log counts as unreviewed.
 *
 * @throws Refusal
 */
export async function auditProtectedBranch(request: AuditRequest, ports: EvidencePorts): Promise<AuditResult> {
  for (let round = 1; ; round += 1) {
    const result = await auditOnce(request, ports)
    const lost = result.kind === 'audited' && result.append?.outcome.kind === 'conflict'
    if (!lost || round === MAX_ROUNDS) return result
    // What was kept is not lost: the next round makes it again from the newer log.
    if (result.append?.spoolFile !== undefined) await ports.spool.drop(result.append.spoolFile)
  }
}

async function auditOnce(
  { places, signer, producer, dryRun }: AuditRequest,
  ports: EvidencePorts,
): Promise<AuditResult> {
  const { history, clock } = ports
  const branch = places.protectedBranch
  const verification = await verifyEvidence(places, ports)
  if (verification.outcome === 'integrity-failure') return { kind: 'bad-log', verification }
  const { log } = verification
  if (log === undefined) return { kind: 'not-determined', why: verification.why ?? 'the log could not be read' }
  const { entries } = log
  const birth = birthOf(log)
  const from = auditStart(entries, branch)
  if (birth === undefined || from === undefined)
    return { kind: 'not-determined', why: `the log is not about the branch ${branch}` }
  const to = await tipOf(history, branch)
  if (to === undefined) return { kind: 'not-determined', why: `there is no branch ${branch} here` }
  if ((await history.resolve(from)) === undefined)
    return (await history.isShallow())
      ? { kind: 'not-determined', why: `history is cut before ${from}; fetch all of it (\`fetch-depth: 0\`)` }
      : { kind: 'rewritten', branch, from, to }
  const commits = await history.firstParent(to, from)
  if (!continues(commits, from, to))
    return (await history.isShallow())
      ? { kind: 'not-determined', why: 'history is cut; fetch all of it (`fetch-depth: 0`)' }
      : { kind: 'rewritten', branch, from, to }
  const { id } = birth.data.repository
  const repository = entries[0]?.record.subject[0]?.name ?? ''
  const audit = judge({
    entries,
    branch,
    from,
    to,
    commits,
    repositoryId: id,
    repository,
    nowMs: clock.now(),
    producer,
  })
  const done = { kind: 'audited', branch, from, to, commits: commits.length, audit } as const
  if (dryRun || audit.records.length === 0) return { ...done, append: undefined }
  const append = await appendEvidence(
    { records: audit.records, attachments: [], signer, create: undefined, producer, places, known: log },
    ports,
  )
  return { ...done, append }
}

/** A deviation is an exit status of its own only once it is in the log; else what kept it out comes first. */
export function statusOfAudit(result: AuditResult): ExitStatus {
  switch (result.kind) {
    case 'bad-log':
      return exitStatus.integrity
    case 'not-determined':
      return exitStatus.notDetermined
    case 'rewritten':
      return exitStatus.violated
    case 'audited': {
      const appended = result.append === undefined ? exitStatus.ok : statusOfAppend[result.append.outcome.kind]
      if (appended !== exitStatus.ok) return appended
      if (result.audit.deviations.some((deviation) => deviation.result === 'fail')) return exitStatus.violated
      return result.audit.deviations.length > 0 ? exitStatus.notDetermined : exitStatus.ok
    }
  }
}
