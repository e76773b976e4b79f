import { linesPerSegment, segmentPath } from '../evidence/segments.ts'
import type { Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { Place } from '../model/location.ts'
import { recordsUntil, toLogRecords } from '../model/log-record.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { programEndings } from '../read/read-program.ts'
import { recordHistory } from '../read/record-history.ts'
import type { LoggedHistory } from '../rules/logged-history.ts'
import { newestReadings } from '../rules/read-datasets.ts'
import { tipOf } from './evidence-trust.ts'
import { loadReadings } from './load-readings.ts'
import { readVerifiedLog } from './read-verified-log.ts'

interface Checked {
  readonly settings: Settings
  /** The files under check. */
  readonly files: readonly SourceFile[]
  /** Records after this day do not count. */
  readonly asOf: Day
  readonly timezone: string
  /** Datasets whose items rules look at. */
  readonly datasets: ReadonlySet<string>
}

/**
 * What happened, for rules that compare the files with it: the verified log, and how each record came to what it is on the
 * protected branch.
 *
 * @returns undefined where there is no log
 * @throws Refusal as `readVerifiedLog`; (3) where the clone is shallow, since revisions would be missing without a trace
 */
export async function readLoggedHistory(
  { settings, files, asOf, timezone, datasets }: Checked,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<{ readonly logged: LoggedHistory | undefined; readonly notes: readonly string[] }> {
  const { log, commit, notes } = await readVerifiedLog(settings, undefined, ports)
  if (log === undefined || commit === undefined) return { logged: undefined, notes }
  if (await ports.history.isShallow())
    throw new Refusal(
      exitStatus.notDetermined,
      'This clone is shallow, so what the log is compared with is not here',
      'Fetch all of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.',
    )
  const tip = await tipOf(ports.history, settings.protectedBranch)
  const line = tip === undefined ? { commits: [], revisions: new Map() } : await lineTo(tip, settings, ports.history)
  const records = recordsUntil(toLogRecords(log.entries, log.edge.size), asOf, timezone).map(({ record }) => record)
  const placeOf = (index: number) => lineOf(settings.evidenceBranch, index)
  const readings = await loadReadings(newestReadings(records, datasets), commit, ports.log)
  return { logged: { records, placeOf, ...line, digests: digestsOf(files), readings }, notes }
}

async function lineTo(tip: string, { programFolder }: Settings, history: History) {
  const [commits, versions] = await Promise.all([
    history.firstParent(tip),
    history.versionsBelow(tip, programFolder, programEndings),
  ])
  return { commits: commits.map(({ sha }) => sha), revisions: recordHistory(commits, versions.values()) }
}

/** The digest of every record as it lies in these files, made as those of its revisions are. */
export function digestsOf(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const commit = { sha: '', committedAt: '', subject: '' }
  const versions = files.map((file) => [
    'bytes' in file
      ? { commit, path: file.path, bytes: file.bytes }
      : { commit, path: file.path, bytes: undefined, unreadable: file.unreadable },
  ])
  const found = new Map<string, string>()
  for (const [id, revisions] of recordHistory([commit], versions)) {
    const digest = revisions.at(-1)?.digest
    if (digest !== undefined) found.set(id, digest)
  }
  return found
}

/** A line of a segment: the log lies on another branch, so it is named before the path. */
function lineOf(branch: string, index: number): Place {
  const file = `${branch}:${segmentPath(Math.floor(index / linesPerSegment))}`
  const line = (index % linesPerSegment) + 1
  return { file, locate: () => ({ file, line, column: 1, endLine: line, endColumn: 1 }) }
}
