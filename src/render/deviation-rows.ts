import type { Deviation } from '../assess/assessment.ts'
import { inlineText } from '../model/markdown-text.ts'
import { aroundReview } from './around-review.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, compare } from './page-text.ts'

export const deviationWords: Readonly<Record<Deviation['kind'], string>> = {
  failed: 'Failed',
  unexpected: 'Not allowed',
  late: 'Late',
  overdue: 'Overdue',
}

interface DeviationRow {
  readonly day: string
  readonly kind: string
  readonly what: string
  readonly control: string
  readonly record: string
}

/** A deviation as a table row. @param root way to the index */
function deviationRow(
  { day, kind, what, control, record }: Deviation,
  context: PageContext,
  root: string,
): DeviationRow {
  return {
    day,
    kind: deviationWords[kind],
    what: whatHappened(what, record, context),
    control: control === undefined ? 'no control looks at it' : context.titled(control, root),
    record: record === undefined ? 'there is none' : context.recordLink(record, root),
  }
}

/** A change around review is told with who and how; anything else as the assessment says it. */
export function whatHappened(what: string, index: number | undefined, context: PageContext): string {
  const record = index === undefined ? undefined : context.recordAt(index)
  if (record?.kind !== 'change.unreviewed') return inlineText(what)
  const { title, who, how } = aroundReview(record, context)
  return `${context.commit(record.data.commit)} “${title}” came ${how}; by ${who}`
}

/** Deviations as a table, newest first, the first ten open. */
export const deviationRows = (
  deviations: readonly Deviation[],
  context: PageContext,
  root: string,
): readonly Block<DeviationRow>[] =>
  blocksOf(
    sorted(deviations).map((one) => deviationRow(one, context, root)),
    10,
    'more deviations',
  )

const sorted = (deviations: readonly Deviation[]) =>
  deviations.toSorted((a, b) => compare(b.day, a.day) || (b.record ?? -1) - (a.record ?? -1) || compare(a.what, b.what))
