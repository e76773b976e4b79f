import { inclusionPath, rootByInclusion } from '../evidence/inclusion-proof.ts'
import { type TimeBracket, timeBrackets } from '../evidence/time-bracket.ts'
import { formatTlogProof } from '../evidence/tlog-proof.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { passLines } from './pass-lines.ts'
import { type SoundLog, soundLog } from './sound-log.ts'

export interface ProvenRecord {
  readonly index: number
  readonly size: number
  /** Hex. */
  readonly root: string
  /** The record as it stands in the log, without line feed. */
  readonly line: Buffer
  /** A C2SP tlog-proof: stands alone with the record and the key. */
  readonly proof: string
  readonly bracket: TimeBracket
  readonly notes: readonly string[]
}

/**
 * Proves that one record is in the log, with the signed checkpoint, for somebody who has neither log nor repository.
 *
 * @param wanted index, leaf hash in hex, or natural key
 * @throws Refusal (2) where the log has no such record; as `soundLog` where there is nothing to prove from
 */
export async function proveRecord(
  wanted: string,
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<ProvenRecord> {
  const log = await soundLog(settings, ports)
  const { size, root } = log.verification
  const index = await findIndex(wanted, log, ports.log)
  const found: { line?: Buffer; leafHash?: Buffer } = {}
  const hashes = await passLines(log, ports.log, inclusionPath(index, size), (at, line, leafHash) => {
    // A copy: the line is a part of its whole segment.
    if (at === index) Object.assign(found, { line: Buffer.from(line), leafHash })
  })
  const { line, leafHash } = found
  // Never hand out what one would not accept.
  const isProof = leafHash !== undefined && rootByInclusion(index, size, leafHash, hashes)?.toString('hex') === root
  if (line === undefined || !isProof) throw new Error(`the proof of record ${index} does not lead to the root`)
  const bracket = timeBrackets(log.verification.anchors).bracketOf(index)
  const proof = formatTlogProof({ index, hashes, note: log.note })
  return { index, size, root, line, proof, bracket, notes: log.notes }
}

async function findIndex(wanted: string, log: SoundLog, source: EvidenceLog): Promise<number> {
  const { size } = log.verification
  if (/^\d{1,16}$/.test(wanted)) {
    const index = Number(wanted)
    if (index < size) return index
    throw noSuch(`The log has ${size} records, so there is no record ${wanted}`, `The last is ${size - 1}.`)
  }
  if (!/^[0-9a-f]{64}$/.test(wanted)) {
    const entry = log.entries.find(({ record }) => record.predicate.key === wanted)
    if (entry !== undefined) return entry.index
    throw noSuch('The log has no record with this natural key', 'Give the key as the record has it, or its index.')
  }
  const places: number[] = []
  // Statements of other tools have a leaf hash too, and are not among the entries.
  await passLines(log, source, [], (index, _line, leafHash) => {
    if (places.length === 0 && leafHash.toString('hex') === wanted) places.push(index)
  })
  const [index] = places
  if (index === undefined)
    throw noSuch('The log has no record with this leaf hash', 'It is SHA-256 over a zero byte and the line.')
  return index
}

const noSuch = (what: string, remedy: string) => new Refusal(exitStatus.usage, what, remedy)
