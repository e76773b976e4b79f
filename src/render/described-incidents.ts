import { inlineText } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { blocksOf, compare, plural } from './page-text.ts'
import { reportedSpan } from './report-scope.ts'

/** Rows of a table that stand open. */
const shown = 25

/** DC 4: those that harmed customers or showed that a control did not work; the others are counted. */
export function incidentPart(context: PageContext) {
  const { from, to } = reportedSpan(context)
  const all = [...context.model.incidents.values()]
    .map(({ value }) => ({ incident: value, on: context.day(value.detectedAt) }))
    .filter(({ on }) => from <= on && on <= to)
    .sort((a, b) => compare(b.on, a.on) || compare(a.incident.id, b.incident.id))
  const serious = all.filter(({ incident }) => incident.severity === 'high' || incident.severity === 'critical')
  return {
    incidentCount: plural(all.length, 'incident'),
    minor: all.length - serious.length,
    incidents: blocksOf(
      serious.map(({ incident, on }) => ({
        link: context.titled(incident.id, ''),
        on,
        nature: `${incident.category.replaceAll('-', ' ')}, ${incident.severity}`,
        extent: inlineText(incident.impact),
        state: incident.resolvedAt === undefined ? '**open**' : `resolved on ${context.day(incident.resolvedAt)}`,
        cause: incident.rootCause === undefined ? '**not written down**' : inlineText(incident.rootCause),
      })),
      shown,
      'more incidents',
    ),
  }
}
