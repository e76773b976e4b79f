import { collectionWatermark } from '../evidence/collection-watermark.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Collector, ForgeDataset } from '../ports/collector.ts'
import type { RepositoryName } from '../ports/forge.ts'
import type { SourceReader } from '../ports/source-reader.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { readDeclaredSources } from './collect-sources.ts'
import { type CollectedWindow, collectionWindow } from './collection-windows.ts'
import { type ContinuedLog, continuedLog, type LogRequest } from './continued-log.ts'

export interface CollectRequest extends LogRequest {
  /** undefined: nothing is read at the forge. */
  readonly forge:
    | {
        readonly repository: RepositoryName
        readonly datasets: readonly ForgeDataset[]
        /** Branches whose rules are wanted, besides the protected one. */
        readonly branches: readonly string[]
      }
    | undefined
  /** Ids of declared sources; `all` that name an address or a command. */
  readonly sources: readonly string[] | 'all'
}

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
  /** Sources that were not read at all, one sentence each. */
  readonly missing: readonly string[]
  /** undefined where there was nothing to record. */
  readonly append: AppendResult | undefined
}

/** What could not be read is never a pass. */
export function statusOfCollection({ datasets, missing, append }: Collection): ExitStatus {
  const appended = append === undefined ? exitStatus.ok : statusOfAppend[append.outcome.kind]
  if (appended !== exitStatus.ok) return appended
  const isWhole = missing.length === 0 && datasets.every(({ unread }) => unread.length === 0)
  return isWhole ? exitStatus.ok : exitStatus.notDetermined
}

export type CollectPorts = EvidencePorts & { readonly collector: Collector; readonly sources: SourceReader }

/**
 * Reads datasets at the forge and from declared sources, and records each as it was read, all in one step. What happens in a
 * system is read on from where the log ends, never from the time of the last run, so that nothing falls between two runs.
 *
 * @throws Refusal, ForgeRefused, ForgeUnreachable; nothing is recorded then
 */
export async function collectEvidence(request: CollectRequest, ports: CollectPorts): Promise<Collection> {
  const { signer, producer, places, forge, sources } = request
  const nowMs = ports.clock.now()
  const log = await continuedLog(request, ports)
  const ofForge = forge === undefined ? [] : await readForge(forge, request, log, nowMs, ports.collector)
  const declared = await readDeclaredSources(sources, request, log, ports)
  const windows = [...ofForge, ...declared.windows]
  if (windows.length === 0 && forge === undefined && declared.missing.length === 0 && declared.known === 0) {
    const remedy = 'Name a repository with --repo, or declare an EvidenceSource with an address or a command.'
    throw new Refusal(exitStatus.usage, `The program on ${places.protectedBranch} declares nothing to collect`, remedy)
  }
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
  return { datasets: windows.flatMap(toDataset), missing: declared.missing, append }
}

async function readForge(
  { repository, datasets, branches }: NonNullable<CollectRequest['forge']>,
  { places, producer }: LogRequest,
  { entries, bornMs }: ContinuedLog,
  nowMs: number,
  collector: Collector,
): Promise<readonly CollectedWindow[]> {
  const windows: CollectedWindow[] = []
  for (const dataset of datasets) {
    const collected = await collector.collect({
      repository,
      dataset,
      branches: [places.protectedBranch, ...branches],
      nowMs,
      resumeAt: (system) => collectionWatermark(entries, { system, dataset, method: 'github' }) ?? bornMs,
    })
    windows.push(...collected.map((one) => collectionWindow(dataset, 'github', one, producer, nowMs)))
  }
  return windows
}

function toDataset({ record: { predicate } }: CollectedWindow): readonly CollectedDataset[] {
  if (predicate.kind !== 'collection.window') return []
  const { dataset, system, count, unread } = predicate.data
  return [{ dataset, system, count, unread }]
}
