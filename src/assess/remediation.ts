import { type Day, startOfDay } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Deficiency, Program } from '../model/records.ts'
import { mendingDue } from '../rules/deficiencies/mending-due.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { type LoggedMerges, loggedMerges, type MendingPull, mendingPulls } from './mending-pulls.ts'
import { type EvidenceSince, evidenceSince, type Retest, retestOf } from './retest.ts'

/**
 * How far a deficiency is mended by what the log shows, whatever the record says of itself.
 *
 * open: no mending is named. fix-claimed: one is named, but the log has no merge of it. fixed-without-approval: a merge that
 * the gate did not approve. fixed: merged and approved, not tested again. retest-failed. retest-claimed: a test is said to
 * have passed, and the log does not show it. retested: a record of the log, newer than the mending, shows it.
 * closed-without-retest: closed although no passed test is newer than the mending. accepted: it stays as it is.
 */
export type RemediationState =
  | 'open'
  | 'fix-claimed'
  | 'fixed-without-approval'
  | 'fixed'
  | 'retest-failed'
  | 'retest-claimed'
  | 'retested'
  | 'closed-without-retest'
  | 'accepted'

/** A moment in the life of a deficiency. */
export interface RemediationStep {
  readonly day: Day
  readonly kind: 'opened' | 'severity' | 'merge' | 'fixed' | 'retest' | 'evidence'
  /** One line; text of people in it is not escaped yet. */
  readonly what: string
  /** Place in the log of what shows it; undefined where somebody only wrote it down. */
  readonly record: number | undefined
  /** Number of the pull request, of a merge. */
  readonly pull: number | undefined
}

/** What became of a deficiency: found, mended by a pull request, tested again. */
export interface Remediation {
  readonly deficiency: string
  readonly control: string | undefined
  readonly state: RemediationState
  /** One line; text of people in it is not escaped yet. */
  readonly why: string
  readonly opened: Day
  /** Last day on which mending is in time. */
  readonly due: Day
  /** Whether it was mended after that day, or is not mended and the day is past. Accepted ones are not late. */
  readonly late: boolean
  /** Whether the record still says that there is something to do. */
  readonly stillOpen: boolean
  readonly pulls: readonly MendingPull[]
  /** Day from which it is mended: of the merge where the log has it, else as the record claims. */
  readonly mended: { readonly day: Day; readonly shown: boolean } | undefined
  readonly retest: Retest
  /** Evidence of its control since then; undefined where it names no control or is not mended. */
  readonly since: EvidenceSince | undefined
  /** Oldest first. */
  readonly steps: readonly RemediationStep[]
}

/**
 * The remediation of every deficiency that was known on the day, by id.
 *
 * Only what the log shows moves a deficiency on: that somebody wrote `fixed`, `retest` or `closed` is a claim, and is said to
 * be one. Throws nothing.
 */
export function remediationsOf(
  model: ProgramModel,
  program: Program | undefined,
  evidence: EvidenceBasis,
): ReadonlyMap<string, Remediation> {
  const known = [...model.deficiencies.values()]
    .map(({ value }) => value)
    .filter(({ opened }) => opened <= evidence.basis.asOf)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const merges = loggedMerges(evidence)
  return new Map(
    known.map((deficiency) => [deficiency.id, remediationOf(deficiency, model, program, merges, evidence)]),
  )
}

function remediationOf(
  deficiency: Deficiency,
  model: ProgramModel,
  program: Program | undefined,
  merges: LoggedMerges,
  evidence: EvidenceBasis,
): Remediation {
  const { asOf } = evidence.basis
  const { id, control, opened, status } = deficiency
  const { due } = mendingDue(deficiency, program)
  const pulls = mendingPulls(deficiency, merges, evidence.timezone)
  const mended = mendedBy(deficiency, pulls, evidence)
  const served = control === undefined ? undefined : model.controls.get(control)?.value
  const retest = retestOf(deficiency, served, mended, evidence)
  const since = served === undefined || mended === undefined ? undefined : evidenceSince(served, mended, evidence)
  // What was written about a later day says nothing yet; nor does `closed` where the test that closed it came later.
  const isClosed = status === 'closed' && (deficiency.retest === undefined || deficiency.retest.at <= asOf)
  const isNamed = deficiency.remediation?.pullRequest !== undefined || deficiency.remediation?.change !== undefined
  const facts = { pulls, mended, retest, isNamed, isClosed, isAccepted: status === 'risk-accepted' }
  const state = stateOf(facts)
  return {
    ...{ deficiency: id, control, state, why: whyOf(state, deficiency, facts, since), opened, due },
    late: status !== 'risk-accepted' && (mended === undefined ? asOf : mended.day) > due,
    stillOpen: !isClosed,
    ...{ pulls, mended: mended && { day: mended.day, shown: mended.shown }, retest, since },
    steps: stepsOf(deficiency, pulls, retest, since, asOf),
  }
}

export interface Mended {
  readonly day: Day
  /** Milliseconds since 1970. */
  readonly atMs: number
  /** Whether the log has the merge; else somebody wrote the day down. */
  readonly shown: boolean
}

