import type { Packet } from '../assess/packets/packet.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import type { Sample } from '../model/sample.ts'
import { redactText } from '../model/secrets/redact-text.ts'
import { fillTemplate } from './fill-template.ts'
import { code, listOf, orNothing } from './page-text.ts'

const titleLimit = 120

/**
 * The page of a sample in a bundle: every item with its packet and the records that show it.
 *
 * @param about what the sample follows from, as name and text, not escaped
 * @param records folder of the records, seen from the page
 */
export function samplePage(
  { control, items, notes, population, seed }: Sample,
  packets: readonly Packet[],
  about: readonly (readonly [name: string, value: string])[],
  records: string,
): string {
  const packetOf = new Map(packets.map((packet) => [packet.rank, packet]))
  const text = fillTemplate('sample-page', {
    id: control.id,
    byManagement: seed.nonce === null,
    control: `${inlineText(control.id)} ${inlineText(control.title)}`,
    facts: about.map(([name, value]) => ({ name: inlineText(name), value: inlineText(value) })),
    notes: [...notes, ...population.open].map((note) => inlineText(note)),
    items: items.map((item) => {
      const packet = packetOf.get(item.rank)
      return {
        rank: item.rank,
        day: item.day ?? 'not known',
        title: inlineText(shortened(item.title, titleLimit)) || code(item.key),
        inShort: orNothing(packet?.inShort[0]),
        packet: packet === undefined ? 'none' : `[packet](packets/${packet.name}.md)`,
        records:
          packet === undefined || packet.records.length === 0
            ? '**none**: the log has no record of it'
            : listOf(packet.records.map(({ index }) => `[${index}](${records}${index}.tlog-proof)`)),
      }
    }),
  })
  return redactText(`${text.trimEnd()}\n`)
}
