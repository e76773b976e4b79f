import type { Deviation } from '../assess/assessment.ts'
import { describeRecord } from '../assess/describe-record.ts'
import { inlineText } from '../model/markdown-text.ts'
import { aroundReview } from './around-review.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf, compare } from './page-text.ts'
import { statementInWords } from './statement-words.ts'

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
function deviationRow(deviation: Deviation, context: PageContext, root: string): DeviationRow {
  const { day, kind, what, control, record } = deviation
  return {
    day,
    kind: deviationWords[kind],
    what: whatHappened(deviation, context, root),
    control: control === undefined ? 'no control looks at it' : context.titled(control, root),
    record:
      record === undefined
        ? claimedIn.test(what)
          ? 'none that counts'
          : 'there is none'
        : context.recordLink(record, root),
  }
}

/** A deviation, or a record that is told in the same words. */
type Happened = Pick<Deviation, 'what' | 'record'> & Partial<Deviation>

/** The end of what the assessment says of an occurrence for which there are only claims. */
const claimedIn = /\(record (\d+)\)(?: and \d+ more)?$/

/**
 * A change around review is told with who and how, a statement with the name of who made it, and what is missing with what
 * was asked for; anything else as the assessment says it. @param root way to the index
 */
export function whatHappened(deviation: Happened, context: PageContext, root: string): string {
  const { what, record: index } = deviation
  const record = index === undefined ? undefined : context.recordAt(index)
  if (record?.kind === 'change.unreviewed') {
    const { title, who, how } = aroundReview(record, context)
    return `${context.commit(record.data.commit)} “${title}” came ${how}; by ${who}`
  }
  const asked = titleOf(deviation, context)
  const said =
    record?.kind === 'attestation' && what.startsWith(describeRecord(record))
      ? `${statementInWords(record, context)}${inlineText(what.slice(describeRecord(record).length))}`
      : inlineText(what).replace(claimedIn, (found, place) =>
          found.replace(`record ${place}`, context.recordLink(Number(place), root)),
        )
  return asked === undefined ? said : `${inlineText(asked)}: ${said}`
}

/** What was asked for and did not come, or not in time: a control may ask for several things. */
function titleOf({ control, requirement, kind }: Happened, { assessment }: PageContext): string | undefined {
  if (control === undefined || requirement === undefined || (kind !== 'late' && kind !== 'overdue')) return undefined
  return assessment.controls.get(control)?.requirements.find(({ id }) => id === requirement)?.title
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
