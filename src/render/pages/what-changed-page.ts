import type { AssessmentComparison, Direction } from '../../assess/compare-assessments.ts'
import { printScore } from '../../assess/score.ts'
import { changeBetween, type TrendPoint } from '../../assess/trend.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { changeSummary, stateChangeRow } from '../change-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf } from '../page-text.ts'

const shown = 50

export const whatChangedDocument = defineDocument({
  id: 'DOC-WHAT-CHANGED',
  title: 'What changed',
  about: 'which controls and criteria changed their state since the end of the month before, and which deviations came',
  path: 'what-changed.md',
  part: 'evaluation',
  classification: 'internal',
  pages: (context) => new Map([['what-changed.md', whatChangedPage(context)]]),
})

/**
 * Since the previous end of a month, and not since the last render: who rendered when is nothing that two people know alike,
 * and the pages of one commit, checkpoint and day have to be the same bytes. `countersign drift` compares with the last render.
 */
function whatChangedPage(context: PageContext): Page {
  const points = context.trend?.points ?? []
  const [before, after] = [points.at(-2), points.at(-1)]
  const change = before === undefined || after === undefined ? undefined : changeBetween(before, after)
  const view = {
    since: before === undefined ? 'the month before' : before.asOf,
    known: change !== undefined,
    why: whyUnknown(context.trend === undefined, before),
    from: before?.asOf ?? '',
    to: after?.asOf ?? '',
    ...(change === undefined ? nothingKnown : knownChange(change, context)),
    footer: context.footer(''),
  }
  return { text: context.fill('what-changed', view), records: [] }
}

const nothingKnown = { summary: '', scoreBefore: '', scoreAfter: '', parts: [], groups: [], deviations: [] }

function whyUnknown(isMissing: boolean, before: TrendPoint | undefined): string {
  if (isMissing) return 'The trend was not computed for these pages, so it is not known.'
  if (before === undefined)
    return 'There is no earlier end of a month to compare with: the program or its period began in this one.'
  if (before.kind === 'not-known')
    return `Not determined: the state of ${before.asOf} could not be computed: ${inlineText(before.why)}.`
  return ''
}

const titles: readonly (readonly [Direction, string])[] = [
  ['worse', 'Worse'],
  ['other', 'Otherwise changed'],
  ['better', 'Better'],
]

function knownChange(change: AssessmentComparison, context: PageContext) {
  const { before, after, states, opened, resolved, parts } = change
  return {
    summary: changeSummary(change),
    scoreBefore: `${printScore(before.score)}${before.score.band === undefined ? '' : `: ${before.score.band}`}`,
    scoreAfter: `${printScore(after.score)}${after.score.band === undefined ? '' : `: ${after.score.band}`}`,
    parts: parts.map(({ part, before: was, after: is }) => ({
      part: `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`,
      before: String(was),
      after: String(is),
    })),
    groups: titles
      .map(([direction, title]) => {
        const rows = states.filter((one) => one.direction === direction).map((one) => stateChangeRow(one, context, ''))
        return { title, blocks: blocksOf(rows, shown, 'more') }
      })
      .filter(({ blocks }) => blocks.length > 0),
    deviations: [
      { title: 'New deviations', blocks: deviationRows(opened, context, '') },
      { title: 'Deviations that are not there any more', blocks: deviationRows(resolved, context, '') },
    ].filter(({ blocks }) => blocks.length > 0),
  }
}
