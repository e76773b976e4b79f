import type { PopulationInput } from '../assess/populations/population-input.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import type { Day } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type LogRecord, toLogRecords } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { HistoryCommit } from '../ports/history.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { tipOf } from './evidence-trust.ts'
import { type ProgramAtCommit, readProgramAt } from './read-program-at.ts'
import { readVerifiedLog } from './read-verified-log.ts'

/** Program, branch and log, read and verified, for those who count items and hand out proofs. */
export interface GatheredEvidence extends ProgramAtCommit {
  readonly timezone: string
  /** First-parent commits of the protected branch up to the commit, oldest first. */
  readonly commits: readonly HistoryCommit[]
  /** The records that the checkpoint covers. */
  readonly records: readonly LogRecord[]
  readonly log: VerifiedLog
  /** Commit that holds the log. */
  readonly logCommit: string
  readonly evidence: EvidenceLog
  readonly checkpoint: string
  readonly origin: string
  readonly size: number
  /** Hex. */
  readonly root: string
  /** Address of the repository, as the log has it. */
  readonly repository: string | undefined
  readonly notes: readonly string[]
}

/**
 * Reads everything that populations, samples and packets are made of.
 *
 * @throws Refusal (4) where the log is not what was signed and pinned, (3) where there is none, where the clone is shallow, or
 * where the commit is not one of the protected branch: what is counted there would not be what went live
 */
export async function gatherEvidence(request: AssessRequest, ports: AssessPorts): Promise<GatheredEvidence> {
  const { history } = ports
  if (await history.isShallow())
    throw new Refusal(
      exitStatus.notDetermined,
      'This clone is shallow, so that not every commit can be counted',
      'Fetch all of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.',
    )
  const read = await readProgramAt(history, request.revision ?? 'HEAD', request.settingsPath)
  const { settings, commit, model } = read
  const evidence = ports.openLog(settings)
  const verified = await readVerifiedLog(settings, request.checkpoint, { history, log: evidence })
  const { log, commit: logCommit } = verified
  const note = request.checkpoint ?? log?.note
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note)?.checkpoint
  if (log === undefined || logCommit === undefined || note === undefined || checkpoint === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      'There is no evidence log to draw from',
      'Fetch the evidence branch, or record something first.',
    )
  const tip = await tipOf(history, settings.protectedBranch)
  const branch = tip === undefined ? [] : await history.firstParent(tip)
  const position = branch.findIndex(({ sha }) => sha === commit)
  if (position === -1)
    throw new Refusal(
      exitStatus.notDetermined,
      `${commit.slice(0, 12)} is not a commit of ${settings.protectedBranch}, so that its changes are not those that went live`,
      `Name one with --commit, for example --commit ${settings.protectedBranch}.`,
    )
  return {
    ...read,
    timezone: model.programs[0]?.value.timezone ?? 'UTC',
    commits: branch.slice(0, position + 1),
    records: toLogRecords(log.entries, checkpoint.size),
    ...{ log, logCommit, evidence },
    checkpoint: note,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: checkpoint.root.toString('hex'),
    repository: log.entries[0]?.record.subject[0]?.name,
    notes: verified.notes,
  }
}

/** @param items of readings, by their place in the log */
export function populationInput(
  gathered: Pick<GatheredEvidence, 'model' | 'records' | 'commits' | 'settings' | 'timezone'>,
  { from, to }: { readonly from: Day; readonly to: Day },
  items: ReadonlyMap<number, readonly object[]> = new Map(),
): PopulationInput {
  const { model, records, commits, settings, timezone } = gathered
  return {
    ...{ model, commits, timezone, from, to },
    log: records,
    branch: settings.protectedBranch,
    itemsOf: ({ index }) => items.get(index),
  }
}
