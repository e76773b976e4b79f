import type { Tally } from '../../assess/assessment.ts'
import { printScore } from '../../assess/score.ts'
import { changeBetween, type Trend, type TrendPoint } from '../../assess/trend.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { byDirection, changeSummary, isQuiet, stateChangeRow } from '../change-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, nothing, plural } from '../page-text.ts'

const shown = 8

export const trendDocument = defineDocument({
  id: 'DOC-TREND',
  title: 'Trend',
  about: 'the score and its parts at the end of each month, computed again from what there was by then',
  path: 'trend.md',
  part: 'evaluation',
  classification: 'internal',
  pages: (context) => new Map([['trend.md', trendPage(context)]]),
})

function trendPage(context: PageContext): Page {
  const { trend } = context
  const points = trend?.points ?? []
  const unknown = points.filter(({ kind }) => kind === 'not-known').length
  const changes = trend === undefined ? [] : changesOf(trend, context)
  const view = {
    computed: trend !== undefined,
    rows: points.map(rowOf),
    ...lineOf(points),
    cut: (trend?.cut ?? 0) === 0 ? '' : plural(trend?.cut ?? 0, 'end of a month', 'ends of months'),
    unknown: unknown === 0 ? '' : plural(unknown, 'point'),
    single: trend !== undefined && points.length < 2,
    changes,
    rest: changes.length < points.length - 1,
    footer: context.footer(''),
  }
  return { text: context.fill('trend', view), records: [] }
}

function rowOf(point: TrendPoint) {
  if (point.kind === 'not-known')
    return {
      asOf: point.asOf,
      score: `not determined: ${inlineText(point.why)}`,
      ...{ controls: nothing, criteria: nothing, covered: nothing, deviations: nothing },
    }
  const { score } = point.assessment
  return {
    asOf: point.asOf,
    score: score.band === undefined ? printScore(score) : `${printScore(score)}: ${score.band}`,
    controls: tallyOf(score.controls),
    criteria: tallyOf(score.criteria),
    covered: `${score.criteriaCovered} of ${score.criteria.applicable}`,
    deviations: String(score.deviations),
  }
}

const tallyOf = ({ met, partiallyMet, notMet, notEvaluated, applicable }: Tally): string =>
  `${met} of ${applicable} met; ${partiallyMet} partially, ${notMet} not, ${notEvaluated} not evaluated`

const steps = '▁▂▃▄▅▆▇█'

/** A small picture beside the table, which says the same. A point that is not known is a question mark, never a low score. */
function lineOf(points: readonly TrendPoint[]) {
  const scores = points.map((point) => (point.kind === 'assessed' ? point.assessment.score.tenths : undefined))
  const known = scores.filter((tenths) => tenths !== undefined).length
  const line = scores
    .map((tenths) => (tenths === undefined ? '?' : (steps[Math.min(7, Math.floor((tenths * 8) / 1001))] ?? '?')))
    .join('')
  return { line: known < 2 ? '' : line, first: points[0]?.asOf ?? '', last: points.at(-1)?.asOf ?? '' }
}

/** What changed from each point to the next, the newest first; where nothing did, a row of the table says so already. */
function changesOf({ points }: Trend, context: PageContext) {
  return points
    .flatMap((after, index) => {
      const before = points[index - 1]
      if (before === undefined) return []
      const span = { from: before.asOf, to: after.asOf }
      const change = changeBetween(before, after)
      if (change === undefined)
        return [{ ...span, summary: 'Not determined: one of the two could not be computed.', blocks: [] }]
      if (isQuiet(change)) return []
      const rows = byDirection(change.states).map((one) => stateChangeRow(one, context, ''))
      return [{ ...span, summary: changeSummary(change), blocks: blocksOf(rows, shown, 'more changes') }]
    })
    .reverse()
}