/** Of several merges the last one, and not before the day that the record names. */
function mendedBy(
  { remediation }: Deficiency,
  pulls: readonly MendingPull[],
  { basis, timezone }: EvidenceBasis,
): Mended | undefined {
  const fixed = remediation?.fixed !== undefined && remediation.fixed <= basis.asOf ? remediation.fixed : undefined
  const merge = pulls.findLast((one) => one.namedBy !== 'title' && one.merge !== undefined)?.merge
  if (merge === undefined)
    return fixed === undefined ? undefined : { day: fixed, atMs: startOfDay(fixed, timezone), shown: false }
  if (fixed === undefined || fixed <= merge.day) return { day: merge.day, atMs: merge.atMs, shown: true }
  return { day: fixed, atMs: startOfDay(fixed, timezone), shown: true }
}

interface Facts {
  readonly pulls: readonly MendingPull[]
  readonly mended: Mended | undefined
  readonly retest: Retest
  /** Whether the record says which pull request or change request mends it. */
  readonly isNamed: boolean
  readonly isClosed: boolean
  readonly isAccepted: boolean
}

const unapproved = (pulls: readonly MendingPull[]) =>
  pulls.filter(({ namedBy, merge }) => namedBy !== 'title' && merge?.approved === false)

function stateOf({ pulls, mended, retest, isNamed, isClosed, isAccepted }: Facts): RemediationState {
  if (isAccepted) return 'accepted'
  const passed = mended !== undefined && (retest.kind === 'shown' || retest.kind === 'claimed')
  if (isClosed && !passed) return 'closed-without-retest'
  if (retest.kind === 'failed') return 'retest-failed'
  if (unapproved(pulls).length > 0) return 'fixed-without-approval'
  if (passed) return retest.kind === 'shown' ? 'retested' : 'retest-claimed'
  if (mended?.shown === true) return 'fixed'
  return mended === undefined && !isNamed ? 'open' : 'fix-claimed'
}

function whyOf(
  state: RemediationState,
  { status, remediation, risk, exception }: Deficiency,
  { pulls, mended, retest }: Facts,
  since: EvidenceSince | undefined,
): string {
  if (state === 'accepted')
    return `it stays as it is, carried by ${[risk, exception].filter((one) => one !== undefined).join(' and ') || 'nothing that it names'}`
  const said = [mendingInWords(pulls, mended, remediation), retest.why]
  if (state === 'closed-without-retest') said.unshift(`its record says ${status}`)
  if (since !== undefined && since.failing.length > 0)
    said.push(`${since.failing.length} records of its control since then do not show what they should`)
  return said.join('; ')
}

function mendingInWords(
  pulls: readonly MendingPull[],
  mended: Mended | undefined,
  remediation: Deficiency['remediation'],
): string {
  const own = pulls.filter(({ namedBy }) => namedBy !== 'title')
  const merged = own.flatMap(({ pull, merge }) => (merge === undefined ? [] : [{ pull, ...merge }]))
  if (merged.length > 0)
    return merged
      .map(({ pull, day, verdict, approved }) => {
        const how = approved
          ? 'approved'
          : verdict === 'approved'
            ? 'and a correction takes its approval back'
            : `with the verdict ${verdict}, so without the approvals it needs`
        return `pull request ${pull} was merged on ${day}, ${how}`
      })
      .join('; ')
  const [unmerged] = own
  const claimed = mended === undefined ? '' : `it is said to be mended since ${mended.day}, but `
  if (unmerged !== undefined) return `${claimed}the log has no merge of pull request ${unmerged.pull}`
  if (remediation?.pullRequest !== undefined) return `${claimed}the log knows nothing of the pull request that it names`
  if (remediation?.change !== undefined) return `${claimed}the log has no merge for ${remediation.change}`
  return mended === undefined ? 'no mending is named' : `${claimed}it names no pull request`
}

function stepsOf(
  { title, opened, severityChanges = [], remediation, retest: said }: Deficiency,
  pulls: readonly MendingPull[],
  retest: Retest,
  since: EvidenceSince | undefined,
  asOf: Day,
): readonly RemediationStep[] {
  const claim = { record: undefined, pull: undefined }
  const first = since?.satisfying[0]
  const steps: RemediationStep[] = [
    { ...claim, day: opened, kind: 'opened', what: `became known: ${title}` },
    ...severityChanges.map(({ at, from, to, why }): RemediationStep => {
      return { ...claim, day: at, kind: 'severity', what: `severity ${from} became ${to}: ${why}` }
    }),
    ...pulls.flatMap(({ pull, namedBy, merge }): readonly RemediationStep[] => {
      if (merge === undefined) return []
      const about = namedBy === 'title' ? ', which names it in its title only' : ''
      const what = `pull request ${pull} merged, ${merge.verdict}${about}: ${merge.title}`
      return [{ day: merge.day, kind: 'merge', what, record: merge.record, pull }]
    }),
    ...(remediation?.fixed === undefined
      ? []
      : [{ ...claim, day: remediation.fixed, kind: 'fixed' as const, what: 'said to be mended from this day on' }]),
    ...(first === undefined
      ? []
      : [{ ...claim, ...first, kind: 'evidence' as const, what: 'the first evidence of its control since then' }]),
    ...(said === undefined
      ? []
      : [{ ...claim, day: said.at, kind: 'retest' as const, what: retest.why, record: retest.record }]),
  ]
  const known = steps.filter(({ day }) => day <= asOf)
  const order = ['opened', 'severity', 'merge', 'fixed', 'evidence', 'retest']
  return known.sort((a, b) =>
    a.day === b.day ? order.indexOf(a.kind) - order.indexOf(b.kind) : a.day < b.day ? -1 : 1,
  )
}
