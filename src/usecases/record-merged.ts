import { auditStart, continues } from '../evidence/audit-branch.ts'
import type { RecordContext } from '../evidence/build-records.ts'
import { birthOf } from '../evidence/log-birth.ts'
import { RecordRefused } from '../evidence/record.ts'
import type { LogEntry } from '../evidence/verify-log.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { readProgram } from '../read/read-program.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { type AttachedRecord, mergedRecord } from './change-records.ts'
import { tipOf } from './evidence-trust.ts'
import { explainCommits } from './explain-commits.ts'
import type { RecordRequest } from './record-from-facts.ts'
import { roleRecords } from './role-changes.ts'
import { rulesAt } from './rules-at.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface MergedRecording {
  /** Numbers of the pull requests whose merge was recorded now. */
  readonly pulls: readonly number[]
  /** Commits that no merged pull request explains; the audit judges them. */
  readonly unexplained: readonly string[]
  /** Merges, or what they did to roles, that no log may hold as they are, and why; they keep no other out. */
  readonly refused: readonly { readonly pull: number; readonly why: string }[]
  /** Whether more merges wait for the next run. */
  readonly more: boolean
  /** undefined where nothing was new and the log exists. */
  readonly append: AppendResult | undefined
}

/** What kept a merge out of the log is never a pass. */
export function statusOfMerged({ append, refused }: MergedRecording): ExitStatus {
  const appended = append === undefined ? exitStatus.ok : statusOfAppend[append.outcome.kind]
  return appended === exitStatus.ok && refused.length > 0 ? exitStatus.notDetermined : appended
}

/** Merges that one run records: each costs some twenty requests, and a token has about a thousand an hour. */
const mostMerges = 40

/**
 * Records every merged pull request that the log does not have yet. It starts from the history of the protected branch and
 * not from a list of the forge or the time of the last run, so that nothing is missed that a skipped run left behind.
 *
 * @throws Refusal, ForgeRefused, ForgeUnreachable; nothing is recorded then
 */
export async function recordMergedPullRequests(
  repository: RepositoryName & { readonly id: string },
  request: RecordRequest,
  ports: EvidencePorts & { readonly forge: Forge },
): Promise<MergedRecording> {
  const { forge, history } = ports
  const branch = request.places.protectedBranch
  const { entries, from, isNew, log } = await startOf(request, ports)
  const to = await tipOf(history, branch)
  if (to === undefined) throw new Refusal(exitStatus.notDetermined, `There is no branch ${branch} here`, 'Fetch it.')
  // What a shallow clone does not hold, git cannot walk back to.
  const isHere = from !== undefined && (await history.resolve(from)) !== undefined
  const commits = isHere ? await history.firstParent(to, from) : []
  if (from !== undefined && !(isHere && continues(commits, from, to))) {
    throw new Refusal(
      exitStatus.notDetermined,
      `The history of ${branch} does not reach back to ${from}`,
      'Fetch all of it (`fetch-depth: 0`). If it was rewritten, `evidence audit` says so.',
    )
  }
  const frame: RecordContext = {
    repositoryId: repository.id,
    address: request.address,
    nowMs: ports.clock.now(),
    producer: request.producer,
  }
  const known = knownCommits(entries)
  const attached: AttachedRecord[] = []
  const pulls: number[] = []
  const unexplained: string[] = []
  const refused: { pull: number; why: string }[] = []
  for await (const found of explainCommits({ repository, branch, commits, known, most: mostMerges }, forge)) {
    if (found.kind === 'unread') throw found.error
    if (found.kind === 'more') return finish(true)
    if (found.kind === 'unexplained') {
      unexplained.push(found.commit.sha)
      continue
    }
    const { judged, landing } = found
    const { number } = judged.facts.pull
    const before = await rulesAt(history, landing.baseShaBefore)
    const program = readProgram(before.files).model.programs[0]?.value
    try {
      const merged = mergedRecord(judged, landing, program, frame)
      const roles = await roleRecords(before, merged.record, frame, history)
      if (roles.kind === 'not-known') refused.push({ pull: number, why: `its changes of roles: ${roles.why}` })
      // They are turned round once more below.
      else attached.push(...roles.records.map((record) => ({ record, attachments: [] })).reverse())
      attached.push(merged)
      pulls.push(number)
    } catch (error) {
      if (!(error instanceof RecordRefused || error instanceof RangeError)) throw error
      refused.push({ pull: number, why: error.message })
    }
  }
  return finish(false)

  async function finish(more: boolean): Promise<MergedRecording> {
    attached.reverse()
    const append =
      attached.length === 0 && !isNew
        ? undefined
        : await appendEvidence(
            {
              records: attached.map(({ record }) => record),
              attachments: attached.flatMap(({ attachments }) => attachments),
              signer: request.signer,
              create: request.create,
              producer: request.producer,
              places: request.places,
              known: log,
            },
            ports,
          )
    return { pulls: pulls.reverse(), unexplained: unexplained.reverse(), refused: refused.reverse(), more, append }
  }
}

/** What the log has, and the commit after which it has to account for the branch. */
async function startOf(request: RecordRequest, ports: EvidencePorts) {
  const verification = await verifyEvidence(request.places, ports)
  if (verification.outcome === 'integrity-failure') {
    throw new Refusal(
      exitStatus.integrity,
      `The evidence log is damaged: ${verification.why ?? ''}`,
      'Run `evidence verify`.',
    )
  }
  const { log } = verification
  if (log === undefined) {
    // Whoever takes a log that could not be read for a new one records nothing, and the audit accuses every merge.
    if (request.create === undefined || !verification.isAbsent) {
      throw new Refusal(
        exitStatus.notDetermined,
        verification.why ?? 'There is no log',
        'Start one with `evidence init`.',
      )
    }
    return { entries: [], from: request.create.baseline, isNew: true, log }
  }
  const baseline = birthOf(log)?.data.baseline
  if (auditStart(log.entries, request.places.protectedBranch) === undefined || baseline === undefined) {
    const what = `The log is not about the branch ${request.places.protectedBranch}`
    throw new Refusal(exitStatus.usage, what, 'Check `protectedBranch` in countersign.yaml.')
  }
  return { entries: log.entries, from: baseline, isNew: false, log }
}

/** Commits that the log already accounts for, as merges or as deviations. */
function knownCommits(entries: readonly LogEntry[]): Set<string> {
  const known = new Set<string>()
  for (const { record } of entries) {
    const { predicate } = record
    if (predicate.kind === 'change.unreviewed') known.add(predicate.data.commit)
    if (predicate.kind !== 'change.merged') continue
    known.add(predicate.data.mergeSha)
    for (const sha of predicate.data.landed) known.add(sha)
  }
  return known
}
