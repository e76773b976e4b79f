import type { Packet } from '../../assess/packets/packet.ts'
import { sampleText } from '../../assess/samples/make-sample.ts'
import { type BundleManifest, bundlePaths } from '../../evidence/bundle-manifest.ts'
import type { HtmlOptions } from '../../render/html/html-edition.ts'
import { type PacketSurroundings, packetJson, packetPage } from '../../render/packet-page.ts'
import { samplePage } from '../../render/sample-page.ts'
import { printTable } from '../../report/print-table.ts'
import { populationTable, sampleTable } from '../../report/sample-tables.ts'
import type { AssessPorts } from '../assess.ts'
import type { GatheredEvidence } from '../gather-evidence.ts'
import { proveRecords } from '../prove-records.ts'
import type { RenderedDocuments } from '../render.ts'
import type { DrawnSample } from '../sample-control.ts'

/** The folder of a sample: what was drawn, from what, and a packet for each item. */
export function sampleFiles(
  { control, sample }: DrawnSample,
  packets: readonly Packet[],
): readonly (readonly [string, string])[] {
  const folder = bundlePaths.samples(control.id)
  const table = sampleTable(sample)
  return [
    [bundlePaths.sample(control.id), sampleText(sample)],
    [`${folder}sample.csv`, printTable(table, 'csv')],
    [`${folder}README.md`, samplePage(sample, packets, table.about, '../../records/')],
    [`${folder}population.csv`, printTable(populationTable(sample), 'csv')],
    ...packets.flatMap(
      (packet) =>
        [
          [`${folder}packets/${packet.name}.md`, packetPage(packet, surroundings(control.id))],
          [`${folder}packets/${packet.name}.json`, packetJson(packet)],
        ] as const,
    ),
  ]
}

/** Seen from the folder of the packets of a control. */
const surroundings = (control: string): PacketSurroundings => ({
  proofs: '../../../records/',
  back: [
    { title: 'Sample', path: '../README.md' },
    { title: control, path: `../../../documents/controls/${control}.md` },
    { title: 'Report', path: '../../../report.md' },
  ],
})

/** Records with their proofs. */
export async function proofFiles(
  { records }: BundleManifest,
  gathered: GatheredEvidence,
): Promise<Map<string, string>> {
  const proofs = await proveRecords(records, gathered)
  return new Map(
    [...proofs.values()].flatMap(({ index, line, proof }) => [
      [bundlePaths.record(index), line.toString('utf8')] as const,
      [bundlePaths.proof(index), proof] as const,
    ]),
  )
}

/** Whose signature the repository asks for, as the commit has it. */
export async function trustFiles(
  { commit, settings }: GatheredEvidence,
  { history }: AssessPorts,
): Promise<Map<string, string>> {
  const names = [bundlePaths.policy, bundlePaths.keys]
  const files = await history.filesAt(commit, settings.programFolder, names)
  const folder = settings.programFolder === '.' ? '' : `${settings.programFolder}/`
  return new Map(
    names.flatMap((name) => {
      const file = files.find(({ path }) => path === `${folder}${name}`)
      return file !== undefined && 'bytes' in file ? [[name, Buffer.from(file.bytes).toString('utf8')] as const] : []
    }),
  )
}

/** A page of HTML beside each page of Markdown. Code that makes it is loaded only here. */
export async function htmlPages(
  pages: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  { input }: RenderedDocuments,
): Promise<ReadonlyMap<string, string>> {
  const [{ htmlEdition }, { htmlOptions }, { allDocuments }] = await Promise.all([
    import('../../render/html/html-edition.ts'),
    import('../../render/html/html-options.ts'),
    import('../../render/pages/registry.gen.ts'),
  ])
  const options = belowDocuments(htmlOptions(input, allDocuments))
  const files = new Map([...pages, ...others])
  const made = [...htmlEdition(files, options)].filter(([path]) => path.endsWith('.html') && !files.has(path))
  return new Map(made)
}

/** The control documents lie in a folder of the bundle. */
const belowDocuments = (options: HtmlOptions): HtmlOptions => ({
  ...options,
  navigation: [
    {
      title: 'Bundle',
      documents: [
        { title: 'Start', path: 'README.md' },
        { title: 'Report', path: 'report.md' },
      ],
    },
    ...(options.navigation ?? []).map((part) => ({
      ...part,
      documents: part.documents.map((one) => ({ ...one, path: `${bundlePaths.documents}${one.path}` })),
    })),
  ],
  records: (options.records ?? []).map((one) => ({ ...one, place: `${bundlePaths.documents}${one.place}` })),
})
