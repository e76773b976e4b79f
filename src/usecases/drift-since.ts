import type { Assessment } from '../assess/assessment.ts'
import { type Drift, driftBetween } from '../assess/drift.ts'
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
      readonly drift: readonly Drift[]
      readonly score: { readonly before: string; readonly after: string }
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
    const score = { before: printScore(before.score), after: printScore(after.score) }
    return { kind: 'compared', asOf, drift: driftBetween(before, after), score }
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
      const { asOf, drift, score } = since
      const word = (state: string | undefined) => state ?? 'not there'
      const lines = drift.map(
        ({ id, before, after, why }) => `  ${id}: ${word(before)} -> ${word(after)}${why === '' ? '' : ` (${why})`}`,
      )
      const head =
        drift.length === 0
          ? `Drift: nothing changed since ${asOf}.`
          : `Drift since ${asOf}: ${drift.length} states changed, score ${score.before} -> ${score.after}.`
      return [head, ...lines].map((line) => `${printable(line)}\n`).join('')
    }
  }
}
