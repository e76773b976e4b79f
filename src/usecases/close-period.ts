import { attachmentsWanted, buildPackets } from '../assess/packets/build-packets.ts'
import type { Packet } from '../assess/packets/packet.ts'
import { sampleText } from '../assess/samples/make-sample.ts'
import { bundleFiles } from '../evidence/bundle-files.gen.ts'
import { type BundleManifest, bundlePaths } from '../evidence/bundle-manifest.ts'
import { formatDigestList } from '../evidence/digest-list.ts'
import { type Day, dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type NamedPeriod, periodName } from '../model/period.ts'
import { Refusal } from '../model/refusal.ts'
import { programEndings } from '../read/read-program.ts'
import { recordHistory } from '../read/record-history.ts'
import type { HtmlOptions } from '../render/html/html-edition.ts'
import { type PacketSurroundings, packetJson, packetPage } from '../render/packet-page.ts'
import { periodPages, type ReportedSample } from '../render/period-report.ts'
import { samplePage } from '../render/sample-page.ts'
import { periodTables } from '../report/period-tables.ts'
import { printAssessmentJson } from '../report/print-assessment.ts'
import { printTable } from '../report/print-table.ts'
import { populationTable, sampleTable } from '../report/sample-tables.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { decisionApprovals } from './decision-approvals.ts'
import { type GatheredEvidence, gatherEvidence } from './gather-evidence.ts'
import { proveRecords } from './prove-records.ts'
import { type RenderedDocuments, render } from './render.ts'
import { type DrawnSample, sampleControl } from './sample-control.ts'

export interface CloseRequest extends AssessRequest {
  /** Must be that of the program, which people reviewed. */
  readonly period: NamedPeriod
  /** The auditor's text; undefined: management chooses the seed, and the bundle says so. */
  readonly nonce: string | undefined
  /** Whether a period that has not ended may be closed for a look in between. */
  readonly interim: boolean
}

