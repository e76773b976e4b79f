import { sha256Hex } from '../../evidence/attachments.ts'
import type { LogRecord } from '../../model/log-record.ts'
import type { Sample, SampleItem } from '../../model/sample.ts'
import { describeRecord } from '../describe-record.ts'
import type { Packet, PacketMaterials, PacketRecord } from './packet.ts'
import { tellItem } from './tell-item.ts'

/**
 * A packet for each item of a sample, in the order in which they were drawn: everything that the log and the program say of
 * it, and in words what they do not say. The same sample and materials give the same packets.
 */
export function buildPackets(sample: Sample, materials: PacketMaterials): readonly Packet[] {
  const byIndex = new Map(materials.log.map((record) => [record.index, record]))
  return sample.items.map((item): Packet => {
    const { inShort, sections, records } = tellItem({ sample, item }, materials, (index) => byIndex.get(index))
    return {
      schema: 'countersign/packet/v1',
      name: packetName(item),
      control: sample.control,
      population: sample.population.title,
      rank: item.rank,
      key: item.key,
      title: item.title,
      inShort,
      sections,
      records: records.flatMap((index) => {
        const record = byIndex.get(index)
        return record === undefined ? [] : [recordOf(record)]
      }),
    }
  })
}

/** `001-edb85a673f88`: place in the sample, and the key as far as a file name holds it. */
export function packetName({ rank, key }: Pick<SampleItem, 'rank' | 'key'>): string {
  const short = /^[0-9a-f]{40,64}$/.test(key) ? key.slice(0, 12) : key.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40)
  const name = short.replace(/^-|-$/g, '').toLowerCase()
  return `${String(rank).padStart(3, '0')}-${name === '' ? sha256Hex(key).slice(0, 12) : name}`
}

const recordOf = (record: LogRecord): PacketRecord => ({
  index: record.index,
  kind: record.kind,
  what: describeRecord(record),
  occurredAt: record.occurredAt,
  recordedAt: record.recordedAt,
  leafHash: record.digest,
  attachments: record.attachments.map(({ name, sha256 }) => ({ name, sha256 })),
})

/** Every record that packets rest on, once and in order: what has to be proven. */
export const recordsOfPackets = (packets: readonly Packet[]): readonly number[] =>
  [...new Set(packets.flatMap(({ records }) => records.map(({ index }) => index)))].sort((a, b) => a - b)

/**
 * Attachments that packets are told from, by SHA-256, so that they can be read before.
 * @param sample whose items name the records
 */
export function attachmentsWanted(sample: Sample, log: readonly LogRecord[]): readonly string[] {
  const wanted = new Set(sample.items.flatMap(({ records }) => records))
  return [
    ...new Set(
      log
        .filter(({ index, kind }) => wanted.has(index) && kind === 'change.merged')
        .flatMap(({ attachments }) =>
          attachments
            .filter(({ name }) => name === 'facts.json' || name === 'decision.json')
            .map(({ sha256 }) => sha256),
        ),
    ),
  ].sort()
}
