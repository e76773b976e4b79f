import { bundleFiles } from '../../evidence/bundle-files.gen.ts'
import { type BundleManifest, bundlePaths } from '../../evidence/bundle-manifest.ts'
import { formatDigestList } from '../../evidence/digest-list.ts'
import { type Day, dayOf, instantOf } from '../../model/days.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { type NamedPeriod, periodName } from '../../model/period.ts'
import { Refusal } from '../../model/refusal.ts'
import { describeFaults } from '../../render/describe-faults.ts'
import { periodPages } from '../../render/period-report.ts'
import { periodTables } from '../../report/period-tables.ts'
import { printAssessmentJson } from '../../report/print-assessment.ts'
import { printTable } from '../../report/print-table.ts'
import type { AssessPorts, AssessRequest } from '../assess.ts'
import { decisionApprovals } from '../decision-approvals.ts'
import { type GatheredEvidence, gatherEvidence } from '../gather-evidence.ts'
import { render } from '../render.ts'
import { htmlPages, proofFiles, sampleFiles, trustFiles } from './bundle-parts.ts'
import { drawAll, packetsOf } from './draw-samples.ts'
import { commandOf, manifestOf } from './period-manifest.ts'

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
  // A page that leaves something out is said to, where a reader starts.
  const notes = [...rendered.notes, ...describeFaults(rendered.faults)]
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
      notes,
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
  return { manifest, files: all.set(bundlePaths.sums, formatDigestList(bytes)), notes }
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
