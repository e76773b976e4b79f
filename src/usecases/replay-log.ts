import type { LogEntry } from '../evidence/verify-log.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import type { RulesSource } from './judge-pull-request.ts'
import { readVerifiedLog } from './read-verified-log.ts'
import { type DecisionPredicate, type Replayed, replayDecision, rulesCommitOf } from './replay-decision.ts'
import { rulesAt } from './rules-at.ts'

/** Which recorded decisions are decided again. */
export type ReplaySelection =
  | { readonly kind: 'all' }
  | { readonly kind: 'pull'; readonly number: number }
  /** By its place in the log, or its key. */
  | { readonly kind: 'record'; readonly name: string }

export interface ReplayRow extends Replayed {
  readonly index: number
  readonly kind: DecisionPredicate['kind']
  readonly pull: number
  readonly recordedAt: string
  readonly recorded: DecisionPredicate['data']['verdict']
}

export interface ReplayReport {
  readonly rows: readonly ReplayRow[]
  /** Recorded deployments: their decisions are not decided again. */
  readonly deployments: number
  readonly notes: readonly string[]
}

interface ChosenEntry {
  readonly entry: LogEntry
  readonly predicate: DecisionPredicate
}

/**
 * Decides recorded decisions again, from the verified log and the history of this repository alone.
 *
 * @param onRecord told how many are done
 * @throws Refusal (4) where the log is damaged, (3) where there is none or it cannot be verified, (2) where the record that is
 * asked for is not there
 */
export async function replayLog(
  selection: ReplaySelection,
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
  onRecord?: (done: number, of: number) => void,
): Promise<ReplayReport> {
  const { log, commit, notes } = await readVerifiedLog(settings, undefined, ports)
  if (log === undefined || commit === undefined) {
    throw new Refusal(
      exitStatus.notDetermined,
      'There is no evidence log',
      'Fetch its branch, or name it with --remote.',
    )
  }
  const chosen = choose(log.entries, selection)
  const digests = chosen.flatMap(({ predicate: { data } }) => [data.factsDigest, data.decisionDigest])
  const rules = rulesReader(ports.history)
  const rows: ReplayRow[] = []
  const attached = ports.log.attachments(commit, digests)[Symbol.asyncIterator]()
  try {
    for (const { entry, predicate } of chosen) {
      onRecord?.(rows.length, chosen.length)
      const facts = kept((await attached.next()).value)
      const decision = kept((await attached.next()).value)
      const source = await rules(rulesCommitOf(predicate))
      rows.push({
        index: entry.index,
        kind: predicate.kind,
        pull: predicate.data.pull,
        recordedAt: predicate.recordedAt,
        recorded: predicate.data.verdict,
        ...replayDecision({ record: entry.record, predicate, facts, decision, source }),
      })
    }
  } finally {
    // What was fetched for it is removed, also where the run ends early.
    await attached.return?.(undefined)
  }
  const deployments = log.entries.filter(({ record }) => record.predicate.kind === 'deployment').length
  return { rows, deployments: selection.kind === 'all' ? deployments : 0, notes }
}

/** A copy: what git answered is reused for what comes next. */
const kept = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes)

/** Changes that follow each other often have the same base; a program is large, so only the last one is kept. */
function rulesReader(history: History): (sha: string) => Promise<RulesSource | undefined> {
  let last: { readonly sha: string; readonly source: RulesSource | undefined } | undefined
  return async (sha) => {
    if (last?.sha !== sha) {
      const isHere = (await history.resolve(sha)) === sha
      last = { sha, source: isHere ? await rulesAt(history, sha) : undefined }
    }
    return last.source
  }
}

function choose(entries: readonly LogEntry[], selection: ReplaySelection): readonly ChosenEntry[] {
  const decisions = entries.flatMap((entry): ChosenEntry[] => {
    const { predicate } = entry.record
    return predicate.kind === 'change.decision' || predicate.kind === 'change.merged' ? [{ entry, predicate }] : []
  })
  switch (selection.kind) {
    case 'all':
      return decisions
    case 'pull':
      return decisions.filter(({ predicate }) => predicate.data.pull === selection.number)
    case 'record': {
      const { name } = selection
      const found = decisions.find(({ entry, predicate }) => String(entry.index) === name || predicate.key === name)
      if (found !== undefined) return [found]
      const other = entries.find(({ index, record }) => String(index) === name || record.predicate.key === name)
      const what =
        other === undefined
          ? `The log has no record ${name.slice(0, 200)}`
          : `Record ${name.slice(0, 200)} is ${other.record.predicate.kind}, no decision about a pull request`
      throw new Refusal(exitStatus.usage, what, 'Name one by its number in the log or its key, or use --pull or --all.')
    }
  }
}
