import { attachmentsWanted, buildPackets, recordsOfPackets } from '../assess/packets/build-packets.ts'
import type { Packet } from '../assess/packets/packet.ts'
import type { Sample } from '../model/sample.ts'
import type { History } from '../ports/history.ts'
import { programEndings } from '../read/read-program.ts'
import { recordHistory } from '../read/record-history.ts'
import type { GatheredEvidence } from './gather-evidence.ts'
import { proveRecords, type RecordProof } from './prove-records.ts'

export interface GatheredPackets {
  readonly packets: readonly Packet[]
  /** Proofs of every record that a packet rests on, by its place in the log. */
  readonly proofs: ReadonlyMap<number, RecordProof>
}

/** Makes the packets of a sample, with what its records attach, and proves those records. @throws Refusal */
export async function gatherPackets(
  sample: Sample,
  gathered: GatheredEvidence,
  history: History,
): Promise<GatheredPackets> {
  const { commits, commit, settings, records, logCommit, evidence } = gathered
  const digests = attachmentsWanted(sample, records)
  const attachments = new Map<string, Uint8Array>()
  let place = 0
  for await (const bytes of evidence.attachments(logCommit, digests)) {
    const digest = digests[place]
    place += 1
    if (digest !== undefined && bytes !== undefined) attachments.set(digest, bytes)
  }
  const versions = await history.versionsBelow(commit, settings.programFolder, programEndings)
  const packets = buildPackets(sample, {
    ...gathered,
    branch: settings.protectedBranch,
    log: records,
    history: recordHistory(commits, versions.values()),
    attachment: (sha256) => attachments.get(sha256),
  })
  return { packets, proofs: await proveRecords(recordsOfPackets(packets), gathered) }
}
