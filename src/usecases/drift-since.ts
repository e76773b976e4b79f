import type { Assessment } from '../assess/assessment.ts'
import { type AssessmentComparison, compareAssessments } from '../assess/compare-assessments.ts'
import { printScore } from '../assess/score.ts'
import { parsePin } from '../evidence/pin.ts'
import { Refusal } from '../model/refusal.ts'
import { printable } from '../report/printable.ts'
import { type AssessPorts, assess } from './assess.ts'

export type DriftSince =
  | { readonly kind: 'first' }
  /** What was published before cannot be computed again. */
  | { readonly kind: 'not-known'; readonly why: string }
  | {
      readonly kind: 'compared'
      readonly asOf: string
      readonly comparison: AssessmentComparison
    }

/**
 * What is another than in the documents that were published before. Their state is computed again from what their PIN names,
 * and not read from a page: nothing has to be believed.
 *
 * @param pin text of their PIN file; undefined where there were none
 */
export async function driftSince(pin: string | undefined, after: Assessment, ports: AssessPorts): Promise<DriftSince> {
  if (pin === undefined) return { kind: 'first' }
  const named = parsePin(pin)
  if (named === undefined) return { kind: 'not-known', why: 'their PIN is not readable' }
  const { asOf, checkpoint, sourceCommit } = named
  try {
    const before = (await assess({ revision: sourceCommit, asOf, checkpoint }, ports)).assessment
    return { kind: 'compared', asOf, comparison: compareAssessments(before, after) }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'not-known', why: error.what }
    throw error
  }
}

/** Ends in a line break. */
export function describeDrift(since: DriftSince): string {
  switch (since.kind) {
    case 'first':
      return 'Drift: these are the first documents.\n'
    case 'not-known':
      return `${printable(`Drift: not known, the documents before cannot be computed again: ${since.why}`)}.\n`
    case 'compared': {
      const { asOf, comparison } = since
      const { before, after, states, opened, resolved, worse } = comparison
      const word = (state: string | undefined) => state ?? 'not there'
      const lines = [
        ...states.map((one) => {
          const why = one.why === '' ? '' : ` (${one.why})`
          return `  ${one.id}: ${word(one.before)} -> ${word(one.after)}, ${one.direction}${why}`
        }),
        ...opened.map(({ day, kind, what }) => `  new deviation: ${kind} ${day} ${what}`),
        ...resolved.map(({ day, kind, what }) => `  not there any more: ${kind} ${day} ${what}`),
        ...(worse.length === 0 ? [] : [`  Worse than then: ${worse.join(', ')}.`]),
      ]
      const [was, is] = [printScore(before.score), printScore(after.score)]
      const head =
        lines.length === 0
          ? `Drift: nothing changed since ${asOf}.`
          : `Drift since ${asOf}: ${states.length} states changed, score ${was} -> ${is}.`
      return [head, ...lines].map((line) => `${printable(line)}\n`).join('')
    }
  }
}
