import { collectionWatermark } from '../evidence/collection-watermark.ts'
import type { LogEntry } from '../evidence/verify-log.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Collected, Collector, ForgeDataset } from '../ports/collector.ts'
import type { RepositoryName } from '../ports/forge.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { type CollectedWindow, collectionWindow } from './collection-windows.ts'
import type { RecordRequest } from './record-from-facts.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface CollectRequest extends LogRequest {
  readonly repository: RepositoryName
  readonly datasets: readonly ForgeDataset[]
  /** Branches whose rules are wanted, besides the protected one. */
  readonly branches: readonly string[]
}

/** How what was collected is appended. The log must be there: what it is about is for `evidence record` to say. */
export type LogRequest = Pick<RecordRequest, 'places' | 'signer' | 'producer'>

/** A dataset as it was read, for a person. */
export interface CollectedDataset {
  readonly dataset: string
  readonly system: string
  readonly count: number
  /** Parts that could not be read, and why. */
  readonly unread: readonly { readonly part: string; readonly why: string }[]
}

export interface Collection {
  readonly datasets: readonly CollectedDataset[]
  /** undefined where there was nothing to record. */
  readonly append: AppendResult | undefined
}

/** What could not be read is never a pass. */
export function statusOfCollection({ datasets, append }: Collection): ExitStatus {
  const appended = append === undefined ? exitStatus.ok : statusOfAppend[append.outcome.kind]
  if (appended !== exitStatus.ok) return appended
  return datasets.some(({ unread }) => unread.length > 0) ? exitStatus.notDetermined : exitStatus.ok
}

/**
 * Reads datasets at the forge and records each as it was read, all in one step. What happens in a system is read on from where
 * the log ends, never from the time of the last run, so that nothing falls between two runs.
 *
 * @throws Refusal, ForgeRefused, ForgeUnreachable; nothing is recorded then
 */
export async function collectEvidence(
  request: CollectRequest,
  ports: EvidencePorts & { readonly collector: Collector },
): Promise<Collection> {
  const { repository, datasets, places, producer } = request
  const nowMs = ports.clock.now()
  const { entries, bornMs } = await presentLog(request, ports)
  const windows: CollectedWindow[] = []
  for (const dataset of datasets) {
    const collected = await ports.collector.collect({
      repository,
      dataset,
      branches: [places.protectedBranch, ...request.branches],
      nowMs,
      resumeAt: (system) => collectionWatermark(entries, { system, dataset, method: 'github' }) ?? bornMs,
    })
    windows.push(...collected.map((one: Collected) => collectionWindow(dataset, 'github', one, producer, nowMs)))
  }
  return recordWindows(windows, request, ports)
}

/** Puts windows into the log, all in one step. */
export async function recordWindows(
  windows: readonly CollectedWindow[],
  { signer, producer, places }: LogRequest,
  ports: EvidencePorts,
): Promise<Collection> {
  const append =
    windows.length === 0
      ? undefined
      : await appendEvidence(
          {
            records: windows.map(({ record }) => record),
            attachments: windows.flatMap(({ attachments }) => attachments),
            signer,
            create: undefined,
            producer,
            places,
          },
          ports,
        )
  return { datasets: windows.flatMap(({ record }) => toDataset(record.predicate)), append }
}

function toDataset(predicate: CollectedWindow['record']['predicate']): readonly CollectedDataset[] {
  if (predicate.kind !== 'collection.window') return []
  const { dataset, system, count, unread } = predicate.data
  return [{ dataset, system, count, unread }]
}

/** What the log has, and when it was begun: what happened before is not its business. @throws Refusal where it cannot be relied on */
async function presentLog(
  { places }: LogRequest,
  ports: EvidencePorts,
): Promise<{ readonly entries: readonly LogEntry[]; readonly bornMs: number }> {
  const { outcome, log, why } = await verifyEvidence(places, ports)
  if (outcome === 'integrity-failure')
    throw new Refusal(exitStatus.integrity, `The evidence log is damaged: ${why ?? ''}`, 'Run `evidence verify`.')
  const [birth] = log?.entries ?? []
  if (log === undefined || birth === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      `The evidence log cannot be continued: ${why ?? 'there is none'}`,
      'Fetch the evidence branch, or begin a log with `evidence record`.',
    )
  return { entries: log.entries, bornMs: Date.parse(birth.record.predicate.occurredAt) }
}
