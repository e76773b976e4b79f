import type { WorkItem, WorkKind } from '../assess/work-item.ts'
import { shortened } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { nothing } from './page-text.ts'

const kindWords: Readonly<Record<WorkKind, string>> = {
  'key-control-fails': 'Key control not met',
  'unwatched-deviations': 'No control looks at it',
  'control-fails': 'Control not met',
  'compensation-fails': 'Compensation does not work',
  'deficiency-not-mended': 'Deficiency not mended',
  'decision-lapsed': 'Decision does not hold',
  'criterion-uncovered': 'No operating control',
  'control-not-shown': 'Control not shown',
  'control-partly-met': 'Control partly met',
  'evidence-stale': 'Evidence out of date',
  'design-incomplete': 'Design not complete',
  'deficiency-open': 'Deficiency open',
  'control-planned': 'Control planned',
}

const textLimit = 300

/** A piece of work as a table row. @param number its place in the list, from 1 @param root way to the index */
export function workRow(item: WorkItem, number: number, context: PageContext, root: string) {
  const { priority, kind, subject, what, todo, criteria } = item
  return {
    number,
    priority: priority === 'critical' || priority === 'high' ? `**${priority}**` : priority,
    kind: kindWords[kind],
    subject: subject === undefined ? 'Deviations' : context.titled(subject, root),
    what: `${kindWords[kind]}: ${context.text(shortened(what, textLimit), root)}`,
    todo,
    criteria: criteria.length === 0 ? nothing : context.links(criteria, root),
  }
}
