import type { AppendedRecord } from '../evidence/grow-log.ts'
import { baseOf, type LogBase } from '../evidence/log-base.ts'
import { type AppendPlan, type AppendRequest, planAppend } from '../evidence/plan-append.ts'
import type { Expectations } from '../evidence/verify-log.ts'
import type { AppendOutcome } from '../ports/evidence-log.ts'
import { importCommit, productIdentity } from './git-import.ts'
import { reasonOf } from './git-log-faults.ts'
import { readLogAt } from './git-log-reading.ts'
import { openTip, readTailAt } from './git-log-tail.ts'
import { GitFailed } from './git-process.ts'
import { pushCommit } from './git-push.ts'
import { currentTip, type LogPlace } from './log-place.ts'

/** How long and in which rhythm an append tries. */
export interface Patience {
  readonly pause: (ms: number) => Promise<void>
  /** At least 0, below 1. Spreads writers that lost the same race. */
  readonly random: () => number
  /** Milliseconds of any clock that only moves forward. */
  readonly elapsed: () => number
  readonly maxTries?: number
  readonly limitMs?: number
}

type Appended = Extract<AppendOutcome, { kind: 'appended' }>

/** Times that the line to the remote may be cut before an append gives up. */
const maxCuts = 4

/**
 * Appends to a log: verifies its end, adds one commit in a private repository and pushes it as a fast-forward; a lost race
 * starts over. All of the log is read only where its end does not settle the matter.
 *
 * @param gitDir a private repository
 * @throws RecordRefused, OnlyTracked, GitMissing, GitFailed, GitObjectsUnreadable, LogObjectMissing
 */
export async function appendToLog(
  place: LogPlace,
  gitDir: string,
  request: AppendRequest,
  { pause, random, elapsed, maxTries = 20, limitMs = 300_000 }: Patience,
): Promise<AppendOutcome> {
  const { git, remote, ref, config } = place
  const start = elapsed()
  let known = request.known && baseOf(request.known)
  if (known !== undefined && known.findings.length > 0) known = undefined
  let expected =
    known === undefined ? request.expected : withPin(request.expected, 'the log as it was read', known.note)
  let why = 'other writers were always faster'
  let cuts = 0
  /** The append of a push that may have arrived. */
  let sent: Appended | undefined
  for (let tries = 1; tries <= maxTries; tries += 1) {
    if (tries > 1) {
      if (elapsed() - start > limitMs)
        return { kind: 'not-appended', why: `${why}; gave up after ${limitMs} ms`, tries: tries - 1 }
      await pause(random() * Math.min(5000, 50 * 2 ** tries))
    }
    let planned: Planned
    try {
      planned = await planAtTip(place, gitDir, { ...request, expected }, known)
    } catch (error) {
      if (!(error instanceof GitFailed) || error.failure === 'aborted') throw error
      why = error.message
      cuts += 1
      if (cuts === maxCuts) return { kind: 'not-appended', why, tries }
      continue
    }
    const { plan, parent, base } = planned
    if (plan.kind === 'nothing-new' && sent !== undefined) {
      const ours = plan.present.filter(isOneOf(sent.records))
      if (ours.length > 0) return { ...sent, commit: parent ?? sent.commit, note: plan.note, records: ours, tries }
    }
    if (plan.kind !== 'write') return plan
    // From here on the log may only continue what was seen.
    if (base !== undefined) {
      known = base
      expected = withPin(request.expected, 'the head before this append', base.note)
    }
    const { grown, records, present, warnings } = plan
    // From the records and not from a clock, so that the same records give the same commit.
    const atSeconds = Math.floor(Date.parse(records.at(-1)?.predicate.recordedAt ?? '') / 1000)
    const signature = { who: productIdentity, atSeconds }
    const commit = await importCommit(
      git,
      { gitDir },
      {
        branch: `try-${tries}`,
        parent,
        author: signature,
        committer: signature,
        message: `evidence: size ${grown.edge.size}\n`,
        files: grown.files,
        others: 'stay',
      },
    )
    const push = await pushCommit(git, { gitDir, config }, remote, commit, ref, parent === undefined)
    if (push.kind === 'refused') return { kind: 'not-appended', why: push.why, tries }
    const pinsNotCompared = (base?.pins ?? []).flatMap((pin) => (pin.outcome === 'not-checked' ? [pin.source] : []))
    // Even a lost race may have been won by this very push, sent twice by the transport after its first answer was cut.
    sent = {
      kind: 'appended',
      commit,
      note: grown.note,
      records: grown.appended,
      present,
      warnings,
      tries,
      pinsNotCompared,
    }
    if (push.kind === 'lost-race') continue
    if (push.kind === 'unknown') {
      why = push.why
      cuts += 1
      if (cuts === maxCuts) return { kind: 'not-appended', why, tries }
      continue
    }
    try {
      const after = base === undefined ? undefined : { ...base, edge: grown.edge, note: grown.note }
      return await confirm(place, gitDir, request.expected, sent, after)
    } catch (error) {
      return { kind: 'not-appended', why: `pushed, but not seen in the log: ${reasonOf(error)}`, tries }
    }
  }
  return { kind: 'not-appended', why, tries: maxTries }
}