export interface PeriodBundle {
  readonly manifest: BundleManifest
  /** Every file by its path, `SHA256SUMS` among them. */
  readonly files: ReadonlyMap<string, string>
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Makes everything that an auditor takes away for a period: report, documents, lists, samples with a packet for each item, and
 * the records they rest on with their proofs. It can be read and checked without a network and without this program.
 *
 * The same commit, checkpoint, period, nonce and last day give the same bytes. That day is the last of the period, or that of
 * the newest record where this is later: evidence of a period may come in after it.
 *
 * @throws Refusal (2) where the period is not that of the program; (3) where it has not ended, or as `gatherEvidence` and
 * `render`; (4) where the log is not what was signed and pinned
 */
export async function closePeriod(request: CloseRequest, ports: AssessPorts): Promise<PeriodBundle> {
  const gathered = await gatherEvidence(request, ports)
  refuseOtherPeriod(request.period, gathered)
  const asOf = request.asOf ?? lastDay(request, gathered, ports)
  const rendered = await render({ ...request, revision: gathered.commit, asOf, checkpoint: gathered.checkpoint }, ports)
  const approvals = await decisionApprovals(rendered, ports.history)
  const drawn = await drawAll(request, gathered)
  const packets = await packetsOf(drawn.samples, gathered, ports)
  const manifest = manifestOf(request, asOf, gathered, rendered, drawn.samples, packets)
  const pages = new Map<string, string>([
    ...periodPages(rendered.input, {
      name: manifest.period.name,
      interim: manifest.interim,
      nonce: manifest.nonce,
      samples: drawn.reported,
      repository: gathered.repository,
      command: commandOf(manifest),
      notes: rendered.notes,
    }),
    ...[...rendered.files].map(([path, text]) => [`${bundlePaths.documents}${path}`, text] as const),
    ...drawn.samples.flatMap((one) => sampleFiles(one, packets.get(one.control.id) ?? [])),
    ['data/assessment.json', printAssessmentJson(rendered.assessment, rendered.notes, approvals)] as const,
    ...[...periodTables(rendered.model, rendered.assessment)].map(
      ([path, table]) => [path, printTable(table, 'csv')] as const,
    ),
  ])
  const others = new Map<string, string>([
    ...(await proofFiles(manifest, gathered)),
    ...(await trustFiles(gathered, ports)),
    [bundlePaths.checkpoint, gathered.checkpoint] as const,
    [bundlePaths.manifest, `${JSON.stringify(manifest, null, 2)}\n`] as const,
    ['verify.py', bundleFiles.verifier] as const,
  ])
  const all = new Map([...pages, ...others, ...(await htmlPages(pages, others, rendered))])
  const bytes = new Map([...all].map(([path, text]) => [path, Buffer.from(text)]))
  return { manifest, files: all.set(bundlePaths.sums, formatDigestList(bytes)), notes: rendered.notes }
}

/** A period that nobody reviewed would be whatever makes the result look best. */
function refuseOtherPeriod(asked: NamedPeriod, { model, commit }: GatheredEvidence): void {
  const program = model.programs[0]?.value
  const period = program?.reportType === 'type2' ? program.period : undefined
  const at = `at commit ${commit.slice(0, 12)}`
  if (period === undefined)
    throw new Refusal(
      exitStatus.usage,
      `The program has no period ${at}: its report is of Type I, or has none yet`,
      'Set `reportType: type2` and `period:` in the Program, in a reviewed change.',
    )
  if (period.start === asked.start && period.end === asked.end) return
  throw new Refusal(
    exitStatus.usage,
    `The period of the program ${at} is ${periodName(period.start, period.end)}, not ${asked.name}`,
    'Name that, or with --commit a commit of the protected branch whose program has the period.',
  )
}

function lastDay({ period, interim }: CloseRequest, { records, timezone }: GatheredEvidence, ports: AssessPorts): Day {
  const newest = dayOf(records.at(-1)?.recordedAt ?? `${period.end}T00:00:00Z`, timezone)
  if (newest > period.end) return newest
  const today = dayOf(instantOf(ports.clock.now()), timezone)
  if (today > period.end) return period.end
  if (interim) return newest
  throw new Refusal(
    exitStatus.notDetermined,
    `The period ends on ${period.end}, and it is ${today}`,
    'Close it afterwards, or look in between with --interim.',
  )
}

interface DrawnSamples {
  readonly samples: readonly DrawnSample[]
  readonly reported: readonly ReportedSample[]
}

/** A sample for every control that is to operate; of those whose population is not known, why. */
async function drawAll({ period, nonce }: CloseRequest, gathered: GatheredEvidence): Promise<DrawnSamples> {
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

type Packets = ReadonlyMap<string, readonly Packet[]>

async function packetsOf(
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

function manifestOf(
  { period, nonce }: CloseRequest,
  asOf: Day,
  { commit, model, timezone, repository, origin, size, root, records }: GatheredEvidence,
  { input, assessment }: RenderedDocuments,
  samples: readonly DrawnSample[],
  packets: Packets,
): BundleManifest {
  const program = model.programs[0]?.value
  const told = [...packets.values()].flat().flatMap((packet) => packet.records.map(({ index }) => index))
  const broken = assessment.deviations.flatMap(({ record }) => record ?? [])
  // The first says whose log it is, the last closes it.
  const ends = [records[0], records.at(-1)].flatMap((record) => record?.index ?? [])
  return {
    schema: 'countersign/period-bundle/v1',
    organisation: program?.organisation.name ?? '',
    system: program?.system.name ?? '',
    period: { name: periodName(period.start, period.end), start: period.start, end: period.end },
    interim: asOf < period.end,
    asOf,
    timezone,
    source: { repository: repository ?? null, commit },
    log: { origin, size, root },
    tool: input.pin.tool,
    nonce: nonce ?? '',
    samples: samples.map(({ control, population, sample }) => ({
      control: control.id,
      population: population.items.length,
      drawn: sample.items.length,
      file: bundlePaths.sample(control.id),
    })),
    records: [...new Set([...told, ...broken, ...ends])].sort((a, b) => a - b),
  }
}

/** How the same bundle is made again, for a shell. */
function commandOf({ period, source, asOf, nonce, interim }: BundleManifest): string {
  const quoted = `'${nonce.replaceAll("'", `'\\''`)}'`
  return [
    `countersign period close ${period.name} --commit ${source.commit} --as-of ${asOf} --checkpoint checkpoint`,
    ...(nonce === '' ? [] : [`--nonce ${quoted}`]),
    ...(interim ? ['--interim'] : []),
    '--out again',
  ].join(' ')
}

function sampleFiles(
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

async function proofFiles({ records }: BundleManifest, gathered: GatheredEvidence): Promise<Map<string, string>> {
  const proofs = await proveRecords(records, gathered)
  return new Map(
    [...proofs.values()].flatMap(({ index, line, proof }) => [
      [bundlePaths.record(index), line.toString('utf8')] as const,
      [bundlePaths.proof(index), proof] as const,
    ]),
  )
}

/** Whose signature the repository asks for, as the commit has it. */
async function trustFiles(
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
async function htmlPages(
  pages: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  { input }: RenderedDocuments,
): Promise<ReadonlyMap<string, string>> {
  const [{ htmlEdition }, { htmlOptions }, { allDocuments }] = await Promise.all([
    import('../render/html/html-edition.ts'),
    import('../render/html/html-options.ts'),
    import('../render/pages/registry.gen.ts'),
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
