import type { Packet } from '../assess/packets/packet.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import { fillTemplate } from './fill-template.ts'
import { code } from './page-text.ts'

/** What lies around a packet, seen from it. */
export interface PacketSurroundings {
  /** Folder of the records and their proofs, with its slash. */
  readonly proofs: string
  /** What leads back to where it belongs. */
  readonly back: readonly { readonly title: string; readonly path: string }[]
}

const titleLimit = 200

/** A packet for people, as Markdown. */
export function packetPage(packet: Packet, { proofs, back }: PacketSurroundings): string {
  const first = packet.records[0]?.index
  return fillTemplate('packet', {
    title: inlineText(shortened(packet.title, titleLimit)) || '(no title)',
    rank: packet.rank,
    control: `${inlineText(packet.control.id)} ${inlineText(packet.control.title)}`,
    item: code(packet.key),
    inShort: packet.inShort.map(inlineText),
    sections: packet.sections.map(({ title, facts, table, notes }) => ({
      title: inlineText(title),
      facts: facts.map(({ name, value }) => ({ name: inlineText(name), value: cell(value) })),
      columns: table?.columns.map(inlineText).join(' | ') ?? '',
      rule: table?.columns.map(() => '---').join(' | ') ?? '',
      rows: (table?.rows ?? []).map((row) => ({ cells: row.map(cell).join(' | ') })),
      notes: notes.map(inlineText),
    })),
    records: packet.records.map(({ index, what, kind, occurredAt, recordedAt, leafHash }) => ({
      index,
      what: inlineText(what),
      kind: code(kind),
      occurred: occurredAt,
      recorded: recordedAt,
      digest: `${code(leafHash.slice(0, 32))}<br>${code(leafHash.slice(32))}`,
      files: `[record](${proofs}${index}.json), [proof](${proofs}${index}.tlog-proof)`,
    })),
    check: `To check one without the log: \`countersign evidence prove --check ${first}.tlog-proof --record ${first}.json --trust trust.policy\``,
    back: back.map(({ title, path }) => `[${title}](${path})`).join(' · '),
  })
}

/** Empty cells look like a gap. */
const cell = (text: string): string => inlineText(text) || '–'

/** A packet for programs. */
export const packetJson = (packet: Packet): string => `${JSON.stringify(packet, null, 2)}\n`
