import { attachmentsWanted, buildPackets } from '../../assess/packets/build-packets.ts'
import type { Packet } from '../../assess/packets/packet.ts'
import { bundlePaths } from '../../evidence/bundle-manifest.ts'
import { exitStatus } from '../../model/exit-status.ts'
import type { NamedPeriod } from '../../model/period.ts'
import { Refusal } from '../../model/refusal.ts'
import { programEndings } from '../../read/read-program.ts'
import { recordHistory } from '../../read/record-history.ts'
import type { ReportedSample } from '../../render/period-report.ts'
import type { AssessPorts } from '../assess.ts'
import type { GatheredEvidence } from '../gather-evidence.ts'
import { type DrawnSample, sampleControl } from '../sample-control.ts'

export interface DrawnSamples {
  readonly samples: readonly DrawnSample[]
  readonly reported: readonly ReportedSample[]
}

/** A sample for every control that is to operate; of those whose population is not known, why. */
export async function drawAll(
  { period, nonce }: { readonly period: NamedPeriod; readonly nonce: string | undefined },
  gathered: GatheredEvidence,
): Promise<DrawnSamples> {
  const samples: DrawnSample[] = []
  const reported: ReportedSample[] = []
  const controls = [...gathered.model.controls.values()].map(({ value }) => value)
  for (const { id, status } of controls.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (status === 'planned' || status === 'retired') continue
    try {
      const drawn = await sampleControl({ control: id, from: period.start, to: period.end, nonce }, gathered)
      samples.push(drawn)
      const { population, sample } = drawn
      reported.push({
        ...{ control: id, kind: 'drawn', population: population.title, page: `${bundlePaths.samples(id)}README.md` },
        ...{ items: population.items.length, drawn: sample.items.length, open: population.open },
      })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== exitStatus.notDetermined) throw error
      reported.push({ control: id, kind: 'unknown', why: error.what })
    }
  }
  return { samples, reported }
}

/** Of each control, in the order in which its items were drawn. */
export type Packets = ReadonlyMap<string, readonly Packet[]>

/** Everything that the log and the program say of each item. */
export async function packetsOf(
  samples: readonly DrawnSample[],
  gathered: GatheredEvidence,
  { history }: AssessPorts,
): Promise<Packets> {
  const { commits, commit, settings, records, logCommit, evidence } = gathered
  const versions = await history.versionsBelow(commit, settings.programFolder, programEndings)
  const revisions = recordHistory(commits, versions.values())
  const digests = [...new Set(samples.flatMap(({ sample }) => attachmentsWanted(sample, records)))].sort()
  const attachments = new Map<string, Uint8Array>()
  let place = 0
  for await (const bytes of evidence.attachments(logCommit, digests)) {
    const digest = digests[place]
    place += 1
    if (digest !== undefined && bytes !== undefined) attachments.set(digest, bytes)
  }
  const materials = {
    ...gathered,
    branch: settings.protectedBranch,
    log: records,
    history: revisions,
    attachment: (sha256: string) => attachments.get(sha256),
  }
  return new Map(samples.map(({ control, sample }) => [control.id, buildPackets(sample, materials)]))
}