interface Planned {
  readonly plan: Exclude<AppendPlan, { readonly kind: 'read-all' }>
  /** Commit to continue; undefined where there is no branch. */
  readonly parent: string | undefined
  /** The log at it. */
  readonly base: LogBase | undefined
}

/** Plans by the end of the log, and by all of it where the end is not in order or leaves something open. */
async function planAtTip(
  place: LogPlace,
  gitDir: string,
  request: AppendRequest,
  known: LogBase | undefined,
): Promise<Planned> {
  const tip = await openTip(place, gitDir)
  if (tip === undefined) return { plan: whole(planAppend(undefined, request)), parent: undefined, base: undefined }
  const base = await readTailAt(place, gitDir, tip, request.expected, known)
  const plan = planAppend(base, request)
  if (plan.kind !== 'read-all' && plan.kind !== 'bad-log') return { plan, parent: tip.commit, base }
  const parent = await tip.bringAll()
  const all = baseOf(await readLogAt(place.git, { gitDir }, parent, request.expected))
  // What the whole log says is wrong is more exact; that its end is wrong stands all the same.
  const findings = all.findings.length > 0 ? all.findings : base.findings
  return { plan: whole(planAppend({ ...all, findings }, request)), parent, base: all }
}

function whole(plan: AppendPlan): Planned['plan'] {
  if (plan.kind === 'read-all') throw new RangeError('a log that was read whole leaves nothing open')
  return plan
}

/** A push that was accepted is believed once the log is seen to have it. */
async function confirm(
  place: LogPlace,
  gitDir: string,
  expected: Expectations,
  sent: Appended,
  after: LogBase | undefined,
): Promise<AppendOutcome> {
  if ((await currentTip(place)) === sent.commit) return sent
  const tip = await openTip(place, gitDir)
  if (tip === undefined)
    return {
      kind: 'bad-log',
      findings: [{ code: 'E_REF_MISSING', file: place.branch, message: 'the branch vanished right after the append' }],
    }
  const { findings } = await readTailAt(place, gitDir, tip, withPin(expected, 'this append', sent.note), after)
  return findings.length > 0 ? { kind: 'bad-log', findings } : sent
}

const withPin = (expected: Expectations, source: string, note: string): Expectations => ({
  ...expected,
  pins: [...expected.pins, { source, note }],
})

/** The very line that was sent, not the same fact recorded by somebody else. */
function isOneOf(sent: readonly AppendedRecord[]) {
  return ({ key, leafHash }: AppendedRecord) => sent.some((one) => one.key === key && one.leafHash.equals(leafHash))
}
