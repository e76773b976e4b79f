import type { Packet } from '../assess/packets/packet.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import { fillTemplate } from './fill-template.ts'
import { code } from './page-text.ts'

/** Where the proofs lie, seen from the folder of the packets. */
const proofs = '../proofs/'

const titleLimit = 200

/**
 * A packet for people, as Markdown.
 * @param proven whether the files of the proofs lie beside it
 */
export function packetPage(packet: Packet, proven: boolean): string {
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
      files: proven ? `[record](${proofs}${index}.json), [proof](${proofs}${index}.tlog-proof)` : 'not here',
    })),
    check: proven
      ? `To check one without the log: \`countersign evidence prove --check proofs/${first}.tlog-proof --record proofs/${first}.json --trust trust.policy\``
      : 'A proof of each: `countersign evidence prove INDEX`',
  })
}

/** Empty cells look like a gap. */
const cell = (text: string): string => inlineText(text) || '–'

/** A packet for programs. */
export const packetJson = (packet: Packet): string => `${JSON.stringify(packet, null, 2)}\n`
