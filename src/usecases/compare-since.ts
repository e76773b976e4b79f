import { assessProgram } from '../assess/assess-program.ts'
import type { Assessment } from '../assess/assessment.ts'
import { commitAtEndOf, momentsOf } from '../assess/commit-of-day.ts'
import { type AssessmentComparison, compareAssessments } from '../assess/compare-assessments.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { type PinFile, parsePin } from '../evidence/pin.ts'
import { type Day, dayOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { recordsUntil } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import { type AssessedProgram, type AssessPorts, assess } from './assess.ts'
import { tipOf } from './evidence-trust.ts'
import { readProgramAt } from './read-program-at.ts'

/** A moment of the past: a pin names commit, checkpoint and day; where only one of them is known the others follow from it. */
export type PastPoint =
  | { readonly kind: 'pin'; readonly pin: PinFile }
  | { readonly kind: 'checkpoint'; readonly text: string }
  | { readonly kind: 'day'; readonly day: Day }

/** An assessment with what it was computed from. */
export interface AssessedPoint {
  readonly asOf: Day
  readonly commit: string
  /** How many records of the log had come by then. */
  readonly records: number
  readonly assessment: Assessment
}

export interface ComparisonSince {
  readonly before: AssessedPoint
  readonly after: AssessedPoint
  readonly comparison: AssessmentComparison
}

/** A PIN file, or a checkpoint of the log. @throws Refusal (2) for anything else */
export function toPastPoint(text: string, name: string): PastPoint {
  const pin = parsePin(text)
  if (pin !== undefined) return { kind: 'pin', pin }
  if (parseCheckpoint(text) !== undefined) return { kind: 'checkpoint', text }
  const remedy = 'Give a day (YYYY-MM-DD), a PIN file of published documents, or a checkpoint of the log.'
  throw new Refusal(exitStatus.usage, `${name} is neither a PIN file nor a checkpoint`, remedy)
}

/**
 * Computes how the program stood at a moment of the past, and compares. Nothing that was written down then is believed: the
 * state is computed from the program as it was on the protected branch and from the records that there were.
 *
 * @param now the assessment to compare with; its log was verified
 * @throws Refusal (3) where the point cannot be computed again, (4) where its checkpoint is not one of this log
 */
export async function compareSince(
  point: PastPoint,
  now: AssessedProgram,
  ports: AssessPorts,
): Promise<ComparisonSince> {
  const before = await assessPoint(point, now, ports)
  const after = pointOf(now)
  if (before.asOf > after.asOf)
    throw new Refusal(
      exitStatus.usage,
      `${before.asOf} is after ${after.asOf}, the day that is compared with it`,
      'Give an earlier point with --since, or a later day with --as-of.',
    )
  return { before, after, comparison: compareAssessments(before.assessment, after.assessment) }
}

async function assessPoint(point: PastPoint, now: AssessedProgram, ports: AssessPorts): Promise<AssessedPoint> {
  if (point.kind === 'pin') {
    const { sourceCommit, asOf, checkpoint } = point.pin
    return pointOf(await assess({ revision: sourceCommit, asOf, checkpoint }, ports))
  }
  if (point.kind === 'day') {
    const commit = await commitOn(point.day, now, ports)
    const { model, settings } = await readProgramAt(ports.history, commit)
    const { protectedBranch } = settings
    const assessment = assessProgram(model, now.log, point.day, { protectedBranch })
    return pointOf({ assessment, commit, log: now.log, model })
  }
  const size = parseCheckpoint(point.text)?.checkpoint.size ?? 0
  const last = now.log[size - 1]
  if (last === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      size === 0
        ? 'The checkpoint is of an empty log'
        : `The log has ${now.log.length} records, and the checkpoint ${size}`,
      size === 0 ? 'Give a day instead.' : 'Fetch the evidence branch.',
    )
  const day = dayOf(last.recordedAt, now.model.programs[0]?.value.timezone ?? 'UTC')
  const revision = await commitOn(day, now, ports)
  return pointOf(await assess({ revision, asOf: day, checkpoint: point.text }, ports))
}

function pointOf({
  assessment,
  commit,
  log,
  model,
}: Pick<AssessedProgram, 'assessment' | 'commit' | 'log' | 'model'>): AssessedPoint {
  const { asOf } = assessment.basis
  const records = recordsUntil(log, asOf, model.programs[0]?.value.timezone ?? 'UTC').length
  return { asOf, commit, records, assessment }
}

/** The commit that the protected branch was at when a day ended. */
async function commitOn(day: Day, now: AssessedProgram, { history }: AssessPorts): Promise<string> {
  if (await history.isShallow())
    throw new Refusal(
      exitStatus.notDetermined,
      'This clone is shallow, so the program of that day may not be here',
      'Fetch all of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.',
    )
  // What is checked out may be a branch of its own; the past is that of the protected branch.
  const tip = (await tipOf(history, now.settings.protectedBranch)) ?? now.commit
  const commits = await history.firstParent(tip)
  const timezone = now.model.programs[0]?.value.timezone ?? 'UTC'
  const found = commits[commitAtEndOf(day, momentsOf(commits, now.log), timezone)]?.sha
  if (found !== undefined) return found
  throw new Refusal(
    exitStatus.notDetermined,
    `${now.settings.protectedBranch} had no commit yet at the end of ${day}`,
    'Give a later day.',
  )
}
