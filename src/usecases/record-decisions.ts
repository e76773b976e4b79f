import type { EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { type AttachedRecord, decisionRecord } from './change-records.ts'
import { gatePullRequest } from './gate-pull-request.ts'
import { readVerifiedLog } from './read-verified-log.ts'
import type { RecordRequest } from './record-from-facts.ts'
import { rememberFiles } from './remember-files.ts'

export interface DecisionsRecording {
  /** Verdicts that were recorded now. */
  readonly recorded: readonly { readonly pull: number; readonly verdict: string }[]
  /** How many pull requests have the verdict that the log has already. */
  readonly unchanged: number
  /** Pull requests that could not be judged or recorded, and why. */
  readonly refused: readonly { readonly pull: number; readonly why: string }[]
  /** How many wait for the next run. */
  readonly waiting: number
  /** undefined where nothing was new. */
  readonly append: AppendResult | undefined
}

/** What could not be judged, or waits, is never a pass. */
export function statusOfDecisions({ append, refused, waiting }: DecisionsRecording): ExitStatus {
  const appended = append === undefined ? exitStatus.ok : statusOfAppend[append.outcome.kind]
  return appended === exitStatus.ok && refused.length + waiting > 0 ? exitStatus.notDetermined : appended
}

/** Pull requests that one run judges: each costs some twenty requests, and a token has about a thousand an hour. */
const mostPulls = 30

/**
 * Records the verdicts on open pull requests, those that refuse included: the gate's own log. A verdict is recorded where it
 * differs from the newest one that the log has of that pull request, so that the log holds one record for each change.
 *
 * @param pulls open ones; any other is passed over
 * @throws Refusal (3, 4) where the log cannot be relied on; nothing is recorded then
 */
export async function recordDecisions(
  repository: RepositoryName & { readonly id: string },
  pulls: readonly ListedPull[],
  request: RecordRequest,
  ports: EvidencePorts & { readonly forge: Forge },
): Promise<DecisionsRecording> {
  const open = pulls.filter(({ merged }) => !merged)
  const known = await newestDigests(request, ports)
  const forge = rememberFiles(ports.forge)
  const nowMs = ports.clock.now()
  const { address, producer } = request
  const attached: (AttachedRecord & { readonly pull: number; readonly verdict: string })[] = []
  const refused: { pull: number; why: string }[] = []
  let unchanged = 0
  for (const { number } of open.slice(0, mostPulls)) {
    try {
      const judged = await gatePullRequest({ ...repository, number }, { post: false }, { forge })
      const made = decisionRecord(judged, { repositoryId: repository.id, address, producer, nowMs })
      if (made === undefined || judged.facts.pull.state === 'closed') continue
      if (known.get(number) === digestsOf(made.record)) unchanged += 1
      else attached.push({ ...made, pull: number, verdict: judged.decision.verdict })
    } catch (error) {
      // One that cannot be read does not keep the others out; a fault of our own is not passed over.
      const isTold = error instanceof Refusal || error instanceof ForgeRefused || error instanceof ForgeUnreachable
      if (!isTold) throw error
      refused.push({ pull: number, why: error.message })
    }
  }
  const append =
    attached.length === 0
      ? undefined
      : await appendEvidence(
          {
            records: attached.map(({ record }) => record),
            attachments: attached.flatMap(({ attachments }) => attachments),
            ...request,
          },
          ports,
        )
  return {
    recorded: attached.map(({ pull, verdict }) => ({ pull, verdict })),
    unchanged,
    refused,
    waiting: Math.max(0, open.length - mostPulls),
    append,
  }
}

/** Head and decision of the newest verdict on each pull request. */
async function newestDigests(request: RecordRequest, ports: EvidencePorts): Promise<ReadonlyMap<number, string>> {
  const { log } = await readVerifiedLog(request.places, undefined, ports)
  const newest = new Map<number, string>()
  for (const { record } of log?.entries ?? []) {
    const { predicate } = record
    if (predicate.kind === 'change.decision') newest.set(predicate.data.pull, digestsOf(record) ?? '')
  }
  return newest
}

const digestsOf = ({ predicate }: EvidenceRecord): string | undefined =>
  predicate.kind === 'change.decision' ? `${predicate.data.headSha} ${predicate.data.decisionDigest}` : undefined
